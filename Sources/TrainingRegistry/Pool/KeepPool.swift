public import Foundation
public import Postgres

/// How many people in the pool were written to, and how many interests have lapsed.
public struct PoolKept: Sendable, Equatable {
    public var offers = 0
    public var asked = 0
    public var lapses = 0

    public init(offers: Int = 0, asked: Int = 0, lapses: Int = 0) {
        self.offers = offers
        self.asked = asked
        self.lapses = lapses
    }

    mutating func add(_ other: PoolKept) {
        offers += other.offers
        asked += other.asked
        lapses += other.lapses
    }
}

extension Database {
    /// Offers every open event to the pool of its programme, asks again, and lets lapse.
    ///
    /// In small statements, so that no lock is held for long; several instances may do so at once,
    /// and doing it again changes nothing.
    public func keepPool(
        at now: Date, mailDomain: String
    ) async throws(DatabaseError) -> PoolKept {
        var kept = PoolKept()
        for event in try await run(FindEventsForPool(now: now)) {
            kept.offers += try await untilDone(
                WritePoolOffers(event: event, now: now, mailDomain: mailDomain))
        }
        kept.asked = try await untilDone(WritePoolQuestions(now: now, mailDomain: mailDomain))
        kept.lapses = try await untilDone(WritePoolLapses(now: now))
        return kept
    }

    private func untilDone<S: Statement>(
        _ statement: S
    ) async throws(DatabaseError) -> Int where S.Row == Int {
        var total = 0
        while true {
            let count = try await run(statement).first ?? 0
            total += count
            // What another instance has in hand is left to it, or to the next minute.
            if count < PoolBatch.rowsMax { return total }
        }
    }
}

/// How much one statement of the pool's keeper does.
enum PoolBatch {
    /// So that none holds many locks for long.
    static let rowsMax = 200
}

/// Finds the events that are open and suit somebody in the pool who was not offered them.
struct FindEventsForPool: Statement {
    static let sql: StaticString = """
        SELECT e.id FROM event e
        WHERE e.programme_id IS NOT NULL AND event_takes_interest(e, $1)
          AND EXISTS (SELECT FROM pool_match m WHERE m.event_id = e.id AND m.is_match)
        ORDER BY e.id
        """

    var now: Date

    func bind(to parameters: inout Parameters) { parameters.add(now) }

    static func decode(_ row: RowReader) throws(DatabaseError) -> UUID { try row.uuid(0) }
}

/// Offers one event to the next people in the pool.
struct WritePoolOffers: Statement {
    static let sql: StaticString = "SELECT offer_to_pool($1, $2::integer, $3, $4)"

    var event: UUID
    var now: Date
    var mailDomain: String

    func bind(to parameters: inout Parameters) {
        parameters.add(event)
        parameters.add(PoolBatch.rowsMax)
        parameters.add(now)
        parameters.add(mailDomain)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> Int { try row.integer(0) }
}

/// Asks the next people in the pool whether their interest still stands.
struct WritePoolQuestions: Statement {
    static let sql: StaticString = "SELECT ask_pool_again($1::integer, $2, $3)"

    var now: Date
    var mailDomain: String

    func bind(to parameters: inout Parameters) {
        parameters.add(PoolBatch.rowsMax)
        parameters.add(now)
        parameters.add(mailDomain)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> Int { try row.integer(0) }
}

/// Ends the next interests in the pool whose time is over.
struct WritePoolLapses: Statement {
    static let sql: StaticString = "SELECT lapse_pool($1::integer, $2)"

    var now: Date

    func bind(to parameters: inout Parameters) {
        parameters.add(PoolBatch.rowsMax)
        parameters.add(now)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> Int { try row.integer(0) }
}
