public import Foundation
public import Postgres

extension Database {
    /// Ends the offers whose time is over and offers what is free to those who wait.
    ///
    /// One event at a time, so that no lock is held for long; several instances may do so at once.
    ///
    /// - Returns: how many offers lapsed.
    public func lapseOffers(
        at now: Date, mailDomain: String
    ) async throws(DatabaseError) -> Int {
        var lapses = 0
        for event in try await run(FindRoomsToSettle(now: now)) {
            lapses +=
                try await run(WriteLapses(event: event, now: now, mailDomain: mailDomain)).first
                ?? 0
        }
        return lapses
    }
}

/// Finds events with an offer that ran out, or with a free seat while somebody waits.
struct FindRoomsToSettle: Statement {
    static let sql: StaticString = """
        SELECT r.event_id FROM event_room r
        WHERE EXISTS (SELECT FROM seat s WHERE s.event_id = r.event_id AND s.promised_until <= $1)
           OR (r.taken < r.seats
               AND EXISTS (SELECT FROM waiting_list w WHERE w.event_id = r.event_id))
        ORDER BY r.event_id
        """

    var now: Date

    func bind(to parameters: inout Parameters) { parameters.add(now) }

    static func decode(_ row: RowReader) throws(DatabaseError) -> UUID { try row.uuid(0) }
}

/// Lapses the late offers of one event.
struct WriteLapses: Statement {
    static let sql: StaticString = "SELECT lapse_offers($1, $2, $3)"

    var event: UUID
    var now: Date
    var mailDomain: String

    func bind(to parameters: inout Parameters) {
        parameters.add(event)
        parameters.add(now)
        parameters.add(mailDomain)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> Int { try row.integer(0) }
}
