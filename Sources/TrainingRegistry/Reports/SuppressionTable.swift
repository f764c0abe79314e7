/// Counts by row and column, with the totals that are printed beside them.
///
/// Totals are given apart: distinct persons don't add up, so a total may be less than the sum of
/// its line. The difference is printed with the report, so everybody is taken to know it.
/// Shapes: `cells` has one array for each row, with one count (≥ 0) for each column.
public struct CountTable: Sendable, Hashable, Codable {
    public let rows: [String]
    public let columns: [String]
    public let cells: [[Int]]
    public let rowTotals: [Int]
    public let columnTotals: [Int]
    public let total: Int

    public init(
        rows: [String], columns: [String], cells: [[Int]], rowTotals: [Int], columnTotals: [Int],
        total: Int
    ) {
        precondition(
            cells.count == rows.count && rowTotals.count == rows.count
                && columnTotals.count == columns.count
                && cells.allSatisfy { $0.count == columns.count },
            "A table has one row total a row, one column total and one cell a column.")
        self.rows = rows
        self.columns = columns
        self.cells = cells
        self.rowTotals = rowTotals
        self.columnTotals = columnTotals
        self.total = total
    }

    /// A table by one key: a single row without a name, whose total is the grand total.
    public init(columns: [String], counts: [Int], total: Int) {
        self.init(
            rows: [""], columns: columns, cells: [counts], rowTotals: [total],
            columnTotals: counts, total: total)
    }

    /// A table without a key: one number.
    public init(total: Int) {
        self.init(rows: [], columns: [], cells: [], rowTotals: [], columnTotals: [], total: total)
    }

    /// Whether it is a table by one key.
    var hasOneRow: Bool { rows == [""] }

    /// The cells and totals row by row, each row followed by its total, the column totals last.
    var extended: [[Int]] {
        zip(cells, rowTotals).map { $0 + [$1] } + [columnTotals + [total]]
    }
}

/// The same table as it may be shown: `nil` is suppressed.
///
/// Nothing tells whether an entry is suppressed because it is small or to protect another one:
/// that alone would tell an attacker that it is small.
public struct PublishedTable: Sendable, Hashable, Codable {
    public let rows: [String]
    public let columns: [String]
    public let cells: [[Int?]]
    public let rowTotals: [Int?]
    public let columnTotals: [Int?]
    public let total: Int?

    init(_ table: CountTable, isHidden: (_ row: Int, _ column: Int) -> Bool) {
        let (lastRow, lastColumn) = (table.rows.count, table.columns.count)
        let shown = table.extended.enumerated().map { row, counts in
            counts.enumerated().map { isHidden(row, $0) ? nil : $1 }
        }
        rows = table.rows
        columns = table.columns
        cells = shown.dropLast().map { Array($0.dropLast()) }
        rowTotals = shown.dropLast().map { $0[lastColumn] }
        columnTotals = Array(shown[lastRow].dropLast())
        total = shown[lastRow][lastColumn]
    }

    /// Whether nothing had to be suppressed.
    public var isComplete: Bool { suppressed == 0 }

    /// How many entries are suppressed, totals among them.
    public var suppressed: Int {
        extended.joined().count { $0 == nil }
    }

    /// Whether the grand total is all that is shown, if that: then zeros are hidden too.
    public var hasTotalOnly: Bool {
        (cells.joined() + rowTotals + columnTotals).allSatisfy { $0 == nil }
    }

    /// The entries in the order of `CountTable.extended`.
    var extended: [[Int?]] {
        zip(cells, rowTotals).map { $0 + [$1] } + [columnTotals + [total]]
    }
}

/// A publication: the counts as they were, and what of them was shown.
public struct EarlierPublication: Sendable, Hashable, Codable {
    public let counts: CountTable
    public let shown: PublishedTable

    public init(counts: CountTable, shown: PublishedTable) {
        self.counts = counts
        self.shown = shown
    }
}

/// What comes of suppressing a table.
public enum Published: Sendable, Hashable {
    case table(PublishedTable)
    /// Too little changed since the earlier publication: that one stays the one that is shown.
    case withheld
}
