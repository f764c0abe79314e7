import Foundation
public import Mailer

/// Makes the mail of a message from its template and parameters; the same bytes every time.
public struct MailRenderer: Sendable {
    /// Where links lead, without a slash at the end; never taken from a request.
    public let publicURL: String
    public let from: MIMEMessage.Mailbox
    /// Who signs.
    public let unit: String
    let texts: MailTexts
    /// The keys that every mail is signed with.
    public var signers: [DKIMSigner] = []

    public init(publicURL: String, from: MIMEMessage.Mailbox, unit: String, texts: MailTexts) {
        var address = Substring(publicURL)
        while address.utf8.last == UInt8(ascii: "/") { address = address.dropLast() }
        self.publicURL = String(address)
        self.from = from
        self.unit = unit
        self.texts = texts
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
        let text = try text(of: mail, in: mail.language)
        let message = MIMEMessage(
            from: from, to: [MIMEMessage.Mailbox(address: recipient)], subject: text.subject,
            date: mail.writtenAt, messageID: Self.bare(mail.messageID),
            parts: [.text(text.plain), .html(text.html, pictures: text.pictures)]
                + (try calendarPart(of: mail, to: recipient, in: text.language)),
            extraFields: try fieldsToLeave(mail))
        do {
            return try message.bytes(signedBy: signers)
        } catch {
            throw .badMessage
        }
    }

    /// In the language that was asked for, or in English where it has no text.
    func text(
        of mail: ClaimedMail, in language: String, without lacking: Set<MailField> = []
    ) throws(Rejection) -> MailText {
        guard let kind = MailKind(rawValue: mail.template),
            let (template, tag) = texts.template(kind, in: language)
        else { throw .unknownTemplate }
        let values = try MailFill(mail, kind, language: tag, by: self).values()
        return template.text(values.filter { !lacking.contains($0.key) }, language: tag)
    }

    /// How to leave the series that a mail belongs to (RFC 2369 §3.2).
    ///
    /// With one click and no page in between over https only (RFC 8058 §3.1).
    private func fieldsToLeave(_ mail: ClaimedMail) throws(Rejection) -> [MIMEMessage.Field] {
        guard MailKind(rawValue: mail.template)?.isOfSeries == true,
            let token = try MailParameters(parsing: mail.parameters).token,
            let link = AccessToken(parsing: token)
        else { return [] }
        let address = "<\(publicURL)/leave/\(link.toLeavePool)>"
        let fields = [MIMEMessage.Field(name: "List-Unsubscribe", value: address)]
        guard publicURL.utf8.starts(with: "https://".utf8) else { return fields }
        return fields + [
            MIMEMessage.Field(
                name: "List-Unsubscribe-Post", value: "List-Unsubscribe=One-Click")
        ]
    }

    /// With or without its angle brackets, the Message-ID is stored.
    static func bare(_ messageID: String) -> String {
        guard messageID.utf8.first == UInt8(ascii: "<"), messageID.utf8.last == UInt8(ascii: ">")
        else { return messageID }
        return String(messageID.dropFirst().dropLast())
    }
}
