import Foundation

/// What a statement that offered an event to the pool leaves for the mail that tells of it.
private struct PoolMatchMail: Decodable {
    let givenName, target, programme, token: String
    let offer: UUID
    let languages: [String]
    /// In words; nil of an event without a closing time.
    let until: String?
    let schedule: EventChangeMail.Schedule
}

/// The mails to people in the pool.
extension MailRenderer {
    func poolMatch(_ mail: ClaimedMail) throws(Rejection) -> MailText {
        let match: PoolMatchMail
        let values: Values
        do {
            let data = Data(mail.parameters.utf8)
            let decoder = JSONDecoder()
            values = try decoder.decode(Values.self, from: data)
            decoder.keyDecodingStrategy = .convertFromSnakeCase
            decoder.dateDecodingStrategy = .iso8601
            match = try decoder.decode(PoolMatchMail.self, from: data)
        } catch {
            throw .badParameters
        }
        let target = try values.line(match.target, "target")
        let programme = try values.line(match.programme, "programme")
        let place = match.schedule.location
        var facts = [match.schedule.lines]
        if !place.isEmpty { facts.append(place) }
        if !match.languages.isEmpty {
            facts.append("Languages: \(match.languages.joined(separator: ", "))")
        }
        let answer = "Please tell us on this page whether you are interested"
        return MailText(
            subject: "An event that may suit you: \(target)",
            blocks: [
                try greeting(values),
                .paragraph(
                    "you told us that you are interested in “\(programme)”. Now there is an event "
                        + "that may suit you, “\(target)”:"),
                .paragraph(facts.joined(separator: "\n")),
                .paragraph(match.until.map { "\(answer), until \($0):" } ?? "\(answer):"),
                .link("\(try link("my", values))/chance/\(match.offer.uuidString.lowercased())"),
                keepToYourself(mail.writtenAt),
                .paragraph(
                    "If it does not suit you, you need do nothing: we write again when there is "
                        + "another one."),
                signOff,
            ])
    }

    func poolReask(_ values: Values, writtenAt: Date) throws(Rejection) -> MailText {
        let target = try values.line(values.target, "target")
        let until = try values.line(values.until, "until")
        guard let months = values.months, months > 0 else { throw .missing("months") }
        let time = months == 12 ? "another year" : "another \(months) months"
        return MailText(
            subject: "Are you still interested in \(target)?",
            blocks: [
                try greeting(values),
                .paragraph(
                    "some time ago you told us that you are interested in “\(target)”. Does that "
                        + "still hold? Then please keep your interest for \(time), with the "
                        + "button on your own page:"),
                .link(try link("my", values)),
                keepToYourself(writtenAt),
                .paragraph(
                    "If we hear nothing until \(until), your interest ends, and we write no more "
                        + "about it. You are welcome to express it again."),
                signOff,
            ])
    }
}
