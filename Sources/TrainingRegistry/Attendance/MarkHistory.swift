public import Foundation
public import Postgres

/// One mark that holds or held, with who made it and why.
public struct PastMark: Sendable, Equatable {
    public let status: AttendanceStatus?
    public let arrivedAt: Date?
    public let actor: String
    public let reason: String?
    public let occurredAt: Date
    public let recordedAt: Date
}

extension Database {
    /// Every mark of somebody in a session, the latest first.
    public func history(
        of participation: UUID, in session: UUID
    ) async throws(DatabaseError) -> [PastMark] {
        try await run(ReadMarkHistory(participation: participation, session: session))
    }
}

/// Reads all marks that were made, superseded or not.
struct ReadMarkHistory: Statement {
    static let sql: StaticString = """
        SELECT status, arrived_at, actor, reason, occurred_at, recorded_at
        FROM attendance WHERE participation_id = $1 AND session_id = $2
        ORDER BY recorded_at DESC
        """

    var participation: UUID
    var session: UUID

    func bind(to parameters: inout Parameters) {
        parameters.add(participation)
        parameters.add(session)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> PastMark {
        PastMark(
            status: try row.textIfAny(0).flatMap(AttendanceStatus.init(rawValue:)),
            arrivedAt: try row.instantIfAny(1), actor: try row.text(2),
            reason: try row.textIfAny(3), occurredAt: try row.instant(4),
            recordedAt: try row.instant(5))
    }
}
