public import Foundation
public import Postgres

/// Marks how people attended sessions of one event; each mark says which version it saw.
public struct MarkAttendance: Sendable {
    /// 500 people in 8 sessions.
    public static let marksMax = 4_000

    public var event: Code
    public var marks: [NewMark]
    /// Why, needed where a sheet is closed.
    public var reason: String?
    public var actor: RegistryActor
    /// When it was so, which may be before it is recorded.
    public var now: Date

    public init(
        _ marks: [NewMark], in event: Code, reason: String?, actor: RegistryActor, now: Date
    ) {
        self.event = event
        self.marks = marks
        self.reason = reason
        self.actor = actor
        self.now = now
    }
}

/// A mark that somebody wants to make.
public struct NewMark: Sendable, Equatable {
    public var session: UUID
    public var participation: UUID
    /// Nil takes a mark back.
    public var status: AttendanceStatus?
    /// When somebody came who came late.
    public var arrivedAt: Date?
    /// The version that was seen; 0 where there was none.
    public var seen: Int64

    public init(
        _ status: AttendanceStatus?, of participation: UUID, in session: UUID,
        arrivedAt: Date? = nil, seen: Int64
    ) {
        self.session = session
        self.participation = participation
        self.status = status
        self.arrivedAt = arrivedAt
        self.seen = seen
    }
}

/// What became of one mark, and what holds now.
public struct MarkReport: Sendable, Equatable {
    /// The outcomes; every one but the first two leaves what was there.
    public enum Outcome: String, Sendable, Equatable, CaseIterable {
        case marked
        /// It was so already.
        case unchanged
        /// Somebody else marked since it was seen.
        case changedMeanwhile = "changed-meanwhile"
        /// The sheet is closed: a correction needs a reason.
        case needsReason = "needs-reason"
        /// The same session and person came before in the same request.
        case repeated
        case unknownSession = "unknown-session"
        case unknownParticipation = "unknown-participation"
    }

    public var mark: NewMark
    public var outcome: Outcome
    public var status: AttendanceStatus?
    public var arrivedAt: Date?
    public var version: Int64
    public var actor: String?
    public var recordedAt: Date?

    public var isDone: Bool { outcome == .marked || outcome == .unchanged }
}

extension Database {
    /// One report for each mark, in their order; nil without such an event.
    public func mark(
        _ request: MarkAttendance
    ) async throws(DatabaseError) -> [MarkReport]? {
        guard let event = try await run(FindEvent(code: request.event)).first else { return nil }
        guard !request.marks.isEmpty else { return [] }
        let rows = try await run(WriteMarks(request: request, event: event))
        return zip(request.marks, rows).map { mark, row in
            var report = row
            report.mark = mark
            return report
        }
    }
}

/// Marks them all under one lock and one instant.
struct WriteMarks: Statement {
    static let sql: StaticString = """
        SELECT outcome, version, status, arrived_at, actor, recorded_at
        FROM mark_attendance($1, $2, $3, $4, $5, $6, $7, $8, $9)
        """

    var request: MarkAttendance
    var event: UUID

    func bind(to parameters: inout Parameters) {
        parameters.add(event)
        parameters.add(request.marks.map(\.session))
        parameters.add(request.marks.map(\.participation))
        parameters.add(request.marks.map { $0.status?.rawValue })
        parameters.add(request.marks.map(\.arrivedAt))
        parameters.add(request.marks.map(\.seen))
        parameters.add(request.now)
        parameters.add(request.actor.description)
        parameters.add(request.reason)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> MarkReport {
        guard let outcome = MarkReport.Outcome(rawValue: try row.text(0)) else {
            throw .failed(sqlState: "XX000", message: "an outcome that nobody knows")
        }
        return MarkReport(
            mark: NewMark(nil, of: UUID(), in: UUID(), seen: 0), outcome: outcome,
            status: try row.textIfAny(2).flatMap(AttendanceStatus.init(rawValue:)),
            arrivedAt: try row.instantIfAny(3), version: try row.bigint(1),
            actor: try row.textIfAny(4), recordedAt: try row.instantIfAny(5))
    }
}
