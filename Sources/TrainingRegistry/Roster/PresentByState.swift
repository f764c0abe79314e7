public import Postgres

/// One member of the day of an event: its seats, who has confirmed, who was there.
public struct StatePresence: Sendable, Equatable {
    public var member: String
    public var name: String
    public var seats: Int
    public var confirmed: Int
    /// Attended at least part of a session.
    public var present: Int
    /// Seats that nobody has.
    public var vacant: Int { max(0, seats - confirmed) }
}

extension Database {
    /// Nil when there is no such event.
    public func presentByState(
        at event: Code
    ) async throws(DatabaseError) -> [StatePresence]? {
        let rows = try await run(ListPresentByState(event: event))
        return rows.isEmpty ? nil : rows.compactMap(\.self)
    }
}

/// Counts people by the member whose seat they have; one empty row of an event without members.
struct ListPresentByState: Statement {
    static let sql: StaticString = """
        SELECT member.code, member.name,
               (SELECT count(*)::integer FROM seat
                WHERE event_id = event.id AND kept_for_member = member.code),
               (SELECT count(*)::integer FROM counted_now c
                WHERE c.event_id = event.id AND c.member = member.code),
               (SELECT count(*)::integer FROM counted('infinity', 'came', 80, 50) c
                WHERE c.event_id = event.id AND c.member = member.code)
        FROM event
        LEFT JOIN membership ON membership.valid @> event.starts_on
        LEFT JOIN member ON member.code = membership.member
        WHERE event.code = $1
        ORDER BY member.country IS NULL, member.name COLLATE "und-x-icu"
        """

    var event: Code

    func bind(to parameters: inout Parameters) { parameters.add(event.description) }

    static func decode(_ row: RowReader) throws(DatabaseError) -> StatePresence? {
        guard let code = try row.textIfAny(0) else { return nil }
        return StatePresence(
            member: code, name: try row.text(1), seats: try row.integer(2),
            confirmed: try row.integer(3), present: try row.integer(4))
    }
}
