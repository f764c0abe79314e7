public import Foundation
public import Postgres

extension Database {
    /// Ends nominations that nobody confirmed before their deadline, and erases what is over.
    ///
    /// One event at a time, so that no lock is held for long; several instances may do so at once.
    ///
    /// - Returns: how many lapsed.
    public func lapseNominations(
        at now: Date, mailDomain: String
    ) async throws(DatabaseError) -> Int {
        var lapses = 0
        for event in try await run(FindRoundsToSettle(now: now)) {
            let lapse = WriteLapsedNominations(event: event, now: now, mailDomain: mailDomain)
            lapses += try await run(lapse).first ?? 0
        }
        return lapses
    }
}

/// Finds events with a nomination that lapses, or whose names are to be erased.
struct FindRoundsToSettle: Statement {
    static let sql: StaticString = """
        SELECT DISTINCT n.event_id
        FROM nomination n
        JOIN nomination_round r ON r.event_id = n.event_id
        JOIN event ON event.id = n.event_id
        WHERE n.status = 'proposed' AND greatest(r.deadline, n.answer_until) <= $1
           OR n.erased_at IS NULL AND (n.ended_at <= $1::timestamptz - interval '30 days'
               OR event.ends_on < ($1::timestamptz - interval '30 days')::date)
        ORDER BY n.event_id
        """

    var now: Date

    func bind(to parameters: inout Parameters) { parameters.add(now) }

    static func decode(_ row: RowReader) throws(DatabaseError) -> UUID { try row.uuid(0) }
}

/// Settles the nominations of one event.
struct WriteLapsedNominations: Statement {
    static let sql: StaticString = "SELECT lapse_nominations($1, $2, $3)"

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
