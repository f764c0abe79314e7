public import Foundation
public import Postgres

/// Asks members to nominate for an event until a deadline: keeps seats and mails links.
public struct InviteNominations: Sendable {
    /// How many seats a member is asked to fill.
    public struct Share: Sendable, Hashable {
        public var member: String
        public var seats: Int

        public init(member: String, seats: Int) {
            self.member = member
            self.seats = seats
        }
    }

    /// Who is asked.
    public enum Asked: Sendable {
        /// Every member whose seat is held on the day of the event.
        case all(seatsEach: Int)
        case some([Share])
    }

    public var change: RoomChange
    public var asked: Asked
    public var deadline: Date

    public init(_ change: RoomChange, asking asked: Asked, deadline: Date) {
        self.change = change
        self.asked = asked
        self.deadline = deadline
    }
}

/// What came of asking one member.
public struct InvitedMember: Sendable, Equatable {
    public var member: String
    public var seats: Int
    /// How many focal points got a link; none where nobody speaks for the member.
    public var links: Int
}

extension Database {
    /// Asking again sends new links, and the old ones end.
    public func inviteNominations(
        _ request: InviteNominations
    ) async throws(DatabaseError) -> Result<[InvitedMember], NominationRefusal> {
        do throws(DatabaseError) {
            let rows = try await run(WriteNominationRound(request: request))
            guard let first = rows.first else { return .failure(.unknown) }
            if let refusal = NominationRefusal(rawValue: first.outcome) {
                return .failure(refusal)
            }
            return .success(rows.compactMap(\.invited))
        } catch .constraintViolated(let name) {
            guard let refusal = NominationRefusal(constraint: name) else {
                throw .constraintViolated(name: name)
            }
            return .failure(refusal)
        }
    }
}

/// Keeps the seats and promises the mails.
struct WriteNominationRound: Statement {
    static let sql: StaticString = """
        WITH begun AS MATERIALIZED (
            SELECT begin_mailing($10, 'nominations', (SELECT id FROM event WHERE code = $1),
                $6, $7) AS at
        ), done AS MATERIALIZED (
            SELECT answer.* FROM begun CROSS JOIN LATERAL
                invite_nominations($1, $2, $3, $4::integer, $5, begun.at, $7, $8, $9) AS answer
        )
        SELECT outcome, asked, seats, links,
               (SELECT end_mailing($10, $11, $6, count(*)) FROM done)
        FROM done
        """

    var request: InviteNominations

    /// A refusal, or a member that was asked.
    struct Row: Sendable {
        let outcome: String
        let invited: InvitedMember?
    }

    func bind(to parameters: inout Parameters) {
        parameters.add(request.change.event.description)
        switch request.asked {
        case .all(let seats):
            parameters.add([] as [String])
            parameters.add([] as [Int32])
            parameters.add(Int32(clamping: seats))
        case .some(let shares):
            parameters.add(shares.map(\.member))
            parameters.add(shares.map { Int32(clamping: $0.seats) })
            parameters.add(nil as Int32?)
        }
        parameters.add(request.deadline)
        parameters.add(request.change.now)
        parameters.add(request.change.actor.description)
        parameters.add(request.change.reason)
        parameters.add(request.change.mailDomain)
        parameters.add(request.change.mails.id)
        parameters.add(request.change.mails.choice?.rawValue)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> Row {
        guard let member = try row.textIfAny(1) else {
            return Row(outcome: try row.text(0), invited: nil)
        }
        return Row(
            outcome: try row.text(0),
            invited: InvitedMember(
                member: member, seats: try row.integer(2), links: try row.integer(3)))
    }
}
