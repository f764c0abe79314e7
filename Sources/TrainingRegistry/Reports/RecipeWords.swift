public import Postgres

extension Recipe {
    /// The recipe in sentences, for whoever reads the figure.
    public func words(days: (first: CalendarDay?, last: CalendarDay?), asOf: RecordedInstant)
        -> [String]
    {
        [
            what, who, where_, when(days),
            group.isEmpty
                ? nil : "Divided by \(Self.list(group.map(\.rawValue), joined: "and")).",
            group.contains(.grant) && !grantsOverlap
                ? "An event that several grants carry stands under all of them together." : nil,
            "As it was known at \(asOf).",
            audience.hidesSmallFigures
                ? "For \(audience == .public ? "the public" : "a funder"): figures about 1 to "
                    + "\(audience.threshold - 1) persons, and others from which they could be "
                    + "found, are not shown."
                : nil,
        ].compactMap(\.self)
    }

    private var what: String {
        switch unit {
        case .person: "Counts different persons: somebody who came several times counts once."
        case .participation: "Counts participations: somebody counts once in each event."
        case .personDay: "Counts person-days: somebody counts once for each day they were there."
        case .seat: "Counts seats that were had, whether or not somebody came."
        }
    }

    private var who: String {
        let names = Self.list(counted.map { "\($0.rawValue)s" }, joined: "and")
        return switch rule {
        case .confirmed: "Of \(names) with a confirmed place."
        case .came: "Of \(names) who were in at least one session, or in part of one."
        case .completed(let attended, let partly):
            "Of \(names) who attended at least \(attended) % of their sessions, one attended "
                + "partly counted as \(partly) %."
        }
    }

    private var where_: String {
        var limits = [
            programme.map { "of the programme \($0)" }, phase.map { "of the phase \($0)" },
            grant.map { "carried by the grant \($0)" }, event.map { "with the code \($0)" },
        ].compactMap(\.self)
        if !kinds.isEmpty {
            limits.insert(
                "of the kind \(Self.list(kinds.map(\.rawValue), joined: "or"))", at: 0)
        }
        let whose =
            reach == .direct
            ? "In our own events" : "In events of trainers whom we trained, not our own"
        return (["\(whose), published and not cancelled"] + limits).joined(separator: ", ") + "."
    }

    private func when(_ days: (first: CalendarDay?, last: CalendarDay?)) -> String? {
        switch (days.first, days.last) {
        case (let first?, let last?): "That began from \(first) to \(last)."
        case (let first?, nil): "That began on \(first) or later."
        case (nil, let last?): "That began on \(last) or before."
        case (nil, nil): "Whenever they began."
        }
    }

    private static func list(_ words: [String], joined word: String) -> String {
        guard let last = words.last, words.count > 1 else { return words.first ?? "" }
        return "\(words.dropLast().joined(separator: ", ")) \(word) \(last)"
    }
}
