public import Foundation
import Mailer
public import Postgres

/// What sort of gathering an event is (docs/concepts.md).
public enum EventKind: String, Sendable, Hashable, CaseIterable {
    case training
    case expertMeeting = "expert-meeting"
    case expertGroupMeeting = "expert-group-meeting"
    case consultation
    case studyVisit = "study-visit"
    case conference
    case roundtable
}

/// How people come to a seat.
public enum Admission: String, Sendable, Hashable, CaseIterable {
    /// Everybody who confirms has a seat while there is one.
    case open
    /// The coordinators choose among those interested.
    case selection
    /// Only those who were invited.
    case invitation
    /// States or organisations nominate.
    case nomination
}

/// Whose event it is: our own, or one of trainers whom we trained.
public enum EventReach: String, Sendable, Hashable, CaseIterable {
    case direct
    /// Never counted among our own.
    case indirect
}

/// How precisely the days of an event are known.
public enum DatePrecision: String, Sendable, Hashable, CaseIterable {
    case day
    /// The texts tell the month; the days are its first and its last.
    case month
    case year
}

/// One event as it is shown to the public.
public struct Event: Sendable, Equatable {
    public var code: Code
    public var kind: EventKind
    public var title: String
    public var summary: String
    /// Paragraphs of plain text, separated by empty lines.
    public var description: String
    public var programme: ProgrammeReference?
    /// Of a meeting of the Expert Group.
    public var chair: EventChair?
    public var admission: Admission
    public var startsOn: CalendarDay
    public var endsOn: CalendarDay
    public var datePrecision: DatePrecision
    /// IANA name, such as `Europe/Tallinn`; all sessions are shown in it.
    public var timeZone: String
    /// Empty when the event is only online.
    public var venue: String
    public var city: String
    /// ISO 3166-1 alpha-2; nil when the event is only online.
    public var country: String?
    public var countryName: String?
    public var isOnline: Bool
    /// BCP 47 tags of the working languages.
    public var languages: [String]
    public var capacity: Int?
    /// Titles of the sectors it is meant for; empty means everybody.
    public var audience: [String]
    public var opensAt: Date?
    public var closesAt: Date?
    public var cancelledAt: Date?
    public var heldAt: Date?
    /// When its last session or its last day has ended, whichever is earlier; the database tells.
    public var overAt: Date
    /// When its times or its place were last changed in public.
    public var movedAt: Date?
    /// The series it belongs to.
    public var series: Code?
    public var sessions: [Session]
    public var publishedAt: Date
    /// Counts the changes that people are told of.
    public var sequence: Int

    public init(
        code: Code, kind: EventKind, title: String, summary: String, description: String,
        programme: ProgrammeReference?, admission: Admission, startsOn: CalendarDay,
        endsOn: CalendarDay, timeZone: String, venue: String, city: String, country: String?,
        countryName: String?, isOnline: Bool, languages: [String], capacity: Int?,
        audience: [String], opensAt: Date?, closesAt: Date?, cancelledAt: Date?, heldAt: Date?,
        sessions: [Session], datePrecision: DatePrecision = .day, overAt: Date = .distantFuture,
        movedAt: Date? = nil, series: Code? = nil,
        chair: EventChair? = nil, publishedAt: Date = .distantPast, sequence: Int = 0
    ) {
        self.code = code
        self.kind = kind
        self.title = title
        self.summary = summary
        self.description = description
        self.programme = programme
        self.admission = admission
        self.startsOn = startsOn
        self.endsOn = endsOn
        self.datePrecision = datePrecision
        self.timeZone = timeZone
        self.venue = venue
        self.city = city
        self.country = country
        self.countryName = countryName
        self.isOnline = isOnline
        self.languages = languages
        self.capacity = capacity
        self.audience = audience
        self.opensAt = opensAt
        self.closesAt = closesAt
        self.cancelledAt = cancelledAt
        self.heldAt = heldAt
        self.overAt = overAt
        self.movedAt = movedAt
        self.series = series
        self.chair = chair
        self.sessions = sessions
        self.publishedAt = publishedAt
        self.sequence = sequence
    }
}

/// The programme an event belongs to, by the names a page needs.
public struct ProgrammeReference: Sendable, Equatable {
    public var code: Code
    public var title: String

    public init(code: Code, title: String) {
        self.code = code
        self.title = title
    }
}

/// One sitting with a start and an end; attendance is taken here, never on the event.
public struct Session: Sendable, Equatable {
    public var title: String
    public var startsAt: Date
    public var endsAt: Date
    /// The same when it moves.
    public var id: UUID

    public init(title: String, startsAt: Date, endsAt: Date, id: UUID = UUID()) {
        self.id = id
        self.title = title
        self.startsAt = startsAt
        self.endsAt = endsAt
    }
}

extension Event {
    /// Whether a calendar can take it: not when only its month or its year is known.
    public var hasCalendar: Bool { datePrecision == .day }

    /// Where an event stands towards somebody who would like to come.
    public enum Door: Sendable, Equatable {
        case open(until: Date?)
        case notYetOpen(opensAt: Date)
        case closed
        case cancelled
        case held
        /// Seats are given by invitation or nomination: no interest is taken without.
        case byInvitation
    }

    /// Whether interest is taken at `now`, and if not, why.
    ///
    /// Order matters: a cancelled event is cancelled, whatever its dates say.
    public func door(at now: Date, isInvited: Bool = false) -> Door {
        if cancelledAt != nil { return .cancelled }
        if heldAt != nil { return .held }
        if admission == .nomination || (admission == .invitation && !isInvited) {
            return .byInvitation
        }
        if now >= overAt { return .closed }
        if let opensAt, now < opensAt { return .notYetOpen(opensAt: opensAt) }
        if let closesAt, now >= closesAt { return .closed }
        return .open(until: closesAt)
    }
}

extension Event {
    /// Whether it was held, or its last day has ended on its own clocks.
    public func isPast(at now: Date) -> Bool {
        guard heldAt == nil else { return true }
        let today = CalendarDay(of: now, in: TimeZone(identifier: timeZone) ?? .gmt)
        return today.map { endsOn < $0 } ?? false
    }
}

extension CalendarDay {
    /// The day that it is then in a time zone.
    init?(of instant: Date, in zone: TimeZone) {
        let wall = WallTime(instant, in: zone)
        self.init(year: wall.year, month: wall.month, day: wall.day)
    }
}
