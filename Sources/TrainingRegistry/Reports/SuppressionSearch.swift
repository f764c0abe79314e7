/// Looks, for everything that must stay unknown, for tables in which it is harmless.
struct SuppressionSearch: Sendable {
    private let threshold: Int
    private let pair: SuppressionPair
    /// The newer table as an attacker may imagine it beside the true earlier one.
    private var now: SuppressionNetwork
    private var before: SuppressionNetwork?
    /// What the newer publication hides.
    private(set) var hidden: [Bool]

    private var total: Int { pair.now.count - 1 }

    init(_ pair: SuppressionPair, threshold: Int, showsTotalOnly: Bool) {
        self.pair = pair
        self.threshold = threshold
        let count = pair.now.count
        hidden = [Bool](repeating: showsTotalOnly, count: count)
        now = SuppressionNetwork(
            rows: pair.rows, columns: pair.columns, values: pair.now,
            // A gap is at least 1 where zeros are shown.
            floors: pair.now.map { showsTotalOnly ? 0 : min(1, $0) }, ceilings: [], prices: [])
        hidden[count - 1] = false
        for entry in 0..<count where isSmall(pair.now[entry]) || changedLittle(entry) {
            hidden[entry] = true
        }
        now.ceilings = Self.ceilings(pair, pair.now, hidden)
        // A total costs more than all cells together: it is given up only where no cell will do.
        let cells = pair.now.reduce(1, +)
        now.prices = (0..<count).map { entry in
            if entry == count - 1 { return SuppressionNetwork.fixed }
            if hidden[entry] { return 0 }
            if pair.now[entry] == 0 { return SuppressionNetwork.fixed }
            return pair.now[entry] + (pair.isTotal(entry) ? cells : 0)
        }
        imagineEarlier()
    }

    /// Protects each entry in turn; `false` where the grand total would have to go.
    mutating func protectEverything() -> Bool {
        guard !hidden[total] else { return false }
        let order = pair.now.indices.sorted {
            (pair.isTotal($0) ? 0 : 1, pair.now[$0], $0)
                < (pair.isTotal($1) ? 0 : 1, pair.now[$1], $1)
        }
        return order.allSatisfy { protectCounts($0) && protectChange($0) }
    }

    private func isSmall(_ count: Int) -> Bool { 0 < count && count < threshold }

    /// Whether an entry's change is a small count of its own.
    ///
    /// A zero is shown all the same: what was there before stays as unknown as it was.
    private func changedLittle(_ entry: Int) -> Bool {
        guard let before = pair.before, pair.now[entry] > 0 else { return false }
        return isSmall(abs(pair.now[entry] - before[entry]))
    }

    /// Makes a pair of tables in which an entry, small in either, reaches the threshold in both.
    private mutating func protectCounts(_ entry: Int) -> Bool {
        var (later, earlier) = (now, before)
        if let count = pair.before?[entry], pair.hiddenBefore[entry], isSmall(count) {
            guard earlier?.move(entry, by: threshold - count) == true else { return false }
        } else if !isSmall(pair.now[entry]) {
            return true
        }
        if let earlier {
            // What did not fall must not fall in the imagined pair.
            for other in pair.now.indices where pair.didNotFall(other) {
                later.floors[other] = max(min(1, now.floors[other]), earlier.values[other])
            }
            for other in pair.now.indices where later.values[other] < later.floors[other] {
                let missing = later.floors[other] - later.values[other]
                guard missing <= 0 || later.move(other, by: missing) else { return false }
            }
        }
        let missing = threshold - later.values[entry]
        if isSmall(pair.now[entry]), missing > 0 {
            guard later.move(entry, by: missing) else { return false }
        }
        hide(changedIn: later)
        return true
    }

    /// Makes a table in which an entry has risen, or fallen, by the threshold since the earlier.
    private mutating func protectChange(_ entry: Int) -> Bool {
        guard changedLittle(entry), let before = pair.before?[entry] else { return true }
        for goal in [before + threshold, before - threshold] {
            var later = now
            if later.move(entry, by: goal - pair.now[entry]) {
                hide(changedIn: later)
                return true
            }
        }
        return false
    }

    private mutating func hide(changedIn imagined: SuppressionNetwork) {
        for entry in pair.now.indices where imagined.values[entry] != pair.now[entry] {
            hidden[entry] = true
            now.prices[entry] = 0
            if pair.hiddenBefore[entry], let price = before?.prices[entry] {
                before?.prices[entry] = min(price, 1)
            }
        }
    }

    /// Sets up the earlier table: only what it hid may be imagined otherwise.
    ///
    /// An entry there is cheap where the newer table leaves room to follow, or hides it as well.
    private mutating func imagineEarlier() {
        guard let counts = pair.before else { return }
        var ceilings = Self.ceilings(pair, counts, pair.hiddenBefore)
        if pair.didNotFall(total) { ceilings[total] = pair.now[total] }
        before = SuppressionNetwork(
            rows: pair.rows, columns: pair.columns, values: counts,
            floors: counts.map { pair.showedTotalOnly ? 0 : min(1, $0) }, ceilings: ceilings,
            prices: pair.now.indices.map { entry in
                let grown = pair.now[entry] - counts[entry]
                if !pair.hiddenBefore[entry] || (grown == 0 && counts[entry] == 0) {
                    return SuppressionNetwork.fixed
                }
                if grown < 0 || grown >= threshold || entry == total { return 0 }
                return min(now.prices[entry], hidden[entry] ? 1 : SuppressionNetwork.fixed)
            })
        for entry in pair.now.indices where pair.didNotFall(entry) {
            now.floors[entry] = max(now.floors[entry], counts[entry])
        }
    }

    /// Nobody is counted in a cell and not in its totals, so a total that is shown bounds it.
    private static func ceilings(
        _ pair: SuppressionPair, _ counts: [Int], _ hidden: [Bool]
    ) -> [Int] {
        counts.indices.map { entry in
            let (row, column) = (entry / pair.columns, entry % pair.columns)
            let totals = [
                row * pair.columns + pair.columns - 1,
                (pair.rows - 1) * pair.columns + column,
                counts.count - 1,
            ]
            let bounds = totals.filter { $0 != entry && !hidden[$0] }.map { counts[$0] }
            return max(counts[entry], bounds.min() ?? SuppressionNetwork.unlimited)
        }
    }
}

extension SuppressionPair {
    fileprivate func isTotal(_ entry: Int) -> Bool {
        entry / columns == rows - 1 || entry % columns == columns - 1
    }

    /// Whether an attacker may know that an entry did not fall: because it did not.
    fileprivate func didNotFall(_ entry: Int) -> Bool {
        before.map { $0[entry] <= now[entry] } ?? false
    }
}
