public import Foundation
public import Postgres

/// Explains the mails about an event to the person of an interest in it, and those that are not.
public struct ExplainMails: Sendable {
    public var event: Code
    public var interest: UUID
    public var now: Date

    public init(event: Code, interest: UUID, now: Date) {
        self.event = event
        self.interest = interest
        self.now = now
    }
}

/// Which mails somebody was promised, what became of them, and why others are not there.
public struct MailsExplained: Sendable, Equatable {
    public let standing: MailStanding
    /// Nil while mails go to them.
    public let hold: AddressHold?
    /// The newest first.
    public let mails: [EventMail]
    /// In the order of an event's life, then what is planned.
    public let missing: [MissingMail]
}

extension Database {
    /// Nil when the event has no such interest; one that was never confirmed is explained, too.
    public func explain(
        _ request: ExplainMails
    ) async throws(DatabaseError) -> MailsExplained? {
        let standings = try await run(
            ReadMailStanding(event: request.event, interest: request.interest, now: request.now))
        guard let standing = standings.first else { return nil }
        let mails = try await run(
            ReadEventMails(
                event: request.event, interest: request.interest, onlyFailed: false,
                now: request.now))
        let latest = mails.compactMap { mail in
            MailKind(rawValue: mail.template).map { ($0, mail.writtenAt) }
        }
        return MailsExplained(
            standing: standing, hold: try await hold(of: standing.address), mails: mails,
            missing: standing.missing(besides: Dictionary(latest, uniquingKeysWith: max)))
    }
}
