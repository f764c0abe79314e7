import Foundation
public import Mailer

/// Makes the mail of a message from its template and parameters; the same bytes every time.
public struct MailRenderer: Sendable {
    /// Where links lead, without a slash at the end; never taken from a request.
    public let publicURL: String
    public let from: MIMEMessage.Mailbox
    /// Who signs.
    public let unit: String
    /// The keys that every mail is signed with.
    public var signers: [DKIMSigner] = []

    public init(publicURL: String, from: MIMEMessage.Mailbox, unit: String) {
        var address = Substring(publicURL)
        while address.utf8.last == UInt8(ascii: "/") { address = address.dropLast() }
        self.publicURL = String(address)
        self.from = from
        self.unit = unit
    }

    /// Why a message cannot be written; never holds a value of the parameters.
    enum Rejection: Error, Equatable, CustomStringConvertible {
        case unknownTemplate
        case badParameters
        case missing(String)
        case badMessage

        var description: String {
            switch self {
            case .unknownTemplate: "the template is not known to this version"
            case .badParameters: "the parameters cannot be read"
            case .missing(let name): "the parameter \(name) is missing or not usable"
            case .badMessage: "the message cannot be written down"
            }
        }
    }

    func bytes(of mail: ClaimedMail, to recipient: EmailAddress) throws(Rejection) -> [UInt8] {
        let text = try text(of: mail)
        let message = MIMEMessage(
            from: from, to: [MIMEMessage.Mailbox(address: recipient)], subject: text.subject,
            date: mail.writtenAt, messageID: Self.bare(mail.messageID),
            parts: [.text(text.plain), .html(text.html, pictures: text.pictures)]
                + (try calendarPart(of: mail, to: recipient)))
        do {
            return try message.bytes(signedBy: signers)
        } catch {
            throw .badMessage
        }
    }

    func text(of mail: ClaimedMail) throws(Rejection) -> MailText {
        switch mail.template {
        case "event-moved": return try eventMoved(mail)
        case "event-cancelled": return try eventCancelled(mail)
        case "pool-match": return try poolMatch(mail)
        default: break
        }
        let values: Values
        do {
            values = try JSONDecoder().decode(Values.self, from: Data(mail.parameters.utf8))
        } catch {
            throw .badParameters
        }
        switch mail.template {
        case "confirm-interest": return try confirmInterest(values, writtenAt: mail.writtenAt)
        case "interest-confirmed": return try interestConfirmed(values, writtenAt: mail.writtenAt)
        case "interest-known": return try interestKnown(values, writtenAt: mail.writtenAt)
        case "certificate": return try certificate(values)
        case "trainer-invited": return try trainerInvited(values, writtenAt: mail.writtenAt)
        case "interest-withdrawn": return try interestWithdrawn(values)
        case "invitation": return try invitation(values)
        case "pool-reask": return try poolReask(values, writtenAt: mail.writtenAt)
        case "nomination-invitation": return try nominationInvitation(values)
        case "nomination-notice": return try nominationNotice(values)
        case "nomination-ended": return try nominationEnded(values)
        case "staff-set-up": return try staffSetUp(values)
        default:
            guard let news = SeatNews(rawValue: mail.template) else { throw .unknownTemplate }
            return try seatNews(news, values, in: mail)
        }
    }

    /// With or without its angle brackets, the Message-ID is stored.
    static func bare(_ messageID: String) -> String {
        guard messageID.utf8.first == UInt8(ascii: "<"), messageID.utf8.last == UInt8(ascii: ">")
        else { return messageID }
        return String(messageID.dropFirst().dropLast())
    }
}

extension MailRenderer {
    private func confirmInterest(
        _ values: Values, writtenAt: Date
    ) throws(Rejection) -> MailText {
        let target = try values.line(values.target, "target")
        let link = try link("confirm", values)
        guard let days = values.unconfirmedDays, days > 0 else {
            throw .missing("unconfirmed_days")
        }
        let kept = days == 1 ? "1 day" : "\(days) days"
        return MailText(
            subject: "Please confirm your interest in \(target)",
            blocks: [
                try greeting(values),
                .paragraph(
                    "we received an expression of interest in “\(target)” with this email "
                        + "address. Please confirm it by opening this link:"),
                .link(link),
                .paragraph(
                    "The link works once, until \(Self.day(writtenAt, plus: days)). Your interest "
                        + "counts only when you have confirmed it."),
                .paragraph(
                    "If this was not you, ignore this mail: nothing is kept after \(kept)."),
                signOff,
            ])
    }

    private func interestConfirmed(
        _ values: Values, writtenAt: Date
    ) throws(Rejection) -> MailText {
        let target = try values.line(values.target, "target")
        return MailText(
            subject: "Your interest in \(target) is confirmed",
            blocks: [
                try greeting(values),
                .paragraph(
                    "thank you: your interest in “\(target)” is confirmed. We will write to you "
                        + "when there is news."),
                .paragraph(
                    "Here you can see what we hold about you, correct it, or withdraw your "
                        + "interest:"),
                .link(try link("my", values)),
                keepToYourself(writtenAt),
                signOff,
            ])
    }

    private func interestKnown(
        _ values: Values, writtenAt: Date
    ) throws(Rejection) -> MailText {
        let target = try values.line(values.target, "target")
        return MailText(
            subject: "Your interest in \(target) is already registered",
            blocks: [
                try greeting(values),
                .paragraph(
                    "somebody, probably you, expressed interest in “\(target)” with this email "
                        + "address. Your interest is registered already, so there is nothing more "
                        + "to do."),
                .paragraph(
                    "Here you can see what we hold about you, correct it, or withdraw your "
                        + "interest:"),
                .link(try link("my", values)),
                keepToYourself(writtenAt),
                .paragraph(
                    "If this was not you, ignore this mail: nothing has changed and nothing more "
                        + "is kept."),
                signOff,
            ])
    }

    private func interestWithdrawn(_ values: Values) throws(Rejection) -> MailText {
        let target = try values.line(values.target, "target")
        return MailText(
            subject: "Your interest in \(target) is withdrawn",
            blocks: [
                try greeting(values),
                .paragraph(
                    "your interest in “\(target)” is withdrawn, as you asked. You will get no "
                        + "more mail about it from us."),
                .paragraph(
                    "If you change your mind, you are welcome to express your interest again."),
                signOff,
            ])
    }

    private func certificate(_ values: Values) throws(Rejection) -> MailText {
        let target = try values.line(values.target, "target")
        guard let code = values.code, code.utf8.allSatisfy(Self.isTokenByte), !code.isEmpty else {
            throw .missing("code")
        }
        return MailText(
            subject: "Your certificate for \(target)",
            blocks: [
                try greeting(values),
                .paragraph(
                    "thank you for taking part in “\(target)”. Here is your certificate, to print "
                        + "or to save:"),
                .link("\(publicURL)/certificates/\(code)"),
                .paragraph(
                    "Whoever gets it from you can check it at the address that it shows."),
                signOff,
            ])
    }

    func greeting(_ values: Values) throws(Rejection) -> MailText.Block {
        .paragraph("Dear \(try values.line(values.givenName, "given_name")),")
    }

    func keepToYourself(_ writtenAt: Date) -> MailText.Block {
        let days = AccessToken.ownPageDays
        return .paragraph(
            "The link works for \(days) days, until \(Self.day(writtenAt, plus: days)). "
                + "It is meant for you alone. Please do not pass it on.")
    }

    var signOff: MailText.Block { .paragraph("Kind regards\n\(unit)") }

    func link(_ path: String, _ values: Values) throws(Rejection) -> String {
        guard let token = values.token, !token.utf8.isEmpty,
            token.utf8.allSatisfy(Self.isTokenByte)
        else { throw .missing("token") }
        return "\(publicURL)/\(path)/\(token)"
    }

    /// The alphabet of base64url (RFC 4648 §5).
    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    /// Such as `28 November 2026`, in UTC.
    static func day(_ date: Date, plus days: Int) -> String {
        let months = [
            "January", "February", "March", "April", "May", "June", "July", "August",
            "September", "October", "November", "December",
        ]
        let text = (date + Double(days) * 86_400).ISO8601Format()
        let parts = text.prefix(10).split(separator: "-").compactMap { Int($0) }
        guard parts.count == 3, months.indices.contains(parts[1] - 1) else { return text }
        return "\(parts[2]) \(months[parts[1] - 1]) \(parts[0])"
    }
}

extension MailRenderer {
    /// What a statement that promises a mail leaves for it.
    struct Values: Decodable {
        var givenName: String?
        var target: String?
        var token: String?
        var unconfirmedDays: Int?
        /// Until when an offer stands, in words.
        var until: String?
        /// How long the link of an account works.
        var hours: Int?
        /// Of a certificate.
        var code: String?
        /// How long an interest in the pool stands when it is kept.
        var months: Int?
        /// The name of the member that nominates.
        var member: String?
        /// Who nominated.
        var namedBy: String?
        var seats: Int?
        /// Of a participation.
        var checkInCode: String?

        enum CodingKeys: String, CodingKey {
            case givenName = "given_name"
            case target
            case token
            case unconfirmedDays = "unconfirmed_days"
            case until
            case hours
            case code
            case months
            case member
            case namedBy = "named_by"
            case seats
            case checkInCode = "check_in_code"
        }

        /// One line of it: a control or a line end becomes a space.
        func line(_ value: String?, _ name: String) throws(Rejection) -> String {
            var scalars = String.UnicodeScalarView()
            for scalar in (value ?? "").unicodeScalars {
                switch scalar.properties.generalCategory {
                case .control, .lineSeparator, .paragraphSeparator: scalars.append(" ")
                default: scalars.append(scalar)
                }
            }
            guard !scalars.isEmpty else { throw .missing(name) }
            return String(scalars)
        }
    }
}
