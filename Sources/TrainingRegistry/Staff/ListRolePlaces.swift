public import Foundation
public import Postgres

/// A programme or an event that a role is bound to, or can be.
public struct NamedPlace: Sendable, Equatable {
    public let id: UUID
    public let place: RolePlace
    public let title: String
    /// Whether it is offered to whoever gives a role; what is long over is not.
    public let isOffered: Bool
}

extension Database {
    /// All programmes, then the events that somebody has a role in or may still be given one.
    public func rolePlaces(now: Date) async throws(DatabaseError) -> [NamedPlace] {
        try await run(ReadRolePlaces(now: now)).compactMap { $0 }
    }
}

/// Reads what roles are bound to, by name.
struct ReadRolePlaces: Statement {
    static let sql: StaticString = """
        SELECT id, code, title, true, true FROM programme
        UNION ALL
        (SELECT id, code, title, false, ends_on >= ($1::timestamptz)::date - 90 FROM event
         WHERE ends_on >= ($1::timestamptz)::date - 90
            OR id IN (SELECT event_id FROM staff_role WHERE ended_at IS NULL)
         ORDER BY starts_on, title)
        """

    var now: Date

    func bind(to parameters: inout Parameters) { parameters.add(now) }

    static func decode(_ row: RowReader) throws(DatabaseError) -> NamedPlace? {
        guard let code = try? Code(parsing: try row.text(1)) else { return nil }
        return NamedPlace(
            id: try row.uuid(0), place: try row.flag(3) ? .programme(code) : .event(code),
            title: try row.text(2), isOffered: try row.flag(4))
    }
}
