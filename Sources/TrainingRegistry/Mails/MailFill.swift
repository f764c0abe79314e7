import Foundation
import Mailer

/// What one mail has to say, field by field.
struct MailFill {
    /// A value with the form in which it stands in a text.
    enum Value: Sendable {
        case words(String)
        case link(String)
        case code(String)
        case picture(MIMEMessage.Picture)
        case condition
    }

    let renderer: MailRenderer
    let mail: ClaimedMail
    let kind: MailKind
    let dates: MailDates
    let words: MailWords
    private let given: MailParameters
    /// Of the mails that tell of an event's times.
    private let change: EventChangeMail?

    init(
        _ mail: ClaimedMail, _ kind: MailKind, language: String, by renderer: MailRenderer
    ) throws(MailRenderer.Rejection) {
        self.renderer = renderer
        self.mail = mail
        self.kind = kind
        dates = MailDates(language: language)
        words = renderer.texts.words(in: language)
        given = try MailParameters(parsing: mail.parameters)
        change =
            kind == .eventMoved || kind == .eventCancelled
            ? try EventChangeMail(parameters: mail.parameters) : nil
    }

    /// Everything that the mail has; throws when it lacks what each of its kind can say.
    func values() throws(MailRenderer.Rejection) -> [MailField: Value] {
        var values: [MailField: Value] = [:]
        for field in kind.fields {
            guard let value = try value(field) else {
                throw .missing(field == .link ? "token" : field.rawValue)
            }
            values[field] = value
        }
        for field in kind.rareFields { values[field] = try value(field) }
        return values
    }

    private func value(_ field: MailField) throws(MailRenderer.Rejection) -> Value? {
        switch field {
        case .link: try link.map(Value.link)
        case .eventLink: eventLink.map(Value.link)
        case .privacyLink: .link("\(renderer.publicURL)/privacy")
        case .accountLink: .link("\(renderer.publicURL)/console/account")
        case .checkInCode: try checkInCode.map { .code($0.words) }
        case .checkInPicture: try picture.map(Value.picture)
        case .hasPlace: change?.hasPlace == true ? .condition : nil
        // Before it was said, only who had a seat was told that they have one.
        case .hasSeat: given.hasSeat == false ? nil : .condition
        default: words(field).map(Value.words)
        }
    }

    private func words(_ field: MailField) -> String? {
        switch field {
        case .givenName: Self.line(given.givenName)
        case .target: Self.line(given.target)
        case .member: words.country(given.memberCountry, named: Self.line(given.member))
        case .namedBy: Self.line(given.namedBy).map(words.translated)
        case .programme: Self.line(given.programme)
        case .reason: Self.line(given.reason)
        case .until: Self.line(given.until).map(dates.translated)
        case .time: Self.line(given.time).map(dates.translated)
        case .unit: renderer.unit
        case .ownPageDays: String(AccessToken.ownPageDays)
        case .ownPageUntil: dates.day(mail.writtenAt, plus: AccessToken.ownPageDays)
        case .unconfirmedUntil: given.unconfirmedDays.map { dates.day(mail.writtenAt, plus: $0) }
        case .hours: given.hours.map(String.init)
        case .months: given.months.map(String.init)
        case .seats: given.seats.map(String.init)
        case .position: given.position.map(String.init)
        case .languages:
            given.languages?.nonEmpty.map {
                words.languages(given.languageTags, named: $0).joined(separator: ", ")
            }
        case .schedule: (change?.schedule ?? given.schedule)?.lines(dates)
        case .place: (change?.schedule ?? given.schedule)?.location(words).nonEmpty
        case .before: change?.before(dates, words)
        case .link, .eventLink, .privacyLink, .accountLink, .checkInCode, .checkInPicture,
            .hasPlace, .hasSeat:
            nil
        }
    }

    /// One line of it: a control or a line end becomes a space; nil when nothing is there.
    private static func line(_ value: String?) -> String? {
        var scalars = String.UnicodeScalarView()
        for scalar in (value ?? "").unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator: scalars.append(" ")
            default: scalars.append(scalar)
            }
        }
        return String(scalars).nonEmpty
    }
}

extension MailFill {
    private var link: String? {
        get throws(MailRenderer.Rejection) {
            if kind == .certificate {
                guard let code = given.code, Self.isToken(code) else { throw .missing("code") }
                return "\(renderer.publicURL)/certificates/\(code)"
            }
            if kind == .feedbackRequest { return given.feedbackUrl }
            guard let path = kind.path, let token = given.token, Self.isToken(token) else {
                return nil
            }
            return "\(renderer.publicURL)/\(path)/\(token)\(try afterToken)"
        }
    }

    private var afterToken: String {
        get throws(MailRenderer.Rejection) {
            switch kind {
            case .trainerInvited: return "/trainer"
            case .poolMatch:
                guard let offer = given.offer else { throw .missing("offer") }
                return "/chance/\(offer.uuidString.lowercased())"
            default: return ""
            }
        }
    }

    private var eventLink: String? {
        guard let change else { return nil }
        return "\(renderer.publicURL)/events" + (kind == .eventMoved ? "/\(change.code)" : "")
    }

    /// What somebody is checked in by; a version that gave no code promised some mails.
    private var checkInCode: CheckInCode? {
        get throws(MailRenderer.Rejection) {
            guard let text = given.checkInCode else { return nil }
            guard let code = CheckInCode(parsing: text) else { throw .missing("check_in_code") }
            return code
        }
    }

    private var picture: MIMEMessage.Picture? {
        get throws(MailRenderer.Rejection) {
            guard let code = try checkInCode else { return nil }
            guard let picture = QRCode(code.address(under: renderer.publicURL)) else {
                throw .missing("check_in_code")
            }
            return MIMEMessage.Picture(
                contentID: "check-in.\(MailRenderer.bare(mail.messageID))",
                fileName: "check-in-code.png", png: picture.png)
        }
    }

    /// The alphabet of base64url (RFC 4648 §5).
    private static func isToken(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                    true
                default: false
                }
            }
    }
}

extension Collection {
    fileprivate var nonEmpty: Self? { isEmpty ? nil : self }
}
