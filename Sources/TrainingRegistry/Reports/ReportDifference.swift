/// Two reports of one recipe, and what each cause changed between them; never who it was.
public struct ReportDifference: Sendable, Equatable {
    public var before: Report
    public var after: Report
    private var changed: [Cause: Change] = [:]

    /// As many turns of causes are counted one after the other.
    public static let runsMax = 500

    public init(before: Report, after: Report) {
        self.before = before
        self.after = after
    }

    /// Why figures change.
    public enum Cause: String, Sendable, Hashable, CaseIterable {
        case newEvent = "new-event"
        case cancelledEvent = "cancelled-event"
        case newParticipation = "new-participation"
        case withdrawal
        case lateAttendance = "late-attendance"
        /// A mark or a count was changed, or made after the sheet was closed.
        case correction
        case merge
        case reclassification = "re-classification"
        /// What the ledgers do not explain: always nothing, and shown if it is not.
        case other
    }

    /// What one cause changed.
    public struct Change: Sendable, Hashable {
        public var cause: Cause
        /// Of every figure that changed, by how much; the total of everything among them.
        public var figures: [Report.Figure]
        public var heads: [Report.HeadFigure]

        /// Of the total of everything.
        public var total: Int {
            figures.first { $0.keys.allSatisfy { $0 == nil } }?.value ?? 0
        }
    }

    /// Every cause that changed something.
    public var changes: [Change] { Cause.allCases.compactMap { changed[$0] } }

    /// Gives what changed from one report to the next to a cause.
    mutating func add(_ cause: Cause, from: Report, to: Report) {
        let old = changed[cause]
        let figures = Self.sum([
            (old?.figures.map { ($0.keys, $0.value) } ?? [], 1),
            (to.figures.map { ($0.keys, $0.value) }, 1),
            (from.figures.map { ($0.keys, $0.value) }, -1),
        ]).map { Report.Figure(keys: $0, value: $1) }
            .sorted { Report.precedes($0.keys, $1.keys) }
        let heads = Self.sum([
            (old?.heads.map { ($0.ageBand, $0.people) } ?? [], 1),
            (to.heads.map { ($0.ageBand, $0.people) }, 1),
            (from.heads.map { ($0.ageBand, $0.people) }, -1),
        ]).map { Report.HeadFigure(ageBand: $0, people: $1) }.sorted { $0.ageBand < $1.ageBand }
        let isNothing = figures.isEmpty && heads.isEmpty
        changed[cause] = isNothing ? nil : Change(cause: cause, figures: figures, heads: heads)
    }

    /// Adds figures of the same key, each list with its sign; what comes to nothing is left out.
    private static func sum<Key: Hashable>(
        _ lists: [(figures: [(Key, Int?)], sign: Int)]
    ) -> [(Key, Int)] {
        var sums: [Key: Int] = [:]
        for list in lists {
            for (key, value) in list.figures { sums[key, default: 0] += list.sign * (value ?? 0) }
        }
        return sums.filter { $0.value != 0 }.map { ($0.key, $0.value) }
    }
}
