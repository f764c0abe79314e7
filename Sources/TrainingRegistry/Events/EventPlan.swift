/// Everything that coordinators say about an event.
public struct EventPlan: Sendable, Equatable {
    public var code: Code
    public var kind: EventKind
    public var title: Title
    public var summary: String
    public var description: String
    public var programme: Code?
    public var phase: Code?
    public var series: Code?
    public var admission: Admission
    public var languages: [LanguageTag]
    public var capacity: Int?
    public var audience: [SectorCode]
    public var topics: [Code]
    public var grants: [Funding]
    public var schedule: EventSchedule
    public var reach: EventReach

    /// A grant that carries the event, with its share of the cost where it is known.
    public struct Funding: Sendable, Equatable {
        public var grant: Code
        public var share: GrantShare?

        public init(grant: Code, share: GrantShare?) {
            self.grant = grant
            self.share = share
        }
    }

    public init(
        code: Code, kind: EventKind, title: Title, summary: String, description: String,
        programme: Code?, phase: Code?, series: Code?, admission: Admission,
        languages: [LanguageTag], capacity: Int?, audience: [SectorCode], topics: [Code],
        grants: [Funding], schedule: EventSchedule, reach: EventReach = .direct
    ) {
        self.code = code
        self.kind = kind
        self.title = title
        self.summary = summary
        self.description = description
        self.programme = programme
        self.phase = phase
        self.series = series
        self.admission = admission
        self.languages = languages
        self.capacity = capacity
        self.audience = audience
        self.topics = topics
        self.grants = grants
        self.schedule = schedule
        self.reach = reach
    }
}

extension EventPlan {
    /// What is said twice among its grants, and shares that are more than the whole.
    public static func complaints(about grants: [Funding]) -> [Complaint] {
        var complaints: [Complaint] = []
        for (index, funding) in grants.enumerated()
        where grants[..<index].contains(where: { $0.grant == funding.grant }) {
            complaints.append(
                Complaint("/grants/\(index)/grant", "repeated", "This grant is there twice."))
        }
        if grants.compactMap(\.share?.tenThousandths).reduce(0, +) > 10_000 {
            complaints.append(
                Complaint("/grants", "more-than-the-whole", "The shares add up to more than 1."))
        }
        return complaints
    }
}

/// A plan as a statement takes it, in JSON.
struct PlanDocument: Encodable {
    let code, kind, title, summary, description, admission, reach: String
    let programme, phase, series: String?
    let languages, audience, topics: [String]
    let capacity: Int?
    let grants: [GrantDocument]
    let schedule: ScheduleDocument

    struct GrantDocument: Encodable {
        let grant: String
        let share: String?
    }

    init(_ plan: EventPlan) {
        code = plan.code.description
        kind = plan.kind.rawValue
        title = plan.title.description
        summary = plan.summary
        description = plan.description
        admission = plan.admission.rawValue
        reach = plan.reach.rawValue
        programme = plan.programme?.description
        phase = plan.phase?.description
        series = plan.series?.description
        languages = plan.languages.map(\.description)
        audience = plan.audience.map(\.description)
        topics = plan.topics.map(\.description)
        capacity = plan.capacity
        grants = plan.grants.map {
            GrantDocument(grant: $0.grant.description, share: $0.share?.description)
        }
        schedule = ScheduleDocument(plan.schedule)
    }
}
