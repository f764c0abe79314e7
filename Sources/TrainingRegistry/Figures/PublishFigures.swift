public import Foundation
public import Postgres

/// Publishes what the registry counted since the claim about the whole work ends.
public struct PublishFigures: Sendable {
    /// Whether it is only told what would be published.
    public var isPreview: Bool
    public var actor: RegistryActor
    public var now: Date

    public init(isPreview: Bool = false, actor: RegistryActor, now: Date) {
        self.isPreview = isPreview
        self.actor = actor
        self.now = now
    }
}

/// What came of publishing.
public struct PublishedFigures: Sendable, Equatable {
    public var publications: [FigurePublication]
    /// Subjects of which too little changed: what was published of them before stays.
    public var withheld: [FigurePublication.Subject]
}

/// Why nothing can be published.
public enum PublishRefusal: Error, Sendable, Equatable {
    /// The claim about the whole work may hold everything until today.
    case nothingSinceClaim
    /// Somebody else published in the meantime.
    case overtaken
}

extension Database {
    /// Counts persons who came to our own events by year, country, sector, programme and phase, and
    /// children, all as of one instant, and publishes what may be shown.
    ///
    /// All tables of persons have the same total, so they are published together or not at all.
    public func publish(
        _ request: PublishFigures
    ) async throws(DatabaseError) -> Result<PublishedFigures, PublishRefusal> {
        let claims = Headline.claims(about: .work, among: try await baselineFigures())
        guard let period = Headline.period(after: claims, until: try CalendarDay(of: request.now))
        else { return .failure(.nothingSinceClaim) }
        let earlier = try await run(ReadFiguresBefore())
        var drafts: [FigureDraft] = []
        var asOf: RecordedInstant?
        for subject in FigurePublication.Subject.allCases {
            let recipe = Recipe(period: period, group: subject.dimensions, asOf: asOf)
            // The clock of the facts may be ahead of ours.
            let now = asOf.map { max($0.date, request.now) } ?? request.now
            guard case .success(let report) = try await self.report(recipe, now: now)
            else { throw .failed(sqlState: "XX000", message: "days that nobody can count") }
            asOf = report.asOf
            drafts.append(
                FigureDraft(subject, report, earlier: earlier.filter { $0.subject == subject }))
        }
        drafts = FigureDraft.together(FigureDraft.nested(drafts))
        let result = PublishedFigures(drafts, at: request.now)
        guard !request.isPreview, !result.publications.isEmpty else { return .success(result) }
        do {
            let shown = result.publications
            let counts = shown.compactMap { one in drafts.first { $0.subject == one.subject } }
            _ = try await run(
                WriteFigures(request: request, publications: shown, drafts: counts))
            return .success(result)
        } catch .constraintViolated(name: "figure_publication_one_after_another") {
            return .failure(.overtaken)
        }
    }
}

/// A table that may be published, with what it counts.
struct FigureDraft: Sendable {
    var subject: FigurePublication.Subject
    var report: Report
    var counts: CountTable
    /// What comes of it beside everything that was published of the subject before.
    var outcome: Published
    var number: Int

    init(_ subject: FigurePublication.Subject, _ report: Report, earlier: [FiguresBefore]) {
        self.subject = subject
        // Published for everybody, though it is counted without anything hidden.
        self.report = report
        self.report.recipe.audience = .public
        number = earlier.count + 1
        if subject == .children {
            let heads = report.heads.map { $0.people ?? 0 }
            counts = CountTable(
                columns: report.heads.map(\.ageBand), counts: heads, total: heads.reduce(0, +))
        } else {
            counts = CountTable(report.figures, dimensions: subject.dimensions.count)
        }
        let (before, hasOneRow) = (earlier.map(\.publication), counts.hasOneRow)
        let alike = before.filter { $0.counts.hasOneRow == hasOneRow }
        outcome = Suppression.apply(
            counts, threshold: Recipe.Audience.public.threshold, afterAll: alike)
        // Readers may have phases that were published without a row for each programme, and nobody
        // looked at both: beside them only the total is safe.
        guard alike.count < before.count else { return }
        let (rows, columns) = (counts.rows.count, counts.columns.count)
        hide { $0 < rows || $1 < columns }
    }

    /// A programme has one figure, whether it stands beside its phases or beside other programmes:
    /// where one of the two tables hides it, both do.
    static func nested(_ drafts: [FigureDraft]) -> [FigureDraft] {
        guard let programme = drafts.firstIndex(where: { $0.subject == .programme }),
            let phase = drafts.firstIndex(where: { $0.subject == .phase }),
            case .table(let programmes) = drafts[programme].outcome,
            case .table(let phases) = drafts[phase].outcome
        else { return drafts }
        let hidden = Set(
            (Array(zip(programmes.columns, programmes.columnTotals))
                + zip(phases.rows, phases.rowTotals)).filter { $1 == nil }.map { $0.0 })
        var drafts = drafts
        drafts[programme].hide { _, column in
            programmes.columns.indices.contains(column)
                && hidden.contains(programmes.columns[column])
        }
        drafts[phase].hide { row, column in
            phases.rows.indices.contains(row) && column == phases.columns.count
                && hidden.contains(phases.rows[row])
        }
        return drafts
    }

    /// Hides more: that takes nothing from what hides the rest.
    private mutating func hide(_ isHidden: (_ row: Int, _ column: Int) -> Bool) {
        guard case .table(let table) = outcome else { return }
        let shown = table.extended
        outcome = .table(
            PublishedTable(counts) { shown[$0][$1] == nil || isHidden($0, $1) })
    }

    /// The tables of persons have one total: where it is hidden or withheld in one, it is in all.
    static func together(_ drafts: [FigureDraft]) -> [FigureDraft] {
        let persons = drafts.filter { $0.subject != .children }
        let isWithheld = persons.contains { $0.outcome == .withheld }
        let hidesTotal = persons.contains { draft in
            if case .table(let table) = draft.outcome { table.total == nil } else { false }
        }
        return drafts.map { draft in
            guard draft.subject != .children else { return draft }
            var draft = draft
            if isWithheld {
                draft.outcome = .withheld
            } else if hidesTotal {
                draft.outcome = .table(PublishedTable(draft.counts) { _, _ in true })
            }
            return draft
        }
    }

    var words: [String] {
        let words = report.words
        guard subject == .children else { return words }
        // Without the two sentences about persons.
        return [
            "Counts people without names, by age: of each event the most there were in one "
                + "session, so at least so many."
        ] + words.dropFirst(2)
    }
}

extension PublishedFigures {
    fileprivate init(_ drafts: [FigureDraft], at now: Date) {
        publications = drafts.compactMap { draft in
            guard case .table(let table) = draft.outcome else { return nil }
            return FigurePublication(
                subject: draft.subject, table: table,
                recipe: draft.subject == .children ? nil : draft.report.recipeDocument,
                words: draft.words, asOf: draft.report.asOf, first: draft.report.first,
                last: draft.report.last, publishedAt: now)
        }
        withheld = drafts.filter { $0.outcome == .withheld }.map(\.subject)
    }
}

/// What was published before, with what it counted.
struct FiguresBefore: Sendable {
    var subject: FigurePublication.Subject
    var publication: EarlierPublication
}

/// Reads every earlier publication, the oldest of a subject first.
struct ReadFiguresBefore: Statement {
    static let sql: StaticString = "SELECT subject, counts::text, shown::text FROM figures_before()"

    func bind(to parameters: inout Parameters) {}

    static func decode(_ row: RowReader) throws(DatabaseError) -> FiguresBefore {
        FiguresBefore(
            subject: try row.word(0, of: FigurePublication.Subject.self),
            publication: EarlierPublication(
                counts: try row.decoded(1, as: CountTable.self),
                shown: try row.decoded(2, as: PublishedTable.self)))
    }
}

/// Keeps publications beside what they counted.
struct WriteFigures: Statement {
    static let sql: StaticString = """
        WITH written AS (
            INSERT INTO figure_publication (subject, number, recipe, words, counts, shown, as_of,
                first_day, last_day, published_by, published_at)
            SELECT given.subject, given.number, given.recipe::jsonb,
                   string_to_array(given.words, E'\\n'), given.counts::jsonb, given.shown::jsonb,
                   $7, $8, $9, $10, $11
            FROM unnest($1::text[], $2::integer[], $3::text[], $4::text[], $5::text[], $6::text[])
                AS given (subject, number, recipe, words, counts, shown)
            RETURNING id
        ), noted AS (
            INSERT INTO audit (subject, subject_id, action, actor, occurred_at)
            SELECT 'figure_publication', id, 'publish', $10, $11 FROM written
        )
        SELECT count(*) FROM written
        """

    var request: PublishFigures
    var publications: [FigurePublication]
    /// Of the publications, in their order.
    var drafts: [FigureDraft]

    func bind(to parameters: inout Parameters) {
        parameters.add(publications.map(\.subject.rawValue))
        parameters.add(drafts.map { Int32($0.number) })
        parameters.add(publications.map(\.recipe))
        parameters.add(publications.map { $0.words.joined(separator: "\n") })
        parameters.add(drafts.map { Self.json($0.counts) })
        parameters.add(publications.map { Self.json($0.table) })
        parameters.add(publications.first?.asOf.date)
        parameters.add(publications.first?.first)
        parameters.add(publications.first?.last)
        parameters.add(request.actor.description)
        parameters.add(request.now)
    }

    /// Texts, numbers and lists of them: nothing that JSON does not have.
    private static func json(_ table: some Encodable) -> String {
        (try? JSONEncoder().encode(table)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> Int { try row.integer(0) }
}
