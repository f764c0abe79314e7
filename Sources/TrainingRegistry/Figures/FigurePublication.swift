public import Foundation
public import Postgres

/// What was published of one thing that persons are counted by, as everybody may read it.
public struct FigurePublication: Sendable, Equatable {
    /// What a table is divided by.
    public enum Subject: String, Sendable, Hashable, CaseIterable {
        case year, country, sector, programme, phase
        /// People without names, by band of ages.
        case children

        /// How persons are divided; not at all where heads are counted.
        ///
        /// Each phase is of one programme, whose figure is the total of its phases: so they are
        /// counted, and hidden, under it.
        var dimensions: [Recipe.Dimension] {
            switch self {
            case .year: [.year]
            case .country: [.country]
            case .sector: [.sector]
            case .programme: [.programme]
            case .phase: [.programme, .phase]
            case .children: []
            }
        }
    }

    public var subject: Subject
    /// By column; of one row, or of one for each programme where phases are counted.
    public var table: PublishedTable
    /// The members of the recipe as JSON; nil where heads are counted.
    public var recipe: String?
    /// The recipe in sentences.
    public var words: [String]
    public var asOf: RecordedInstant
    /// First and last day of the period; nil where it is open.
    public var first: CalendarDay?
    public var last: CalendarDay?
    public var publishedAt: Date

    public init(
        subject: Subject, table: PublishedTable, recipe: String?, words: [String],
        asOf: RecordedInstant, first: CalendarDay?, last: CalendarDay?, publishedAt: Date
    ) {
        self.subject = subject
        self.table = table
        self.recipe = recipe
        self.words = words
        self.asOf = asOf
        self.first = first
        self.last = last
        self.publishedAt = publishedAt
    }

    /// One line of the table: the key of a dimension, and nil where the count is hidden.
    public struct Line: Sendable, Equatable {
        public var key: String
        public var value: Int?
    }

    /// None where nothing but the total is safe: a line tells that somebody is in it.
    public var lines: [Line] {
        guard !hidesLines else { return [] }
        return zip(table.columns, table.columnTotals).map { Line(key: $0, value: $1) }
    }

    /// Whether there are lines, and nothing is told of them.
    public var hidesLines: Bool { table.hasTotalOnly && !table.columns.isEmpty }

    /// A count by its key: 0 where nobody is counted, nil where it is hidden.
    public subscript(_ key: String) -> Int? {
        guard !hidesLines else { return nil }
        guard let line = lines.first(where: { $0.key == key }) else { return 0 }
        return line.value
    }
}

/// Reads what is published of each subject now; never what is hidden.
struct ListFigurePublications: Statement {
    static let sql: StaticString = """
        SELECT subject, shown::text, recipe::text, words, as_of, first_day, last_day, published_at
        FROM figure_shown
        ORDER BY array_position('{year,country,sector,programme,phase,children}', subject)
        """

    func bind(to parameters: inout Parameters) {}

    static func decode(_ row: RowReader) throws(DatabaseError) -> FigurePublication {
        FigurePublication(
            subject: try row.word(0, of: FigurePublication.Subject.self),
            table: try row.decoded(1, as: PublishedTable.self), recipe: try row.textIfAny(2),
            words: try row.texts(3), asOf: RecordedInstant(try row.instant(4)),
            first: try row.dayIfAny(5), last: try row.dayIfAny(6),
            publishedAt: try row.instant(7))
    }
}

extension RowReader {
    /// A value that was kept as JSON.
    func decoded<Value: Decodable>(
        _ column: Int, as type: Value.Type
    ) throws(DatabaseError) -> Value {
        let text = try self.text(column)
        do {
            return try JSONDecoder().decode(type, from: Data(text.utf8))
        } catch {
            throw .failed(sqlState: "22032", message: "column \(column) holds no \(type)")
        }
    }
}
