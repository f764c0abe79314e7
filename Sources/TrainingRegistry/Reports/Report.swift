public import Foundation
public import Postgres

/// What a recipe counted: every figure that is not zero, and those that may not be shown.
public struct Report: Sendable, Equatable {
    /// With the instant it was counted at.
    public var recipe: Recipe
    /// First and last day of the period; nil where it is open.
    public var first: CalendarDay?
    public var last: CalendarDay?
    public var asOf: RecordedInstant
    /// Cells and totals in the order of their keys, the total of everything first.
    public var figures: [Figure]
    public var overlaps: [Overlap]
    public var heads: [HeadFigure]
    /// When the period was made final, where these are its final figures; not in the canonical
    /// form.
    public var finalSince: Date?

    /// One figure.
    public struct Figure: Sendable, Hashable, Codable {
        /// One for each dimension of the recipe; nil where it is a total over it.
        ///
        /// What has no programme, phase, organisation or grant has the key `-`.
        public var keys: [String?]
        /// Nil where it may not be shown.
        public var value: Int?

        public init(keys: [String?], value: Int?) {
            self.keys = keys
            self.value = value
        }
    }

    /// A total that is not the sum of its parts, because somebody is in several of them.
    public struct Overlap: Sendable, Hashable, Codable {
        /// Of the total.
        public var keys: [String?]
        /// Which dimension's parts were added.
        public var dimension: String
        public var sum: Int
        public var total: Int
        /// Of the excess over grants, who is under a grant and also in an event without one.
        ///
        /// The rest is under several grants; nil for other dimensions. Not in the canonical form.
        public var withoutGrant: Int?

        public var excess: Int { sum - total }

        enum CodingKeys: CodingKey {
            case keys, dimension, sum, total
        }
    }

    /// People of a band of ages who were counted without names; at least so many.
    public struct HeadFigure: Sendable, Hashable, Codable {
        public var ageBand: String
        /// Nil where it may not be shown.
        public var people: Int?

        public init(ageBand: String, people: Int?) {
            self.ageBand = ageBand
            self.people = people
        }

        enum CodingKeys: String, CodingKey {
            case ageBand = "age_band"
            case people
        }
    }

    /// The total of everything; nil where it may not be shown.
    public var total: Int? {
        guard let figure = figures.first(where: { $0.keys.allSatisfy { $0 == nil } }) else {
            return 0
        }
        return figure.value
    }

    /// Whether nothing but the total is told, not even what it is divided into.
    public var hidesLines: Bool {
        recipe.audience.hidesSmallFigures && !recipe.group.isEmpty && figures.count == 1
            && total != 0
    }

    /// A figure by its keys; 0 where nobody counts, nil where it may not be shown.
    public subscript(_ keys: [String?]) -> Int? {
        guard !hidesLines || keys.allSatisfy({ $0 == nil }) else { return nil }
        guard let figure = figures.first(where: { $0.keys == keys }) else { return 0 }
        return figure.value
    }

    /// The keys of a dimension in their order.
    public func keys(of dimension: Int) -> [String] { Self.keys(of: dimension, in: figures) }

    fileprivate static func keys(of dimension: Int, in figures: [Figure]) -> [String] {
        Set(figures.compactMap { $0.keys[dimension] }).sorted {
            $0.utf8.lexicographicallyPrecedes($1.utf8)
        }
    }
}

/// What was counted in a cell or in a total, before anything is hidden.
struct CountedFigure: Sendable, Equatable {
    var keys: [String?]
    var value: Int
    /// Who stands behind the value; nil where nobody asked, because nothing will be hidden.
    var people: Int?
}

extension Report {
    /// Puts what was counted in order, hides what the audience may not see, and says which totals
    /// are less than the sum of their parts.
    init(
        _ recipe: Recipe, first: CalendarDay?, last: CalendarDay?, asOf: RecordedInstant,
        counted: [CountedFigure], heads: [HeadFigure]
    ) {
        self.recipe = recipe
        self.first = first
        self.last = last
        self.asOf = asOf
        let threshold = recipe.audience.threshold
        let shown = Self.hide(counted, for: recipe)
        figures = shown.sorted { Self.precedes($0.keys, $1.keys) }
        overlaps = Self.overlaps(in: figures, recipe: recipe)
        self.heads = heads.map { head in
            let isSmall = (1..<threshold).contains(head.people ?? 0)
            return HeadFigure(ageBand: head.ageBand, people: isSmall ? nil : head.people)
        }
    }

    private static func hide(_ counted: [CountedFigure], for recipe: Recipe) -> [Figure] {
        let figures = counted.map { Figure(keys: $0.keys, value: $0.value) }
        guard recipe.audience.hidesSmallFigures else { return figures }
        let people = counted.map { Figure(keys: $0.keys, value: $0.people ?? $0.value) }
        let dimensions = recipe.group.count
        // Without an earlier publication there is always a table.
        guard
            case .table(let shown) = Suppression.apply(
                CountTable(figures, dimensions: dimensions),
                of: CountTable(people, dimensions: dimensions),
                threshold: recipe.audience.threshold)
        else { return figures.map { Figure(keys: $0.keys, value: nil) } }
        // Where nothing but the total is safe, that somebody is in a line is not.
        return figures.filter { !shown.hasTotalOnly || !$0.keys.contains { $0 != nil } }
            .map { Figure(keys: $0.keys, value: shown[$0.keys]) }
    }

    private static func overlaps(in shown: [Figure], recipe: Recipe) -> [Overlap] {
        let values = Dictionary(uniqueKeysWithValues: shown.map { ($0.keys, $0.value) })
        var sums: [[String?]: [Int: Int?]] = [:]
        for figure in shown {
            for (place, key) in figure.keys.enumerated() where key != nil {
                var total = figure.keys
                total[place] = nil
                let before = sums[total, default: [:]][place, default: 0]
                sums[total, default: [:]][place] = .some(
                    before.flatMap { sum in figure.value.map { sum + $0 } })
            }
        }
        return sums.flatMap { keys, bySide in
            bySide.compactMap { place, sum -> Overlap? in
                guard let sum, let total = values[keys] ?? nil, sum != total else { return nil }
                return Overlap(
                    keys: keys, dimension: recipe.group[place].rawValue, sum: sum, total: total)
            }
        }.sorted { one, other in
            one.keys == other.keys
                ? one.dimension < other.dimension : precedes(one.keys, other.keys)
        }
    }

    /// Tells of what is more than the total over grants, how much is under several grants.
    ///
    /// `byWhetherGranted` has the same figures with the key `+` for what any grant carries.
    mutating func reconcile(_ byWhetherGranted: [CountedFigure]) {
        guard let place = recipe.group.firstIndex(of: .grant) else { return }
        let values = Dictionary(
            uniqueKeysWithValues: byWhetherGranted.map { ($0.keys, $0.value) })
        for index in overlaps.indices
        where overlaps[index].dimension == Recipe.Dimension.grant.rawValue {
            var keys = overlaps[index].keys
            keys[place] = "+"
            let granted = values[keys, default: 0]
            keys[place] = "-"
            overlaps[index].withoutGrant =
                granted + values[keys, default: 0] - overlaps[index].total
        }
    }

    /// Totals before what they are totals of, keys by their bytes.
    static func precedes(_ one: [String?], _ other: [String?]) -> Bool {
        for (key, otherKey) in zip(one, other) where key != otherKey {
            guard let key else { return true }
            guard let otherKey else { return false }
            return key.utf8.lexicographicallyPrecedes(otherKey.utf8)
        }
        return false
    }
}

extension CountTable {
    /// The table of a report of up to two dimensions.
    init(_ figures: [Report.Figure], dimensions: Int) {
        let values = Dictionary(
            uniqueKeysWithValues: figures.map { ($0.keys, $0.value ?? 0) })
        func keys(_ place: Int) -> [String] { Report.keys(of: place, in: figures) }
        switch dimensions {
        case 0: self.init(total: values[[], default: 0])
        case 1:
            let columns = keys(0)
            self.init(
                columns: columns, counts: columns.map { values[[$0], default: 0] },
                total: values[[nil], default: 0])
        default:
            let (rows, columns) = (keys(0), keys(1))
            self.init(
                rows: rows, columns: columns,
                cells: rows.map { row in columns.map { values[[row, $0], default: 0] } },
                rowTotals: rows.map { values[[$0, nil], default: 0] },
                columnTotals: columns.map { values[[nil, $0], default: 0] },
                total: values[[nil, nil], default: 0])
        }
    }
}

extension PublishedTable {
    /// What is shown of a figure of up to two dimensions.
    fileprivate subscript(_ keys: [String?]) -> Int? {
        let row = keys.count < 2 ? nil : keys[0].flatMap { rows.firstIndex(of: $0) }
        let column = keys.last.flatMap(\.self).flatMap { columns.firstIndex(of: $0) }
        return switch (row, column) {
        case (let row?, let column?): cells[row][column]
        case (let row?, nil): rowTotals[row]
        case (nil, let column?): columnTotals[column]
        case (nil, nil): total
        }
    }
}
