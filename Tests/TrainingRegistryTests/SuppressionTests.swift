import Foundation
import Testing

@testable import TrainingRegistry

@Suite(.timeLimit(.minutes(2))) struct SuppressionTests {
    /// A table whose totals are the sums of its lines.
    static func adding(_ cells: [[Int]]) -> CountTable {
        let columns = cells[0].indices
        return CountTable(
            rows: cells.indices.map { "r\($0)" }, columns: columns.map { "c\($0)" },
            cells: cells, rowTotals: cells.map { $0.reduce(0, +) },
            columnTotals: columns.map { column in cells.map { $0[column] }.reduce(0, +) },
            total: cells.joined().reduce(0, +))
    }

    /// What is shown, row by row with the totals; nil where the publication is withheld.
    static func shown(
        _ table: CountTable, threshold: Int = 5, after previous: EarlierPublication? = nil
    ) -> [[Int?]]? {
        guard
            case .table(let published) = Suppression.apply(
                table, threshold: threshold, previous: previous)
        else { return nil }
        return published.extended
    }

    static func publication(_ table: CountTable, threshold: Int = 5) throws -> EarlierPublication {
        let published = Suppression.apply(table, threshold: threshold)
        guard case .table(let shown) = published else {
            throw Unpublished(published: published)
        }
        return EarlierPublication(counts: table, shown: shown)
    }

    struct Unpublished: Error {
        let published: Published
    }

    @Test(
        "What is small is hidden with as little as covers it",
        arguments: [
            // One small cell: the cheapest rectangle.
            (
                [[20, 3, 15], [12, 14, 18], [30, 9, 11]],
                [[20, nil, nil, 38], [12, 14, 18, 44], [30, nil, nil, 50], [62, 26, 44, 132]]
            ),
            // A zero covers nothing, and stays.
            (
                [[20, 3, 0], [12, 14, 18], [30, 9, 11]],
                [[nil, nil, 0, 23], [nil, nil, 18, 44], [30, 9, 11, 50], [62, 26, 29, 117]]
            ),
            // Two small ones in a row: each may have all of the other but 1.
            (
                [[2, 4, 60], [9, 9, 70], [80, 80, 80]],
                [
                    [nil, nil, 60, 66], [nil, nil, 70, 88], [80, 80, 80, 240],
                    [91, 93, 210, 394],
                ]
            ),
            // A small total: another total covers it, since the cells of its row are zeros.
            (
                [[3, 0], [6, 20], [9, 30]],
                [[nil, 0, nil], [nil, 20, nil], [9, 30, 39], [18, 50, 68]]
            ),
            ([[7, 8], [9, 10]], [[7, 8, 15], [9, 10, 19], [16, 18, 34]]),
            ([[0, 0], [0, 0]], [[0, 0, 0], [0, 0, 0], [0, 0, 0]]),
            // Nobody would believe that one of two gaps is 5 where the other must be 1 at least.
            ([[3, 2]], [[nil, nil, nil], [nil, nil, 5]]),
            ([[1, 2], [0, 1]], [[nil, nil, nil], [nil, nil, nil], [nil, nil, nil]]),
        ] as [([[Int]], [[Int?]])])
    func textbook(cells: [[Int]], expected: [[Int?]]) {
        #expect(Self.shown(Self.adding(cells)) == expected)
    }

    @Test("With a threshold of 1 everything is shown")
    func threshold() {
        let table = Self.adding([[1, 0], [2, 3]])

        #expect(Self.shown(table, threshold: 1) == [[1, 0, 1], [2, 3, 5], [3, 3, 6]])
    }

    @Test("By one key, the small one is hidden with the next")
    func oneKey() {
        let table = CountTable(columns: ["LV", "EE", "FI"], counts: [3, 9, 20], total: 32)

        #expect(Self.shown(table) == [[nil, nil, 20, 32], [nil, nil, 20, 32]])
    }

    @Test(
        "A number is shown again only when it changed by nothing or by enough",
        arguments: [
            (7, true), (8, false), (11, false), (12, true), (3, false), (2, false), (0, true),
        ])
    func oneNumber(later: Int, isShown: Bool) throws {
        let earlier = try Self.publication(CountTable(total: 7))

        #expect(Self.shown(CountTable(total: later), after: earlier) == (isShown ? [[later]] : nil))
    }

    @Test("What nobody saw because it was small is shown when it has grown enough")
    func grownTotal() throws {
        let earlier = try Self.publication(CountTable(total: 3))

        #expect(earlier.shown.extended == [[nil]])
        #expect(Self.shown(CountTable(total: 6), after: earlier) == nil)
        #expect(Self.shown(CountTable(total: 8), after: earlier) == [[8]])
    }

    @Test("One more person in a cell is not to be seen between two publications")
    func oneMore() throws {
        let earlier = try Self.publication(Self.adding([[7, 20], [30, 40]]))
        let later = Self.adding([[8, 30], [45, 60]])

        #expect(earlier.shown.isComplete)
        #expect(
            Self.shown(later, after: earlier) == [
                [nil, nil, 38], [nil, nil, 105], [53, 90, 143],
            ])
    }

    @Test("The same table again shows the same, and a new row hides what it must")
    func again() throws {
        let cells = [[20, 3, 15], [12, 14, 18], [30, 9, 11]]
        let earlier = try Self.publication(Self.adding(cells))

        #expect(Self.shown(Self.adding(cells), after: earlier) == earlier.shown.extended)
        #expect(
            Self.shown(Self.adding(cells + [[0, 0, 9]]), after: earlier)
                == earlier.shown.extended.dropLast() + [[0, 0, 9, 9], [62, 26, 53, 141]])
    }

    @Test("What is suppressed does not tell why, not even as JSON")
    func why() throws {
        let shown = try Self.publication(Self.adding([[3, 9], [20, 30]])).shown
        let text = String(decoding: try JSONEncoder().encode(shown.cells), as: UTF8.self)

        #expect(text == "[[null,null],[null,null]]")
    }

    @Test("A large table takes no time to speak of, and hides little beside what is small")
    func large() throws {
        var world = SuppressionWorld(rows: 40, columns: 20, persons: 20_000, threshold: 5)
        let table = world.table
        let small = table.extended.joined().count { 0 < $0 && $0 < 5 }

        let earlier = try Self.publication(table)
        world.goOn()

        #expect(earlier.shown.suppressed < 2 * small)
        #expect(Self.shown(world.table, after: earlier) != nil)
    }
}
