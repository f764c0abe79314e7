import TestSupport

@testable import TrainingRegistry

/// Invented participations from some countries in events that none, one or several grants carry.
struct GrantWorld: Encodable {
    let threshold: Int
    /// By the grants of an event together; each participation is in one column.
    let together: EarlierPublication
    /// By each grant, as if lines that overlap could be hidden like others.
    let apart: EarlierPublication

    init(seed: UInt64) {
        var generator = SeededGenerator(state: seed)
        let threshold = [3, 5].randomElement(using: &generator) ?? 5
        let height = Int.random(in: 1...4, using: &generator)
        let events = (0..<Int.random(in: 2...6, using: &generator)).map { _ in
            ["a", "b", "c"].filter { _ in Bool.random(using: &generator) }
        }
        var places: [(row: Int, grants: [String])] = []
        for grants in events {
            for row in 0..<height {
                let people = Int.random(
                    in: 0...Int.random(in: 1...12, using: &generator), using: &generator)
                places += (0..<people).map { _ in (row, grants) }
            }
        }
        func published(_ keys: ([String]) -> [String]) -> EarlierPublication {
            let columns = Set(places.flatMap { keys($0.grants) }).sorted()
            let cells = (0..<height).map { row in
                columns.map { column in
                    places.count { $0.row == row && keys($0.grants).contains(column) }
                }
            }
            let table = CountTable(
                rows: (0..<height).map { "row \($0)" }, columns: columns, cells: cells,
                rowTotals: (0..<height).map { row in places.count { $0.row == row } },
                columnTotals: columns.map { column in
                    places.count { keys($0.grants).contains(column) }
                }, total: places.count)
            let result = Suppression.apply(table, threshold: threshold)
            let nothing = PublishedTable(table) { _, _ in true }
            let shown = if case .table(let shown) = result { shown } else { nothing }
            return EarlierPublication(counts: table, shown: shown)
        }
        self.threshold = threshold
        together = published { [$0.isEmpty ? "-" : $0.joined(separator: "+")] }
        apart = published { $0.isEmpty ? ["-"] : $0 }
    }
}
