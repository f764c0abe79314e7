public import Foundation

/// What a mail would say, to be looked at before anybody gets it.
public struct MailDraft: Sendable, Equatable {
    public let subject: String
    public let text: String
}

extension MailRenderer {
    /// The text that a mail of these parameters has; nil when it could not be written.
    public func draft(template: String, parameters: String, writtenAt: Date) -> MailDraft? {
        let mail = ClaimedMail(
            id: 0, number: 0, attempts: 0, ownTroubles: 0, messageID: "", recipient: "",
            template: template, parameters: parameters, content: nil, writtenAt: writtenAt)
        return (try? text(of: mail)).map { MailDraft(subject: $0.subject, text: $0.plain) }
    }
}
