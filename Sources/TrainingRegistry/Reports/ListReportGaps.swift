public import Foundation
public import Postgres

/// Something that a period lacks before its figures can be final.
public struct ReportGap: Sendable, Equatable {
    public var event: String
    public var title: String
    public var kind: Kind
    /// Of an open sheet.
    public var session: String?
    public var sessionID: UUID?
    /// How many count in a sector that was not in use.
    public var people: Int?
    /// Names of the coordinators of the event, else of its programme, else of everything.
    public var inCharge: [String]

    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// The event is still to come or going on.
        case notOver = "not-over"
        /// Nobody said that the event was held.
        case notHeld = "not-held"
        /// People count in an event without a session.
        case noSession = "no-session"
        case openSheet = "open-sheet"
        case sectorNotInUse = "sector-not-in-use"
        /// What a newer schema tells.
        case other
    }
}

extension Database {
    /// The work list of a period: everything that has to be mended before it can be final.
    public func gaps(
        of period: ReportPeriod, now: Date
    ) async throws(DatabaseError) -> Result<[ReportGap], ReportRefusal> {
        guard let scope = try await run(SettleReport(recipe: Recipe(period: period))).first else {
            return .failure(.unknownPeriod)
        }
        return .success(
            try await run(ReadReportGaps(first: scope.first, last: scope.last, now: now)))
    }
}

/// Reads what is missing in events that begin in some days.
struct ReadReportGaps: Statement {
    static let sql: StaticString = """
        SELECT event, title, gap, session, session_id, people, in_charge
        FROM report_gaps($1, $2, $3)
        """

    var first: CalendarDay?
    var last: CalendarDay?
    var now: Date

    func bind(to parameters: inout Parameters) {
        parameters.add(first)
        parameters.add(last)
        parameters.add(now)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> ReportGap {
        ReportGap(
            event: try row.text(0), title: try row.text(1),
            kind: ReportGap.Kind(rawValue: try row.text(2)) ?? .other,
            session: try row.textIfAny(3), sessionID: try row.uuidIfAny(4),
            people: try row.integerIfAny(5), inCharge: try row.texts(6))
    }
}
