/// Hides small counts, and so much beside them that nobody can work them out.
///
/// See docs/suppression.md. Sources: Hundepool et al., *Statistical Disclosure Control* (2012),
/// ch. 4; the OECD's Glossary of Statistical Terms 7010 (complementary suppression); Cox 1995.
public enum Suppression {
    /// Decides what of a table may be shown.
    ///
    /// With a threshold k, of every publication:
    /// - No count of 1…k-1 is shown, because it may single out a person. A zero is shown, because
    ///   it is about nobody; so it covers nothing, and whoever sees a gap knows it is at least 1.
    /// - For every hidden count of 1…k-1 there is a table that agrees with all that is shown and
    ///   known, where it is k or more; so nobody can tell that it is small.
    /// - With an earlier publication: no change of 1…k-1 (up or down) is shown, because it is a
    ///   count of persons too. For every count of 1…k-1 hidden in either, and every such change,
    ///   there is a *pair* of tables that agrees with both publications, where it is k or more.
    ///   The pair keeps every count from falling that did not, so whoever knows that counts
    ///   never fall learns nothing by it either.
    ///
    /// The proof is by construction: each such table is made, and what it changes is hidden.
    /// Hiding more later takes nothing away from a table made before.
    ///
    /// Where that can't be done while the rest is shown, only the grand total is. Where that
    /// can't be shown, a first publication hides everything, and a later one is withheld.
    /// The order is fixed (totals, then cells, small ones first), so that the same counts
    /// always give the same answer.
    public static func apply(
        _ table: CountTable, threshold: Int, previous: EarlierPublication? = nil
    ) -> Published {
        let pair = SuppressionPair(table, previous)
        for showsTotalOnly in [false, true] {
            var search = SuppressionSearch(
                pair, threshold: threshold, showsTotalOnly: showsTotalOnly)
            if search.protectEverything() {
                return .table(
                    PublishedTable(table) { row, column in
                        search.hidden[pair.entry(row, column, of: table)]
                    })
            }
        }
        return previous == nil ? .table(PublishedTable(table) { _, _ in true }) : .withheld
    }
}

extension Suppression {
    /// Decides what may be shown of what persons have, such as days or seats: just as much as of
    /// the persons, whose table has the same keys.
    ///
    /// Each of them has one at least. So wherever a person may be imagined or left away, one day
    /// may be too, and the tables that are made of persons are tables of days: where x persons
    /// have y of them and may be k, the days may be y + k - x: no fewer than k, and never y.
    public static func apply(
        _ table: CountTable, of people: CountTable, threshold: Int
    ) -> Published {
        guard case .table(let shown) = apply(people, threshold: threshold) else {
            return .withheld
        }
        let seen = shown.extended
        return .table(PublishedTable(table) { row, column in seen[row][column] == nil })
    }

    /// Decides what of a table may be shown beside every publication before it.
    ///
    /// It is compared with each of them, because readers keep old ones: what any comparison hides
    /// is hidden, and it is withheld where one withholds it. Hiding more takes nothing away from
    /// a table that was made, so what holds of each pair still holds.
    public static func apply(
        _ table: CountTable, threshold: Int, afterAll earlier: [EarlierPublication]
    ) -> Published {
        guard !earlier.isEmpty else { return apply(table, threshold: threshold) }
        var tables: [[[Int?]]] = []
        for previous in earlier {
            guard case .table(let shown) = apply(table, threshold: threshold, previous: previous)
            else { return .withheld }
            tables.append(shown.extended)
        }
        return .table(
            PublishedTable(table) { row, column in tables.contains { $0[row][column] == nil } })
    }
}

/// Two tables laid over each other by their keys; where one lacks a key, it has zeros.
struct SuppressionPair: Sendable {
    /// Both with the totals, which are last.
    let rows: Int
    let columns: Int
    /// Row by row.
    private(set) var now: [Int]
    private(set) var before: [Int]?
    private(set) var hiddenBefore: [Bool]
    let showedTotalOnly: Bool

    init(_ table: CountTable, _ previous: EarlierPublication?) {
        let allRows = Self.union(table.rows, previous?.counts.rows ?? [])
        let allColumns = Self.union(table.columns, previous?.counts.columns ?? [])
        rows = allRows.count + 1
        columns = allColumns.count + 1
        now = [Int](repeating: 0, count: rows * columns)
        hiddenBefore = [Bool](repeating: false, count: rows * columns)
        showedTotalOnly = previous?.shown.hasTotalOnly ?? false
        for (row, counts) in table.extended.enumerated() {
            for (column, count) in counts.enumerated() {
                now[entry(row, column, of: table)] = count
            }
        }
        guard let previous else { return }
        let rowPlaces = previous.counts.rows.compactMap(allRows.firstIndex) + [rows - 1]
        let columnPlaces =
            previous.counts.columns.compactMap(allColumns.firstIndex) + [columns - 1]
        var counts = [Int](repeating: 0, count: rows * columns)
        for (row, line) in zip(previous.counts.extended, previous.shown.extended).enumerated() {
            for (column, (count, shown)) in zip(line.0, line.1).enumerated() {
                counts[rowPlaces[row] * columns + columnPlaces[column]] = count
                hiddenBefore[rowPlaces[row] * columns + columnPlaces[column]] = shown == nil
            }
        }
        before = counts
    }

    /// Where an entry of the newer table lies.
    func entry(_ row: Int, _ column: Int, of table: CountTable) -> Int {
        (row == table.rows.count ? rows - 1 : row) * columns
            + (column == table.columns.count ? columns - 1 : column)
    }

    private static func union(_ keys: [String], _ more: [String]) -> [String] {
        keys + more.filter { !keys.contains($0) }
    }
}
