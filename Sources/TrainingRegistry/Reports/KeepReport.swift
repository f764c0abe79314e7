import EventLoop
public import Foundation
public import Postgres

/// Keeps a report byte by byte.
public struct KeepReport: Sendable {
    public var title: Title
    public var recipe: Recipe
    public var actor: RegistryActor
    public var now: Date

    public init(_ title: Title, _ recipe: Recipe, actor: RegistryActor, now: Date) {
        self.title = title
        self.recipe = recipe
        self.actor = actor
        self.now = now
    }
}

/// A report that is kept.
public struct KeptReport: Sendable, Equatable {
    public var id: UUID
    public var title: String
    /// Of the final period that it was kept with.
    public var period: String?
    /// The SHA-256 of its bytes, in hexadecimal digits.
    public var digest: String
    public var asOf: RecordedInstant
    /// Who kept it, as histories name them.
    public var keptBy: String
    public var keptAt: Date
}

extension Database {
    /// Counts a recipe and keeps what it gives.
    public func keep(
        _ request: KeepReport
    ) async throws(DatabaseError) -> Result<KeptReport, ReportRefusal> {
        switch try await report(request.recipe, now: request.now) {
        case .failure(let refusal): return .failure(refusal)
        case .success(let report):
            let id = try await run(
                WriteKeptReport(
                    title: request.title.description, report: report, period: nil,
                    actor: request.actor, now: request.now)
            ).first
            return .success(
                KeptReport(
                    id: id ?? UUID(), title: request.title.description, period: nil,
                    digest: report.digest, asOf: report.asOf, keptBy: request.actor.description,
                    keptAt: request.now))
        }
    }

    /// The latest first.
    public func keptReports() async throws(DatabaseError) -> [KeptReport] {
        try await run(ReadKeptReports())
    }

    /// The bytes of a kept report; nil when there is none.
    public func keptReport(_ id: UUID) async throws(DatabaseError) -> [UInt8]? {
        try await run(ReadKeptBody(id: id)).first
    }

    /// Counts every kept report again as of its instant, and gives those that are not the same.
    public func verifyKeptReports(now: Date) async throws(DatabaseError) -> [KeptReport] {
        var different: [KeptReport] = []
        for kept in try await keptReports() {
            guard let body = try await keptReport(kept.id),
                Digest.sha256(body).hexadecimal == kept.digest,
                let recipe = Recipe(canonical: body), recipe.asOf == kept.asOf,
                case .success(let again) = try await report(recipe, now: now),
                again.canonical == body
            else {
                different.append(kept)
                continue
            }
        }
        return different
    }
}

/// Keeps a report; of a final period one of each title, and none when it is there already.
struct WriteKeptReport: Statement {
    static let sql: StaticString = """
        WITH kept AS (
            INSERT INTO kept_report (title, final_period_id, body, digest, as_of, kept_by, kept_at)
            VALUES ($1, $2, $3, sha256($3), $4, $5, $6)
            ON CONFLICT (final_period_id, title) DO NOTHING
            RETURNING id
        ), noted AS (
            INSERT INTO audit (subject, subject_id, action, actor, occurred_at)
            SELECT 'kept_report', id, 'keep', $5, $6 FROM kept
        )
        SELECT id FROM kept
        """

    var title: String
    var report: Report
    var period: UUID?
    var actor: RegistryActor
    var now: Date

    func bind(to parameters: inout Parameters) {
        parameters.add(title)
        parameters.add(period)
        parameters.add(report.canonical)
        parameters.add(report.asOf.date)
        parameters.add(actor.description)
        parameters.add(now)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> UUID { try row.uuid(0) }
}

/// Reads what is kept, without the bytes.
struct ReadKeptReports: Statement {
    static let sql: StaticString = """
        SELECT k.id, k.title, p.period, k.digest, k.as_of, k.kept_by, k.kept_at
        FROM kept_report k LEFT JOIN final_period p ON p.id = k.final_period_id
        ORDER BY k.kept_at DESC, k.title, k.id
        """

    func bind(to parameters: inout Parameters) {}

    static func decode(_ row: RowReader) throws(DatabaseError) -> KeptReport {
        KeptReport(
            id: try row.uuid(0), title: try row.text(1), period: try row.textIfAny(2),
            digest: try row.bytes(3).hexadecimal, asOf: RecordedInstant(try row.instant(4)),
            keptBy: try row.text(5), keptAt: try row.instant(6))
    }
}

/// Reads the bytes of a kept report.
struct ReadKeptBody: Statement {
    static let sql: StaticString = "SELECT body FROM kept_report WHERE id = $1"

    var id: UUID

    func bind(to parameters: inout Parameters) { parameters.add(id) }

    static func decode(_ row: RowReader) throws(DatabaseError) -> [UInt8] { try row.bytes(0) }
}
