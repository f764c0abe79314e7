public import Foundation

/// What a mail would say, to be looked at before anybody gets it.
public struct MailDraft: Sendable, Equatable {
    public let subject: String
    public let text: String
    public let html: String
    /// In which language it is: English where there is no text in the one asked for (BCP 47).
    public let language: String
}

extension MailRenderer {
    /// The text that a mail of these parameters has; nil when it could not be written.
    public func draft(
        template: String, parameters: String, writtenAt: Date, language: String
    ) -> MailDraft? {
        let mail = ClaimedMail(
            id: 0, number: 0, attempts: 0, ownTroubles: 0, messageID: "", recipient: "",
            template: template, language: language, parameters: parameters, content: nil,
            writtenAt: writtenAt)
        return (try? text(of: mail, in: language)).map {
            MailDraft(
                subject: $0.subject, text: $0.plain, html: $0.html, language: $0.language)
        }
    }
}
