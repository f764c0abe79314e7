public import Postgres

extension Database {
    /// Reads who is a member on `day`, who holds the presidency and which seats are filled.
    public func members(on day: CalendarDay) async throws(DatabaseError) -> [Member] {
        var members: [Member] = []
        for row in try await run(ListMembers(day: day)) {
            if members.last?.code != row.member.code { members.append(row.member) }
            if let entry = row.entry { members[members.count - 1].roster.append(entry) }
        }
        return members
    }
}

/// Reads the members of a day, states first, with one row for each seat.
///
/// Names of holders stay where they are: the list is public and they are personal data.
struct ListMembers: Statement {
    static let sql: StaticString = """
        SELECT member.code, member.name, member.country IS NOT NULL,
               EXISTS (SELECT FROM presidency
                       WHERE presidency.member = member.code AND presidency.valid @> $1),
               membership.seat,
               roster_entry.role, roster_entry.rank, roster_entry.institution,
               roster_entry.holder_name IS NULL
        FROM member
        JOIN membership ON membership.member = member.code AND membership.valid @> $1
        LEFT JOIN roster_entry
            ON roster_entry.member = member.code AND roster_entry.valid @> $1
        ORDER BY member.country IS NULL, member.name COLLATE "und-x-icu", member.code,
                 array_position(ARRAY['member', 'deputy', 'alternate'], roster_entry.role),
                 roster_entry.rank
        """

    var day: CalendarDay

    func bind(to parameters: inout Parameters) {
        parameters.add(day)
    }

    /// A member with one of its seats, or with none.
    struct Row: Sendable {
        let member: Member
        let entry: RosterEntry?
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> Row {
        Row(
            member: Member(
                code: try row.text(0), name: try row.text(1), isState: try row.flag(2),
                holdsPresidency: try row.flag(3), seat: try row.word(4, of: Member.Seat.self),
                roster: []),
            entry: try entry(row))
    }

    private static func entry(_ row: RowReader) throws(DatabaseError) -> RosterEntry? {
        guard let rank = try row.integerIfAny(6) else { return nil }
        return RosterEntry(
            role: try row.word(5, of: RosterEntry.Role.self), rank: rank,
            institution: try row.textIfAny(7), isVacant: try row.flag(8))
    }
}
