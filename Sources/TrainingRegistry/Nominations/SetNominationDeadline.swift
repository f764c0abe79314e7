public import Foundation
public import Postgres

/// Sets another deadline for the nominations of an event; the links stay the same.
public struct SetNominationDeadline: Sendable {
    public var change: RoomChange
    public var deadline: Date

    public init(_ change: RoomChange, deadline: Date) {
        self.change = change
        self.deadline = deadline
    }
}

extension Database {
    /// Refused when nobody was asked, or the deadline is over or after the event begins.
    public func setDeadline(
        _ request: SetNominationDeadline
    ) async throws(DatabaseError) -> Result<Void, NominationRefusal> {
        try await nominationWord(WriteNominationDeadline(request: request)).map { _ in }
    }
}

/// Moves the deadline under the lock of the room.
struct WriteNominationDeadline: Statement {
    static let sql: StaticString = "SELECT set_nomination_deadline($1, $2, $3, $4, $5)"

    var request: SetNominationDeadline

    func bind(to parameters: inout Parameters) {
        parameters.add(request.change.event.description)
        parameters.add(request.deadline)
        parameters.add(request.change.now)
        parameters.add(request.change.actor.description)
        parameters.add(request.change.reason)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> String { try row.text(0) }
}
