import TestSupport

@testable import TrainingRegistry

/// Invented persons with one or two places each in a table of rows and columns, on some days.
struct SuppressionWorld {
    private struct Place: Hashable {
        let row: Int
        let column: Int
    }

    let threshold: Int
    private let width: Int
    private var height: Int
    /// Where they were, and on which days.
    private var persons: [[Place: Set<Int>]] = []
    private let twice: Int
    private let loses: Bool
    private var generator: SeededGenerator
    private var calendar = SeededGenerator(state: 1)

    init(seed: UInt64) {
        var generator = SeededGenerator(state: seed)
        threshold = [3, 5, 5, 10].randomElement(using: &generator) ?? 5
        width = Int.random(in: 1...6, using: &generator)
        height = Int.random(in: 1...6, using: &generator)
        twice = [0, 0, 10, 50].randomElement(using: &generator) ?? 0
        loses = Int.random(in: 0..<4, using: &generator) == 0
        self.generator = generator
        join(Int.random(in: 0...(height * width * 9), using: &self.generator))
    }

    init(rows: Int, columns: Int, persons: Int, threshold: Int) {
        self.threshold = threshold
        (height, width, twice, loses) = (rows, columns, 10, false)
        generator = SeededGenerator(state: 1)
        join(persons)
    }

    /// Some come; in some worlds some are taken out or put elsewhere; a row may appear.
    mutating func goOn() {
        if Int.random(in: 0..<5, using: &generator) == 0 { height += 1 }
        if loses {
            persons.shuffle(using: &generator)
            persons.removeLast(min(persons.count, Int.random(in: 0...3, using: &generator)))
        }
        join(
            [0, 1, threshold, threshold + 2, 3 * threshold, 9 * threshold]
                .randomElement(using: &generator) ?? 0)
    }

    /// Distinct persons, as a report counts them.
    var table: CountTable { count { _ in [0] } }

    /// The days that they have, each person's once.
    var days: CountTable { count { $0 } }

    /// What persons have of the days of each of their places.
    private func count(_ having: (Set<Int>) -> Set<Int>) -> CountTable {
        var cells = [[Int]](repeating: [Int](repeating: 0, count: width), count: height)
        var (rowTotals, columnTotals) = (cells.map { _ in 0 }, [Int](repeating: 0, count: width))
        var total = 0
        for places in persons {
            var (rows, columns): ([Int: Set<Int>], [Int: Set<Int>]) = ([:], [:])
            for (place, days) in places {
                cells[place.row][place.column] += having(days).count
                rows[place.row, default: []].formUnion(having(days))
                columns[place.column, default: []].formUnion(having(days))
            }
            for (row, those) in rows { rowTotals[row] += those.count }
            for (column, those) in columns { columnTotals[column] += those.count }
            total += rows.values.reduce(into: Set<Int>()) { $0.formUnion($1) }.count
        }
        return CountTable(
            rows: (0..<height).map { "row \($0)" }, columns: (0..<width).map { "column \($0)" },
            cells: cells, rowTotals: rowTotals, columnTotals: columnTotals, total: total)
    }

    private mutating func join(_ newcomers: Int) {
        for _ in 0..<newcomers {
            var places = [randomPlace(): randomDays()]
            if Int.random(in: 0..<100, using: &generator) < twice {
                places[randomPlace(), default: []].formUnion(randomDays())
            }
            persons.append(places)
        }
    }

    private mutating func randomDays() -> Set<Int> {
        let first = Int.random(in: 0..<9, using: &calendar)
        return Set(first...(first + Int.random(in: 0..<5, using: &calendar)))
    }

    /// The lesser of two numbers, so that the far corner is thin.
    private mutating func randomPlace() -> Place {
        let rows = (0..<2).map { _ in Int.random(in: 0..<height, using: &generator) }
        let columns = (0..<2).map { _ in Int.random(in: 0..<width, using: &generator) }
        return Place(row: min(rows[0], rows[1]), column: min(columns[0], columns[1]))
    }
}
