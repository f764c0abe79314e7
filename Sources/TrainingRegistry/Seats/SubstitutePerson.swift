public import Foundation
public import Mailer
public import Postgres

/// Puts another person on a seat, which keeps its number and whom it is kept for.
public struct SubstitutePerson: Sendable {
    /// Who comes instead.
    public enum Newcomer: Sendable {
        /// Somebody who is interested in the event.
        case interest(UUID)
        case person(Particulars, EmailAddress)
    }

    public var change: RoomChange
    public var number: Int
    public var newcomer: Newcomer

    public init(_ change: RoomChange, number: Int, newcomer: Newcomer) {
        self.change = change
        self.number = number
        self.newcomer = newcomer
    }
}

extension Database {
    /// Both people are told; quotas hold for the one who comes.
    public func substitute(
        _ request: SubstitutePerson
    ) async throws(DatabaseError) -> Result<Void, SeatRefusal> {
        try await change(WriteSubstitution(request: request), done: "substituted")
    }
}

/// Ends one participation and begins another on the same seat.
struct WriteSubstitution: Statement {
    static let sql: StaticString = """
        SELECT substitute_seat(event.id, $2::integer, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12,
                               $13, $14, $15)
        FROM event WHERE event.code = $1
        """

    var request: SubstitutePerson

    func bind(to parameters: inout Parameters) {
        parameters.add(request.change.event.description)
        parameters.add(Int32(clamping: request.number))
        var interest: UUID?
        var particulars: Particulars?
        var address: EmailAddress?
        switch request.newcomer {
        case .interest(let id): interest = id
        case .person(let given, let email): (particulars, address) = (given, email)
        }
        parameters.add(interest)
        parameters.add(particulars?.givenName.description)
        parameters.add(particulars?.familyName.description)
        parameters.add(address?.description)
        parameters.add(address?.folded)
        parameters.add(particulars?.organisation?.description)
        parameters.add(particulars?.sector.description)
        parameters.add(particulars?.country.description)
        parameters.add(particulars?.language?.description)
        parameters.add(request.change.now)
        parameters.add(request.change.actor.description)
        parameters.add(request.change.reason)
        parameters.add(request.change.mailDomain)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> String { try row.text(0) }
}
