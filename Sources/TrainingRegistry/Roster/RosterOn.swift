public import Foundation
public import Postgres

/// The Expert Group on a day, with the names of who holds its seats: for coordinators only.
public struct Roster: Sendable, Equatable {
    public var day: CalendarDay
    public var members: [RosterMember]

    /// Who presides.
    public var presidency: String? { members.first { $0.holdsPresidency }?.code }
}

/// A member with its seats on a day.
public struct RosterMember: Sendable, Equatable {
    public var code: String
    public var name: String
    public var seat: Member.Seat
    public var holdsPresidency: Bool
    /// What the roster says: member, deputy, alternates by rank.
    public var seats: [RosterSeat]

    /// Nobody holds the member's seat, and somebody should: an optional seat leaves no gap.
    public var isVacant: Bool {
        seat == .held && !seats.contains { $0.role == .member && $0.holder != nil }
    }
}

/// One seat of a member on a day.
public struct RosterSeat: Sendable, Equatable {
    public var id: UUID
    public var role: RosterEntry.Role
    public var rank: Int
    /// Nil where the seat is vacant.
    public var holder: String?
    public var institution: String?
}

extension Database {
    /// Who was in the Expert Group on a day, as the dated rows say.
    public func roster(on day: CalendarDay) async throws(DatabaseError) -> Roster {
        var roster = Roster(day: day, members: [])
        for row in try await run(ReadRoster(day: day)) {
            if roster.members.last?.code != row.member.code { roster.members.append(row.member) }
            if let seat = row.seat {
                roster.members[roster.members.count - 1].seats.append(seat)
            }
        }
        return roster
    }
}

/// Reads the members of a day with one row for each seat, names included.
struct ReadRoster: Statement {
    static let sql: StaticString = """
        SELECT member.code, member.name, membership.seat,
               EXISTS (SELECT FROM presidency
                       WHERE presidency.member = member.code AND presidency.valid @> $1::date),
               entry.id, entry.role, entry.rank, entry.holder_name, entry.institution
        FROM member
        JOIN membership ON membership.member = member.code AND membership.valid @> $1::date
        LEFT JOIN roster_entry entry ON entry.member = member.code AND entry.valid @> $1::date
        ORDER BY member.country IS NULL, member.name COLLATE "und-x-icu", member.code,
                 array_position(ARRAY['member', 'deputy', 'alternate'], entry.role), entry.rank
        """

    var day: CalendarDay

    func bind(to parameters: inout Parameters) { parameters.add(day) }

    /// A member with one of its seats, or with none.
    struct Row: Sendable {
        let member: RosterMember
        let seat: RosterSeat?
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> Row {
        Row(
            member: RosterMember(
                code: try row.text(0), name: try row.text(1),
                seat: try row.word(2, of: Member.Seat.self), holdsPresidency: try row.flag(3),
                seats: []),
            seat: try seat(row))
    }

    private static func seat(_ row: RowReader) throws(DatabaseError) -> RosterSeat? {
        guard let id = try row.uuidIfAny(4) else { return nil }
        return RosterSeat(
            id: id, role: try row.word(5, of: RosterEntry.Role.self), rank: try row.integer(6),
            holder: try row.textIfAny(7), institution: try row.textIfAny(8))
    }
}
