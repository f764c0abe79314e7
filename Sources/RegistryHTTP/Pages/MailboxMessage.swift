import Foundation

/// A mail as the development mailbox received it.
struct MailboxMessage: Sendable, Equatable {
    /// Its name in addresses below `/dev/mailbox/`.
    var id: String
    var receivedAt: Date
    var from: String
    var to: String
    var subject: String
    /// The decoded plain-text part.
    var text: String
    /// The message as it came over the wire.
    var source: String
}
