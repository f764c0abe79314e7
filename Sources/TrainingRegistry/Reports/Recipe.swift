/// What a figure counts: everything that has to be said so that it can be counted again.
public struct Recipe: Sendable, Hashable {
    public var unit: Unit
    public var attendance: AttendanceRule
    /// In the order of `ParticipationRole`; never empty.
    public var roles: [ParticipationRole]
    public var reach: EventReach
    public var period: ReportPeriod
    public var programme: Code?
    public var phase: Code?
    public var grant: Code?
    /// Empty for every kind.
    public var kinds: [EventKind]
    public var event: Code?
    /// Up to `groupCountMax` different ones.
    public var group: [Dimension]
    public var audience: Audience
    /// Nil for the instant of the latest fact.
    public var asOf: RecordedInstant?

    public static let groupCountMax = 3
    /// Where small figures are hidden: the rule of suppression knows tables of two dimensions.
    public static let groupCountMaxOutside = 2

    public init(
        unit: Unit = .person, attendance: AttendanceRule = .came,
        roles: [ParticipationRole] = [.participant], reach: EventReach = .direct,
        period: ReportPeriod = .all, programme: Code? = nil, phase: Code? = nil,
        grant: Code? = nil, kinds: [EventKind] = [], event: Code? = nil,
        group: [Dimension] = [], audience: Audience = .internal, asOf: RecordedInstant? = nil
    ) {
        self.unit = unit
        self.attendance = attendance
        self.roles = ParticipationRole.allCases.filter(roles.contains)
        self.reach = reach
        self.period = period
        self.programme = programme
        self.phase = phase
        self.grant = grant
        self.kinds = EventKind.allCases.filter(kinds.contains)
        self.event = event
        self.group = group
        self.audience = audience
        self.asOf = asOf
    }

    /// What one is.
    public enum Unit: String, Sendable, Hashable, CaseIterable {
        /// Somebody, once however often they came; sums of parts may be more than their total.
        case person
        /// Somebody in one event.
        case participation
        /// Somebody on one day on which they were in a session or in part of one.
        case personDay = "person-day"
        /// A place that was had in an event, whether they came or not.
        case seat
    }

    /// What a report is divided by.
    public enum Dimension: String, Sendable, Hashable, CaseIterable {
        case country, sector, programme, phase, kind, organisation, role, year, event
        /// An event that several grants carry counts in each of them, and once in the total; where
        /// small figures are hidden it counts under all of them together, such as `a+b`.
        case grant
        /// Whose seat somebody had, such as a state's; most people sit for nobody.
        case member
    }

    /// For whom a report is made; it decides how small a figure may be shown.
    public enum Audience: String, Sendable, Hashable, CaseIterable {
        case `internal`
        case funder
        case `public`

        /// Figures about fewer persons than this, and about somebody, are not shown.
        ///
        /// 3 and 5 are the thresholds in common use (OECD Glossary of Statistical Terms, 7010).
        public var threshold: Int {
            switch self {
            case .internal: 1
            case .funder: 3
            case .public: 5
            }
        }

        public var hidesSmallFigures: Bool { threshold > 1 }
    }
}

/// Who counts as having taken part.
public enum AttendanceRule: Sendable, Hashable {
    /// Everybody with a confirmed place.
    case confirmed
    /// Present or partly in at least one session.
    case came
    /// Attended at least a share of their sessions; one attended partly counts as a part.
    case completed(attendedPercent: Int, partlyPercent: Int)

    public static let completedByDefault = Self.completed(attendedPercent: 80, partlyPercent: 50)

    public var name: String {
        switch self {
        case .confirmed: "confirmed"
        case .came: "came"
        case .completed: "completed"
        }
    }

    /// The shares; those of the default where the rule has none.
    var percents: (attended: Int, partly: Int) {
        guard case .completed(let attended, let partly) = self else { return (80, 50) }
        return (attended, partly)
    }
}

extension Recipe {
    /// The rule that holds: a seat is had whether somebody came or not.
    public var rule: AttendanceRule { unit == .seat ? .confirmed : attendance }
    /// Whether an event counts in each of its grants.
    ///
    /// Where small figures are hidden it does not: what is in one grant and not in another could be
    /// told from what they have together.
    public var grantsOverlap: Bool { !audience.hidesSmallFigures }
    /// The roles that count: seats are those of participants.
    public var counted: [ParticipationRole] { unit == .seat ? [.participant] : roles }
}
