public import Foundation
public import Postgres

/// Lets a mailing leave, takes it back, or takes one recipient out of it.
public struct EndMailing: Sendable {
    /// What becomes of it.
    public enum Step: Sendable, Equatable {
        case release
        case discard(PeopleReason)
        /// One mail, by its number in the outbox.
        case takeOut(Int64, PeopleReason)
    }

    public var event: Code
    public var mailing: UUID
    public var step: Step
    public var actor: RegistryActor
    public var now: Date

    public init(event: Code, mailing: UUID, step: Step, actor: RegistryActor, now: Date) {
        self.event = event
        self.mailing = mailing
        self.step = step
        self.actor = actor
        self.now = now
    }
}

/// Why nothing became of a mailing.
public enum MailingRefusal: String, Error, Sendable, Hashable, CaseIterable {
    /// The event has no such mailing, or the mailing no such mail.
    case unknown
    /// It was released or discarded, or the mail was.
    case endedAlready = "ended-already"
}

/// How many mails of a mailing left, and how many did not.
public struct MailingEnd: Sendable, Equatable {
    /// On their way now.
    public var released: Int
    /// To addresses on hold: they leave when the hold is over and somebody sends them.
    public var held: Int
    /// Taken back: by a coordinator, or because what they say is not true any more.
    public var omitted: Int

    public init(released: Int, held: Int, omitted: Int) {
        self.released = released
        self.held = held
        self.omitted = omitted
    }
}

extension Database {
    /// A release leaves out what is not true any more, or has run out, and counts it as omitted.
    public func end(
        _ request: EndMailing
    ) async throws(DatabaseError) -> Result<MailingEnd, MailingRefusal> {
        let row = try await run(WriteMailingEnd(request: request)).first
        switch row {
        case nil: return .failure(.unknown)
        case .some(.some(let end)): return .success(end)
        case .some(.none): return .failure(.endedAlready)
        }
    }
}

/// Does one of the three; no row without such a mailing, a row without numbers when it is over.
struct WriteMailingEnd: Statement {
    static let sql: StaticString = """
        WITH about AS MATERIALIZED (
            SELECT m.id FROM mailing m JOIN event ON event.id = m.event_id
            WHERE m.id = $1 AND event.code = $2
        )
        SELECT done.released, done.held, done.omitted, done.outcome
        FROM about CROSS JOIN LATERAL (
            SELECT released, held, omitted, outcome FROM release_mailing(about.id, $4, $5)
            WHERE $3 = 'release'
            UNION ALL
            SELECT 0, 0, number, CASE WHEN number = 0 THEN 'ended-already' ELSE 'discarded' END
            FROM discard_mailing(about.id, $4, $5, $6) AS number WHERE $3 = 'discard'
            UNION ALL
            SELECT 0, 0, 1, word
            FROM omit_from_mailing(about.id, $7, $4, $5, $6) AS word WHERE $3 = 'take-out'
        ) AS done
        WHERE done.outcome <> 'unknown'
        """

    var request: EndMailing

    func bind(to parameters: inout Parameters) {
        parameters.add(request.mailing)
        parameters.add(request.event.description)
        let (word, reason, mail): (String, PeopleReason?, Int64?) =
            switch request.step {
            case .release: ("release", nil, nil)
            case .discard(let reason): ("discard", reason, nil)
            case .takeOut(let mail, let reason): ("take-out", reason, mail)
            }
        parameters.add(word)
        parameters.add(request.now)
        parameters.add(request.actor.description)
        parameters.add(reason?.description)
        parameters.add(mail)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> MailingEnd? {
        if try row.text(3) == MailingRefusal.endedAlready.rawValue { return nil }
        return MailingEnd(
            released: try row.integer(0), held: try row.integer(1), omitted: try row.integer(2))
    }
}
