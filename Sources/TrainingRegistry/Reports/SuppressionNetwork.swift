/// A table that an attacker may imagine, and the ways to another one that looks the same.
///
/// The table is taken with its totals as an extra row and column. Where nobody sees them, entries
/// may be imagined otherwise as long as every line still adds up (with its known difference). That
/// is a circulation in a network: rows and columns are nodes, a cell runs from its row to its
/// column, a row's total from the column of totals back to the row, a column's total from the
/// column to the row of totals, the grand total from there to the column of totals. What flows
/// into a node flows out, so a change along a closed path changes no sum (Cox 1995, *Network
/// models for complementary cell suppression*, JASA 90). The corners of a rectangle, as in the
/// hypercube method GHMITER, are the shortest such path; a longer one is found as well.
struct SuppressionNetwork: Sendable {
    /// Both with the totals.
    let rows: Int
    let columns: Int
    /// What is imagined, row by row.
    var values: [Int]
    /// The least and the most that may be imagined.
    var floors: [Int]
    var ceilings: [Int]
    /// What it costs to imagine an entry otherwise: nothing where it is hidden already, the value
    /// that is lost where it would have to be hidden for it, `fixed` where it may not be.
    var prices: [Int]

    static let fixed = Int.max
    static let unlimited = Int.max / 2

    private struct Step {
        let entry: Int
        let raises: Bool
    }

    /// Imagines one entry higher (or lower) by an amount, with others changed to make up for it.
    ///
    /// What is hidden already is tried first; then the cheapest path that takes the whole rest,
    /// then halves of it. With single steps at the end this is a maximum flow (Ford and
    /// Fulkerson), so `false` means that it can't be done at any price.
    mutating func move(_ entry: Int, by amount: Int) -> Bool {
        let raises = amount > 0
        var rest = abs(amount)
        guard prices[entry] != Self.fixed, room(entry, raises: raises) >= rest else {
            return false
        }
        values[entry] += amount
        // A number without rows and columns is in no line that could have to add up.
        if values.count == 1 { return true }
        let ends = (row: entry / columns, column: rows + entry % columns)
        let leavesRow = runsFromRow(entry) == raises
        for budget in [0, Self.fixed - 1] {
            var step = rest
            while step > 0, rest > 0 {
                guard
                    let path = cheapestPath(
                        from: leavesRow ? ends.column : ends.row,
                        to: leavesRow ? ends.row : ends.column,
                        around: entry, step: step, budget: budget)
                else {
                    step /= 2
                    continue
                }
                for change in path {
                    values[change.entry] += change.raises ? step : -step
                    prices[change.entry] = 0
                }
                rest -= step
                step = min(step, rest)
            }
        }
        return rest == 0
    }

    private func runsFromRow(_ entry: Int) -> Bool {
        (entry / columns == rows - 1) == (entry % columns == columns - 1)
    }

    private func room(_ entry: Int, raises: Bool) -> Int {
        raises ? ceilings[entry] - values[entry] : values[entry] - floors[entry]
    }

    /// Dijkstra's shortest path, where each entry on it can take the step; of equals the first.
    private func cheapestPath(
        from start: Int, to end: Int, around excluded: Int, step: Int, budget: Int
    ) -> [Step]? {
        var distances = [Int](repeating: Int.max, count: rows + columns)
        var cameBy = [Step?](repeating: nil, count: rows + columns)
        var open = Set(0..<(rows + columns))
        distances[start] = 0
        while let node = open.min(by: { (distances[$0], $0) < (distances[$1], $1) }),
            distances[node] < Int.max, node != end
        {
            open.remove(node)
            for other in node < rows ? rows..<(rows + columns) : 0..<rows {
                let entry = min(node, other) * columns + max(node, other) - rows
                let price = prices[entry]
                guard price <= budget, entry != excluded,
                    distances[node] + price < distances[other]
                else { continue }
                let raises = runsFromRow(entry) == (node < rows)
                guard room(entry, raises: raises) >= step else { continue }
                distances[other] = distances[node] + price
                cameBy[other] = Step(entry: entry, raises: raises)
            }
        }
        var path: [Step] = []
        var node = end
        while node != start {
            guard let step = cameBy[node] else { return nil }
            path.append(step)
            let ends = (row: step.entry / columns, column: rows + step.entry % columns)
            node = node == ends.row ? ends.column : ends.row
        }
        return path
    }
}
