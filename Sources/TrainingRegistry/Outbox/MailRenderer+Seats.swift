import Mailer

/// What a person is told about a seat, by the name of the mail's template.
enum SeatNews: String, CaseIterable {
    case offered = "seat-offered"
    case taken = "seat-taken"
    case awaited = "seat-awaited"
    case freed = "seat-freed"
    case lapsed = "offer-lapsed"
    case declined = "interest-declined"
    case ranked = "nominee-ranked"
}

extension SeatNews {
    func subject(_ target: String) -> String {
        switch self {
        case .offered: "A seat in \(target) is offered to you"
        case .taken: "You have a seat in \(target)"
        case .awaited: "You are on the waiting list for \(target)"
        case .freed: "Your seat in \(target) is no longer kept"
        case .lapsed: "The offer of a seat in \(target) has ended"
        case .declined: "Your interest in \(target)"
        case .ranked: "Your nomination for \(target) is confirmed"
        }
    }

    /// A paragraph each; an offer says until when it stands.
    func words(_ target: String, until: String?) -> [String] {
        switch self {
        case .offered:
            [
                "we are glad to offer you a seat in “\(target)”. It is kept for you until "
                    + "\(until ?? "").",
                "Please accept or decline it on your own page. If we hear nothing until then, the "
                    + "seat goes to somebody else.",
            ]
        case .taken:
            [
                "you have a seat in “\(target)”. We look forward to seeing you.",
                "If you cannot come, please give the seat back on your own page: somebody may be "
                    + "waiting for it.",
            ]
        case .awaited:
            [
                "no seat in “\(target)” is free for you at the moment, so you are on the waiting "
                    + "list. When one becomes free for you, we write to you.",
                "On your own page you can see your place in the list, or withdraw.",
            ]
        case .freed:
            ["the seat that you had in “\(target)” is no longer kept for you."]
        case .lapsed:
            [
                "we offered you a seat in “\(target)” and heard nothing in time, so the offer has "
                    + "ended and the seat goes to somebody else.",
                "If you would still like to come, please answer this mail.",
            ]
        case .declined:
            [
                "thank you for your interest in “\(target)”. We are sorry that we cannot offer you "
                    + "a seat this time."
            ]
        case .ranked:
            [
                "thank you: your nomination for “\(target)” is confirmed. Those named before you "
                    + "have the seats at the moment, so you are an alternate.",
                "When one of them cannot come, the seat is yours and we write to you.",
            ]
        }
    }
}

extension MailRenderer {
    /// Each of them ends with the link of the person's own page, where they can answer.
    func seatNews(
        _ news: SeatNews, _ values: Values, in mail: ClaimedMail
    ) throws(Rejection) -> MailText {
        let target = try values.line(values.target, "target")
        let until = news == .offered ? try values.line(values.until, "until") : nil
        var blocks =
            [try greeting(values)] + news.words(target, until: until).map(MailText.Block.paragraph)
        if news == .taken { blocks += try pass(values, in: mail) }
        blocks += [
            .paragraph("Your own page:"), .link(try link("my", values)),
            keepToYourself(mail.writtenAt), signOff,
        ]
        return MailText(subject: news.subject(target), blocks: blocks)
    }

    /// What somebody is checked in by; promised by a version that gave no code, the mail has none.
    private func pass(
        _ values: Values, in mail: ClaimedMail
    ) throws(Rejection) -> [MailText.Block] {
        guard let text = values.checkInCode else { return [] }
        guard let code = CheckInCode(parsing: text),
            let picture = QRCode(code.address(under: publicURL))
        else { throw .missing("check_in_code") }
        return [
            .paragraph("At the door, show or say your check-in code:"), .code(code.words),
            .picture(
                MIMEMessage.Picture(
                    contentID: "check-in.\(Self.bare(mail.messageID))",
                    fileName: "check-in-code.png", png: picture.png),
                "QR code of your check-in code"),
        ]
    }
}
