import TestSupport

@testable import TrainingRegistry

/// Invented persons with one or two places each in a table of rows and columns.
struct SuppressionWorld {
    private struct Place: Hashable {
        let row: Int
        let column: Int
    }

    let threshold: Int
    private let width: Int
    private var height: Int
    private var persons: [Set<Place>] = []
    private let twice: Int
    private let loses: Bool
    private var generator: SeededGenerator

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
    var table: CountTable {
        var cells = [[Int]](repeating: [Int](repeating: 0, count: width), count: height)
        var rowTotals = [Int](repeating: 0, count: height)
        var columnTotals = [Int](repeating: 0, count: width)
        for places in persons {
            for place in places { cells[place.row][place.column] += 1 }
            for row in Set(places.map(\.row)) { rowTotals[row] += 1 }
            for column in Set(places.map(\.column)) { columnTotals[column] += 1 }
        }
        return CountTable(
            rows: (0..<height).map { "row \($0)" }, columns: (0..<width).map { "column \($0)" },
            cells: cells, rowTotals: rowTotals, columnTotals: columnTotals, total: persons.count)
    }

    private mutating func join(_ newcomers: Int) {
        for _ in 0..<newcomers {
            var places: Set = [randomPlace()]
            if Int.random(in: 0..<100, using: &generator) < twice { places.insert(randomPlace()) }
            persons.append(places)
        }
    }

    /// The lesser of two numbers, so that the far corner is thin.
    private mutating func randomPlace() -> Place {
        let rows = (0..<2).map { _ in Int.random(in: 0..<height, using: &generator) }
        let columns = (0..<2).map { _ in Int.random(in: 0..<width, using: &generator) }
        return Place(row: min(rows[0], rows[1]), column: min(columns[0], columns[1]))
    }
}
