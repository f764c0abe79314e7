public import Foundation
public import Postgres

/// From a day on, somebody holds a seat of a member in the Expert Group, or nobody does.
public struct SaveRosterEntry: Sendable {
    public var member: String
    public var role: RosterEntry.Role
    /// Of alternates, from 1.
    public var rank: Int
    public var from: CalendarDay
    /// Nil makes the seat vacant.
    public var holder: String?
    public var institution: String?
    /// Where it is known from.
    public var source: String
    public var actor: RegistryActor
    public var reason: String?
    public var now: Date

    public init(
        member: String, role: RosterEntry.Role, rank: Int, from: CalendarDay, holder: String?,
        institution: String?, source: String, actor: RegistryActor, reason: String?, now: Date
    ) {
        self.member = member
        self.role = role
        self.rank = rank
        self.from = from
        self.holder = holder
        self.institution = institution
        self.source = source
        self.actor = actor
        self.reason = reason
        self.now = now
    }
}

extension Database {
    /// What held before ends on that day; false when there is no such member.
    public func save(_ entry: SaveRosterEntry) async throws(DatabaseError) -> Bool {
        try await run(WriteRosterEntry(entry: entry)).first == "saved"
    }
}

/// Closes the entry that holds before and begins the next.
struct WriteRosterEntry: Statement {
    static let sql: StaticString = """
        SELECT set_roster_entry($1, $2, $3::integer, $4, $5, $6, $7, $8, $9, $10)
        """

    var entry: SaveRosterEntry

    func bind(to parameters: inout Parameters) {
        parameters.add(entry.member)
        parameters.add(entry.role.rawValue)
        parameters.add(Int32(clamping: entry.rank))
        parameters.add(entry.from)
        parameters.add(entry.holder)
        parameters.add(entry.institution)
        parameters.add(entry.source)
        parameters.add(entry.now)
        parameters.add(entry.actor.description)
        parameters.add(entry.reason)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> String { try row.text(0) }
}
