public import Foundation

/// Everything that is held about one person, as `/my/{token}` shows it.
public struct HeldData: Sendable, Equatable {
    public var givenName: String
    public var familyName: String
    public var email: String
    public var organisation: String?
    public var sector: String
    public var country: String
    public var language: String?
    public var interests: [HeldInterest]

    public init(
        givenName: String, familyName: String, email: String, organisation: String?,
        sector: String, country: String, language: String?, interests: [HeldInterest]
    ) {
        self.givenName = givenName
        self.familyName = familyName
        self.email = email
        self.organisation = organisation
        self.sector = sector
        self.country = country
        self.language = language
        self.interests = interests
    }
}

/// One interest as the person sees it.
public struct HeldInterest: Sendable, Equatable {
    public enum State: String, Sendable {
        case confirmed
        case withdrawn
        /// It was in the pool, and its time is over.
        case lapsed
    }

    /// The interest's identity, for the withdraw button.
    public var id: UUID
    /// Event or programme title.
    public var title: String
    /// Path of the event's or programme's page.
    public var path: String
    public var state: State
    public var motivation: String?
    public var receivedAt: Date
    public var confirmedAt: Date?
    public var withdrawnAt: Date?
    /// Where it stands; nil of an interest without a decision to come.
    public var standing: Standing?
    /// What it says in the pool; nil of an interest in an event.
    public var pooled: Pooled?

    /// An interest in a programme without a date.
    public struct Pooled: Sendable, Equatable {
        /// Of the programme.
        public var programme: Code
        public var topics: [String]
        public var languages: [String]
        public var expiresAt: Date
        /// Whether its person was asked if it still stands, and has not answered.
        public var isAskedAgain: Bool
        /// How long it stands when it is kept.
        public var months: Int

        public init(
            programme: Code, topics: [String], languages: [String], expiresAt: Date,
            isAskedAgain: Bool, months: Int
        ) {
            self.programme = programme
            self.topics = topics
            self.languages = languages
            self.expiresAt = expiresAt
            self.isAskedAgain = isAskedAgain
            self.months = months
        }
    }

    /// What has become of an interest, as its person is told.
    public struct Standing: Sendable, Equatable {
        public var status: InterestStatus
        /// Of the seat that the person has or is offered.
        public var seat: Int?
        public var promisedUntil: Date?
        /// In the waiting list; 1 is the next.
        public var place: Int?
        /// IANA name, of the event.
        public var timeZone: String

        public init(
            status: InterestStatus, seat: Int? = nil, promisedUntil: Date? = nil,
            place: Int? = nil, timeZone: String
        ) {
            self.status = status
            self.seat = seat
            self.promisedUntil = promisedUntil
            self.place = place
            self.timeZone = timeZone
        }
    }

    public init(
        id: UUID, title: String, path: String, state: State, motivation: String?, receivedAt: Date,
        confirmedAt: Date?, withdrawnAt: Date?, standing: Standing? = nil, pooled: Pooled? = nil
    ) {
        self.id = id
        self.title = title
        self.path = path
        self.state = state
        self.motivation = motivation
        self.receivedAt = receivedAt
        self.confirmedAt = confirmedAt
        self.withdrawnAt = withdrawnAt
        self.standing = standing
        self.pooled = pooled
    }
}
