public import Foundation

/// A mail as the development mailbox received it.
public struct MailboxMessage: Sendable, Equatable {
    /// Its name in addresses below `/dev/mailbox/`.
    public var id: String
    public var receivedAt: Date
    public var from: String
    public var to: String
    public var subject: String
    /// The decoded plain-text part.
    public var text: String
    /// The message as it came over the wire.
    public var source: String

    public init(
        id: String, receivedAt: Date, from: String, to: String, subject: String, text: String,
        source: String
    ) {
        self.id = id
        self.receivedAt = receivedAt
        self.from = from
        self.to = to
        self.subject = subject
        self.text = text
        self.source = source
    }
}
