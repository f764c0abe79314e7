import Foundation
import Testing

@testable import TrainingRegistry

/// What must hold of any table; Tests/EndToEnd/suppression.py attacks the same with a solver.
@Suite(.timeLimit(.minutes(2))) struct SuppressionPropertyTests {
    /// The publications of one world, each after the one before; one that is withheld is left out.
    static func publications(
        of world: SuppressionWorld
    ) -> [(publication: EarlierPublication, alone: PublishedTable?)] {
        var world = world
        var publications: [(publication: EarlierPublication, alone: PublishedTable?)] = []
        for _ in 0..<3 {
            let (table, threshold) = (world.table, world.threshold)
            let previous = publications.last?.publication
            let published = Suppression.apply(table, threshold: threshold, previous: previous)
            if case .table(let shown) = published,
                case .table(let alone) = Suppression.apply(table, threshold: threshold)
            {
                publications.append((EarlierPublication(counts: table, shown: shown), alone))
            }
            world.goOn()
        }
        return publications
    }

    @Test("No random table shows a small count, or hides a zero beside what it shows")
    func visible() {
        for seed in 0..<300 {
            let world = SuppressionWorld(seed: UInt64(seed))
            for (publication, _) in Self.publications(of: world) {
                let (shown, counts) = (publication.shown, publication.counts)
                let small = shown.extended.joined().compactMap(\.self)
                    .filter { 0 < $0 && $0 < world.threshold }
                #expect(small == [], "seed \(seed)")
                let cells = Array(zip(counts.cells.joined(), shown.cells.joined()))
                let zeros = cells.filter { $0.0 == 0 && $0.1 == nil }
                #expect(zeros.isEmpty || cells.allSatisfy { $0.1 == nil }, "seed \(seed)")
            }
        }
    }

    @Test("No two publications of a random world show a small change")
    func changes() {
        var pairs = 0
        for seed in 0..<300 {
            let world = SuppressionWorld(seed: UInt64(seed))
            let publications = Self.publications(of: world).map(\.publication.shown)
            for (earlier, later) in zip(publications, publications.dropFirst()) {
                pairs += 1
                let differences = zip(later.rows, later.cells).flatMap { row, cells in
                    zip(later.columns, cells).map { column, cell in
                        Self.difference(cell, Self.cell(row, column, of: earlier))
                    }
                }
                let totals = [Self.difference(later.total, earlier.total)]
                let small = (differences + totals).filter { 0 < $0 && $0 < world.threshold }
                #expect(small == [], "seed \(seed)")
            }
        }
        #expect(pairs > 200)
    }

    @Test("In a random table, what is small may be the threshold or more for all that is shown")
    func covered() {
        var covered = 0
        for seed in 0..<400 {
            let world = SuppressionWorld(seed: UInt64(seed))
            guard let first = Self.publications(of: world).first?.publication else { continue }
            let attacker = SuppressionAttacker(first)
            for (entry, count) in first.counts.extended.joined().enumerated()
            where 0 < count && count < world.threshold {
                covered += 1
                #expect(
                    attacker.mayReach(world.threshold, entry),
                    "seed \(seed), entry \(entry) of \(first.counts)")
            }
        }
        #expect(covered > 1000)
    }

    @Test("What few persons have may be that of enough, and cannot be told, for all that is shown")
    func had() throws {
        var covered = 0
        for seed in 0..<400 {
            let had = SuppressionDays(SuppressionWorld(seed: UInt64(seed)))
            let attacker = SuppressionAttacker(had.publication)
            for (entry, level) in had.levels.enumerated() where level > 0 {
                covered += 1
                #expect(
                    attacker.mayReach(level, entry), "seed \(seed), entry \(entry) of \(had)")
            }
            let shown = had.publication.shown.extended.joined()
            #expect(zip(shown, had.levels).allSatisfy { $0 == nil || $1 == 0 }, "seed \(seed)")
        }
        #expect(covered > 1000)
    }

    @Test("Grants that carry events together hide what is small; each for itself, they would not")
    func grants() {
        var told = (together: 0, apart: 0)
        for seed in 0..<400 {
            let world = GrantWorld(seed: UInt64(seed))
            told.together += Self.told(world.together, threshold: world.threshold)
            told.apart += Self.told(world.apart, threshold: world.threshold)
        }
        #expect(told.together == 0)
        #expect(told.apart > 50)
    }

    /// How many small figures of a row that is carried by no grant are known to be small: they are
    /// what the total has beside the greatest other figure, or less.
    private static func told(_ publication: EarlierPublication, threshold: Int) -> Int {
        let (counts, shown) = (publication.counts, publication.shown)
        guard let none = counts.columns.firstIndex(of: "-") else { return 0 }
        return counts.rows.indices.count { row in
            let others = shown.cells[row].enumerated().filter { $0.offset != none }
            let greatest = others.compactMap(\.element).max() ?? 0
            return (1..<threshold).contains(counts.cells[row][none])
                && shown.rowTotals[row].map { $0 - greatest < threshold } == true
        }
    }

    @Test("Hiding the small counts alone would not do")
    func naive() {
        let found = (0..<100).count { seed in
            let world = SuppressionWorld(seed: UInt64(seed))
            let table = world.table
            let small = { (0..<world.threshold).contains($0) && $0 > 0 }
            let shown = PublishedTable(table) { small(table.extended[$0][$1]) }
            let attacker = SuppressionAttacker(EarlierPublication(counts: table, shown: shown))
            return table.extended.joined().enumerated().contains {
                small($1) && !attacker.mayReach(world.threshold, $0)
            }
        }
        #expect(found > 50)
    }

    @Test(
        "Random tables are written down for another solver",
        .enabled(if: ProcessInfo.processInfo.environment["SUPPRESSION_TABLES"] != nil))
    func dump() throws {
        struct World: Encodable {
            let threshold: Int
            let publications: [EarlierPublication]
            /// The same as if nothing had been published before: here the solver must find fault.
            let alone: [PublishedTable?]
            let days: SuppressionDays
            let grants: GrantWorld
        }
        let worlds = (1000..<1420).map { seed in
            let world = SuppressionWorld(seed: UInt64(seed))
            let publications = Self.publications(of: world)
            return World(
                threshold: world.threshold, publications: publications.map(\.publication),
                alone: publications.map(\.alone), days: SuppressionDays(world),
                grants: GrantWorld(seed: UInt64(seed)))
        }
        let path = ProcessInfo.processInfo.environment["SUPPRESSION_TABLES"] ?? ""
        try JSONEncoder().encode(worlds).write(to: URL(filePath: path))
    }

    private static func cell(
        _ row: String, _ column: String, of table: PublishedTable
    ) -> Int? {
        guard let row = table.rows.firstIndex(of: row),
            let column = table.columns.firstIndex(of: column)
        else { return 0 }
        return table.cells[row][column]
    }

    private static func difference(_ one: Int?, _ other: Int?) -> Int {
        guard let one, let other else { return 0 }
        return abs(one - other)
    }
}

/// The days that the persons of a world have, and what is shown of them.
struct SuppressionDays: Encodable {
    let publication: EarlierPublication
    /// How many there must be room for, entry by entry: those that there are, and one for each
    /// person who is missing to the threshold; 0 where enough persons have them, or nobody.
    let levels: [Int]

    init(_ world: SuppressionWorld) {
        let (days, people) = (world.days, world.table)
        let published = Suppression.apply(days, of: people, threshold: world.threshold)
        let nothing = PublishedTable(days) { _, _ in true }
        let shown = if case .table(let table) = published { table } else { nothing }
        publication = EarlierPublication(counts: days, shown: shown)
        levels = zip(days.extended.joined(), people.extended.joined()).map { days, people in
            (1..<world.threshold).contains(people) ? days + world.threshold - people : 0
        }
    }
}

/// Somebody who knows what was shown, and how far each line is from adding up.
///
/// Written apart from the rule that it tests: unit steps along any path, depth first.
struct SuppressionAttacker {
    private let width: Int
    private let height: Int
    private let counts: [Int]
    private let hidden: [Bool]
    private let least: Int

    init(_ publication: EarlierPublication) {
        width = publication.counts.columns.count + 1
        height = publication.counts.rows.count + 1
        counts = publication.counts.extended.flatMap(\.self)
        hidden = publication.shown.extended.joined().map { $0 == nil }
        // Where the grand total is all that is shown, nobody knows that a gap is no zero.
        least = hidden.dropLast().allSatisfy(\.self) ? 0 : 1
    }

    /// Whether a table that looks the same has this many, or more, in an entry.
    func mayReach(_ goal: Int, _ entry: Int) -> Bool {
        var imagined = counts
        for _ in counts[entry]..<goal {
            imagined[entry] += 1
            var seen: Set<Int> = []
            // The row has one too many: something else in it must give way, or its total rise.
            guard
                restore(
                    row: entry / width, excess: isTotal(row: entry) ? -1 : 1, entry, &imagined,
                    &seen)
            else { return false }
        }
        return true
    }

    private func isTotal(row entry: Int) -> Bool { entry % width == width - 1 }

    /// Changes one entry of the row, then of its column, until the column of the first is whole.
    private func restore(
        row: Int, excess: Int, _ first: Int, _ imagined: inout [Int], _ seen: inout Set<Int>
    ) -> Bool {
        guard seen.insert(row).inserted else { return false }
        for column in 0..<width where column != first % width || row != first / width {
            let entry = row * width + column
            let change = isTotal(row: entry) ? excess : -excess
            guard hidden[entry], entry != first, imagined[entry] + change >= least else { continue }
            imagined[entry] += change
            if column == first % width { return true }
            // Now the column is out of balance by `change` (a column's total counts against it).
            let isColumnTotal = row == height - 1
            let lacking = isColumnTotal ? change : -change
            if seen.insert(-1 - column).inserted {
                for other in 0..<height where other != row {
                    let next = other * width + column
                    let step = other == height - 1 ? -lacking : lacking
                    guard hidden[next], next != first, imagined[next] + step >= least else {
                        continue
                    }
                    imagined[next] += step
                    let excess = isTotal(row: next) ? -step : step
                    if restore(row: other, excess: excess, first, &imagined, &seen) { return true }
                    imagined[next] -= step
                }
            }
            imagined[entry] -= change
        }
        return false
    }
}
