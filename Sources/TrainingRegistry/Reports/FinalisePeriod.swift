public import Foundation
public import Postgres

/// Makes the figures of a period final.
public struct FinalisePeriod: Sendable {
    public var period: ReportPeriod
    public var actor: RegistryActor
    public var now: Date

    public init(_ period: ReportPeriod, actor: RegistryActor, now: Date) {
        self.period = period
        self.actor = actor
        self.now = now
    }
}

/// Why a period is not made final.
public enum FinalRefusal: Error, Sendable, Equatable {
    case unknownPeriod
    /// It has no first or no last day.
    case endless
    case notOver
    case finalAlready
    /// Something is missing.
    case incomplete([ReportGap])
}

/// A period whose reports, unless another instant is asked for, are as of one instant for ever.
public struct FinalPeriod: Sendable, Equatable {
    public var id: UUID
    /// As it is written in a recipe.
    public var period: String
    public var first: CalendarDay
    public var last: CalendarDay
    public var asOf: RecordedInstant
    public var madeAt: Date
}

extension Database {
    /// From then on reports of exactly these days are as of the instant at which nothing was
    /// missing, and the standard reports of the period are kept.
    ///
    /// Asked for again it keeps what a broken connection left out, and is refused.
    public func finalise(
        _ request: FinalisePeriod
    ) async throws(DatabaseError) -> Result<FinalPeriod, FinalRefusal> {
        let recipe = Recipe(period: request.period)
        guard let scope = try await run(SettleReport(recipe: recipe)).first else {
            return .failure(.unknownPeriod)
        }
        guard let first = scope.first, let last = scope.last else { return .failure(.endless) }
        let outcome = try await run(
            WriteFinalPeriod(request: request, first: first, last: last)
        ).first
        let made = try await finalPeriods().first { $0.first == first && $0.last == last }
        if let made { try await keepStandard(of: made, request) }
        switch (outcome, made) {
        case ("final", let made?): return .success(made)
        case ("final-already", _): return .failure(.finalAlready)
        case ("not-over", _): return .failure(.notOver)
        // The days of the grant changed since they were read.
        case ("moved", _): return try await finalise(request)
        default:
            let gaps = try await run(ReadReportGaps(first: first, last: last, now: request.now))
            return .failure(.incomplete(gaps))
        }
    }

    /// The latest days first.
    public func finalPeriods() async throws(DatabaseError) -> [FinalPeriod] {
        try await run(ReadFinalPeriods())
    }

    private func keepStandard(
        of period: FinalPeriod, _ request: FinalisePeriod
    ) async throws(DatabaseError) {
        let written = (try? ReportPeriod(parsing: period.period)) ?? request.period
        for (title, recipe) in Recipe.standard(written, asOf: period.asOf) {
            guard case .success(let report) = try await report(recipe, now: request.now) else {
                continue
            }
            _ = try await run(
                WriteKeptReport(
                    title: title, report: report, period: period.id, actor: request.actor,
                    now: request.now))
        }
    }
}

extension Recipe {
    /// What is kept of every final period, for the secretariat: persons and participations by
    /// country and sector, by event, by programme and kind, and by grant.
    static func standard(
        _ period: ReportPeriod, asOf: RecordedInstant
    ) -> [(title: String, recipe: Recipe)] {
        let groups: [[Dimension]] = [
            [.country, .sector], [.event], [.programme, .kind], [.grant],
        ]
        return [(Unit.person, "Persons"), (.participation, "Participations")].flatMap {
            unit, word in
            groups.map { group in
                (
                    "\(word) by \(group.map(\.rawValue).joined(separator: " and "))",
                    Recipe(unit: unit, period: period, group: group, asOf: asOf)
                )
            }
        }
    }
}

/// Makes a period final under the clock of all facts, so that nothing is recorded meanwhile.
struct WriteFinalPeriod: Statement {
    static let sql: StaticString = """
        SELECT outcome FROM finalise_period($1, $2, $3, $4, $5)
        """

    var request: FinalisePeriod
    var first: CalendarDay
    var last: CalendarDay

    func bind(to parameters: inout Parameters) {
        parameters.add(request.period.description)
        parameters.add(first)
        parameters.add(last)
        parameters.add(request.actor.description)
        parameters.add(request.now)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> String { try row.text(0) }
}

/// Reads which periods are final.
struct ReadFinalPeriods: Statement {
    static let sql: StaticString = """
        SELECT id, period, first_day, last_day, as_of, made_at FROM final_period
        ORDER BY last_day DESC, first_day DESC
        """

    func bind(to parameters: inout Parameters) {}

    static func decode(_ row: RowReader) throws(DatabaseError) -> FinalPeriod {
        FinalPeriod(
            id: try row.uuid(0), period: try row.text(1), first: try row.day(2),
            last: try row.day(3), asOf: RecordedInstant(try row.instant(4)),
            madeAt: try row.instant(5))
    }
}
