public import Foundation
import Postgres

/// Who changes something in the room of an event, when and why.
public struct RoomChange: Sendable {
    public var event: Code
    public var actor: RegistryActor
    public var reason: String?
    public var now: Date
    /// Of the Message-IDs of the mails that it causes.
    public var mailDomain: String
    /// Whether the mails of many that it causes leave at once.
    public var mails = MailOrder(.send)

    public init(
        event: Code, actor: RegistryActor, reason: String? = nil, now: Date, mailDomain: String
    ) {
        self.event = event
        self.actor = actor
        self.reason = reason
        self.now = now
        self.mailDomain = mailDomain
    }
}

extension Database {
    /// Runs a change that answers in one word: `done`, or the one for a refusal.
    func change<S: Statement>(
        _ statement: S, done: String
    ) async throws(DatabaseError) -> Result<Void, SeatRefusal> where S.Row == String {
        do throws(DatabaseError) {
            // Without a row there is no such event.
            let word = try await run(statement).first ?? SeatRefusal.unknown.rawValue
            if word == done { return .success(()) }
            guard let refusal = SeatRefusal(rawValue: word) else {
                throw DatabaseError.failed(sqlState: "22023", message: "no word for a refusal")
            }
            return .failure(refusal)
        } catch .constraintViolated(let name) {
            guard let refusal = SeatRefusal(constraint: name) else {
                throw .constraintViolated(name: name)
            }
            return .failure(refusal)
        }
    }
}
