public import Foundation

/// What a good selection has: shown before deciding, never enforced; quotas are.
public struct SelectionTarget: Sendable, Hashable {
    public enum Rule: String, Sendable, Hashable, CaseIterable {
        case countryMin = "country-min"
        case sectorMin = "sector-min"
        /// Of any one organisation.
        case organisationMax = "organisation-max"
    }

    public var rule: Rule
    /// A code of a country or sector; empty of `organisation-max`.
    public var value: String
    public var people: Int

    public init(_ rule: Rule, _ value: String = "", people: Int) {
        self.rule = rule
        self.value = value
        self.people = people
    }

    /// Such as `country-min:LV`.
    public var name: String { value.isEmpty ? rule.rawValue : "\(rule.rawValue):\(value)" }
}

/// Somebody who has a seat, is offered one, or is being considered.
public struct Candidate: Sendable, Hashable {
    /// Nil of somebody who was put on a seat without an interest.
    public var interest: UUID?
    public var status: InterestStatus
    public var country: String
    public var sector: String
    /// The id of an organisation that is known, otherwise its name in lower case.
    public var organisation: String?

    public init(
        interest: UUID?, status: InterestStatus, country: String, sector: String,
        organisation: String?
    ) {
        self.interest = interest
        self.status = status
        self.country = country
        self.sector = sector
        self.organisation = organisation
    }

    /// Whether it takes a seat already.
    public var isChosen: Bool { status == .accepted || status == .offered }
}

/// What a group would look like: people by country and sector, against targets and quotas.
public struct SelectionMatrix: Sendable, Equatable {
    /// People of one country and one sector.
    public struct Cell: Sendable, Hashable {
        public var country: String
        public var sector: String
        public var people: Int
    }

    /// A target with what the group has of it.
    public struct Standing: Sendable, Hashable {
        public var target: SelectionTarget
        public var people: Int
        public var isMet: Bool
    }

    /// One choice with the names of the rules it would break.
    public struct Choice: Sendable, Hashable {
        public var interest: UUID
        public var breaks: [String]
    }

    public var cells: [Cell] = []
    public var people = 0
    /// Nil of an event without a number of seats.
    public var seats: Int?
    public var standings: [Standing] = []
    public var choices: [Choice] = []

    /// Considers choices one after the other, in their order, on top of who is chosen already.
    ///
    /// The rules that a choice may break: `seats`, `quota` with its name, `organisation-max`, and a
    /// minimum that the seats left after it can no longer meet.
    public init(
        _ candidates: [Candidate], choosing ids: [UUID], targets: [SelectionTarget],
        quotas: [SeatQuota], seats: Int?
    ) {
        self.seats = seats
        var group = candidates.filter(\.isChosen)
        let pool = Dictionary(
            candidates.compactMap { one in one.interest.map { ($0, one) } }
        ) { one, _ in one }
        for id in ids {
            guard let choice = pool[id] else { continue }
            if !choice.isChosen {
                choices.append(
                    Choice(
                        interest: id,
                        breaks: Self.broken(
                            by: choice, joining: group, targets, quotas, seats: seats)))
                group.append(choice)
            } else {
                choices.append(Choice(interest: id, breaks: []))
            }
        }
        people = group.count
        let byCell = Dictionary(grouping: group) { [$0.country, $0.sector] }
        cells = byCell.map { Cell(country: $0[0], sector: $0[1], people: $1.count) }
            .sorted { ($0.country, $0.sector) < ($1.country, $1.sector) }
        standings = targets.map { target in
            let count = Self.count(target, in: group)
            let isMet =
                target.rule == .organisationMax ? count <= target.people : count >= target.people
            return Standing(target: target, people: count, isMet: isMet)
        }
    }

    private static func broken(
        by choice: Candidate, joining group: [Candidate], _ targets: [SelectionTarget],
        _ quotas: [SeatQuota], seats: Int?
    ) -> [String] {
        let resulting = group + [choice]
        var names: [String] = []
        if let seats, resulting.count > seats { names.append("seats") }
        for quota in quotas {
            let count = { (people: [Candidate]) in people.filter(quota.counts).count }
            if quota.counts(choice), count(resulting) > quota.seatsMax {
                names.append("quota:\(quota.name)")
            }
        }
        for target in targets where target.rule == .organisationMax {
            guard let organisation = choice.organisation else { continue }
            let count = resulting.filter { $0.organisation == organisation }.count
            if count > target.people { names.append(target.name) }
        }
        for rule in [SelectionTarget.Rule.countryMin, .sectorMin] {
            guard let seats, resulting.count <= seats else { continue }
            let open = { (people: [Candidate]) in
                targets.filter { $0.rule == rule && count($0, in: people) < $0.people }
            }
            let missing = open(resulting).map { $0.people - count($0, in: resulting) }
                .reduce(0, +)
            if missing > seats - resulting.count {
                names += open(resulting).map(\.name)
            }
        }
        return names
    }

    /// Of `organisation-max`, the most that any one organisation has.
    private static func count(_ target: SelectionTarget, in group: [Candidate]) -> Int {
        switch target.rule {
        case .countryMin: group.filter { $0.country == target.value }.count
        case .sectorMin: group.filter { $0.sector == target.value }.count
        case .organisationMax:
            Dictionary(grouping: group.compactMap(\.organisation)) { $0 }.values.map(\.count)
                .max() ?? 0
        }
    }
}

extension SeatQuota {
    fileprivate func counts(_ candidate: Candidate) -> Bool {
        switch dimension {
        case .country: candidate.country == value
        case .sector: candidate.sector == value
        case .organisation: candidate.organisation == value
        }
    }
}
