public import Foundation

/// What becomes of the mails of an act that may tell many: they wait to be looked at, or leave.
public struct MailOrder: Sendable {
    public enum Choice: String, Sendable, CaseIterable {
        /// They are drafts of a mailing until somebody releases it.
        case review
        /// They leave at once.
        case send
    }

    /// Of the mailing, where there comes to be one.
    public var id: UUID
    /// Nil to wait where more than one person gets a mail, and to leave where it is one.
    public var choice: Choice?

    public init(_ choice: Choice?, id: UUID = UUID()) {
        self.choice = choice
        self.id = id
    }
}
