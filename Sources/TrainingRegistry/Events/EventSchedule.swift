public import Foundation
import Mailer
public import Postgres

/// When and where an event is: what people are told of when it changes.
public struct EventSchedule: Sendable, Equatable {
    public var startsOn: CalendarDay
    public var endsOn: CalendarDay
    public var datePrecision: DatePrecision
    /// IANA name, such as `Europe/Tallinn`.
    public var timeZone: String
    public var sessions: [PlannedSession]
    public var venue: String
    public var city: String
    public var country: String?
    public var isOnline: Bool
    public var opensAt: Date?
    public var closesAt: Date?

    public init(
        startsOn: CalendarDay, endsOn: CalendarDay, datePrecision: DatePrecision = .day,
        timeZone: String, sessions: [PlannedSession], venue: String = "", city: String = "",
        country: String? = nil, isOnline: Bool = false, opensAt: Date? = nil, closesAt: Date? = nil
    ) {
        self.startsOn = startsOn
        self.endsOn = endsOn
        self.datePrecision = datePrecision
        self.timeZone = timeZone
        self.sessions = sessions
        self.venue = venue
        self.city = city
        self.country = country
        self.isOnline = isOnline
        self.opensAt = opensAt
        self.closesAt = closesAt
    }
}

/// A session of an event that is planned; one that is known already has its id.
public struct PlannedSession: Sendable, Equatable {
    public var id: UUID?
    public var title: String
    public var startsAt: Date
    public var endsAt: Date

    public init(id: UUID? = nil, title: String, startsAt: Date, endsAt: Date) {
        self.id = id
        self.title = title
        self.startsAt = startsAt
        self.endsAt = endsAt
    }
}

extension EventSchedule {
    /// What does not fit together in it, everything at once.
    public var complaints: [Complaint] {
        var complaints = dayComplaints + placeComplaints
        if let opensAt, let closesAt, opensAt >= closesAt {
            complaints.append(
                Complaint("/closes_at", "closes-before-it-opens", "This is not after its opening."))
        }
        for (index, session) in sessions.enumerated() {
            complaints += Self.complaints(
                about: session, at: "/sessions/\(index)", days: startsOn...max(startsOn, endsOn),
                zone: TimeZone(identifier: timeZone) ?? .gmt)
            if let id = session.id, sessions[..<index].contains(where: { $0.id == id }) {
                complaints.append(
                    Complaint("/sessions/\(index)/id", "repeated", "This session is there twice."))
            }
        }
        return complaints
    }

    /// What is wrong with moving an event there at `now`: it would be over; nil when it is to come.
    public func complaint(ofMovingAt now: Date) -> Complaint? {
        let today = CalendarDay(of: now, in: TimeZone(identifier: timeZone) ?? .gmt)
        if let today, endsOn < today {
            return Complaint("/ends_on", "in-the-past", "An event moves to a day to come.")
        }
        if let last = sessions.map(\.endsAt).max(), last <= now {
            return Complaint("/sessions", "in-the-past", "An event moves to a time to come.")
        }
        return nil
    }

    private static func complaints(
        about session: PlannedSession, at pointer: String, days: ClosedRange<CalendarDay>,
        zone: TimeZone
    ) -> [Complaint] {
        guard session.startsAt < session.endsAt else {
            return [
                Complaint(
                    "\(pointer)/ends_at", "ends-before-it-starts", "This is not after its start.")
            ]
        }
        var complaints: [Complaint] = []
        if !days.holds(session.startsAt, in: zone) {
            complaints.append(
                Complaint(
                    "\(pointer)/starts_at", "outside-the-event",
                    "This is not on a day of the event."))
        }
        // What ends at midnight is over on the day before.
        if !days.holds(session.endsAt - 1, in: zone) {
            complaints.append(
                Complaint(
                    "\(pointer)/ends_at", "outside-the-event",
                    "This is not on a day of the event."))
        }
        return complaints
    }

    private var dayComplaints: [Complaint] {
        guard startsOn <= endsOn else {
            return [Complaint("/ends_on", "ends-before-it-starts", "This is before its first day.")]
        }
        let isWholeMonth =
            startsOn.day == 1 && (startsOn.year, startsOn.month) == (endsOn.year, endsOn.month)
            && CalendarDay(year: endsOn.year, month: endsOn.month, day: endsOn.day + 1) == nil
        let isWholeYear =
            (startsOn.year, startsOn.month, startsOn.day) == (endsOn.year, 1, 1)
            && (endsOn.month, endsOn.day) == (12, 31)
        switch datePrecision {
        case .day: return []
        case .month where isWholeMonth: return []
        case .year where isWholeYear: return []
        case .month, .year:
            return [
                Complaint(
                    "/date_precision", "days-do-not-fit",
                    "The days have to be the first and the last of the \(datePrecision.rawValue).")
            ]
        }
    }

    private var placeComplaints: [Complaint] {
        var complaints: [Complaint] = []
        if !venue.isEmpty, city.isEmpty {
            complaints.append(Complaint("/city", "missing", "A venue is in a city."))
        }
        if !city.isEmpty, country == nil {
            complaints.append(Complaint("/country", "missing", "A city is in a country."))
        }
        return complaints
    }
}

extension ClosedRange<CalendarDay> {
    fileprivate func holds(_ instant: Date, in zone: TimeZone) -> Bool {
        CalendarDay(of: instant, in: zone).map(contains) ?? false
    }
}

/// A schedule as a statement takes it, in JSON.
struct ScheduleDocument: Encodable {
    let startsOn, endsOn, datePrecision, timeZone, venue, city: String
    let country: String?
    let isOnline: Bool
    let opensAt, closesAt: Date?
    let sessions: [SessionDocument]

    struct SessionDocument: Encodable {
        let id: UUID?
        let title: String
        let startsAt, endsAt: Date
    }

    init(_ schedule: EventSchedule) {
        startsOn = schedule.startsOn.description
        endsOn = schedule.endsOn.description
        datePrecision = schedule.datePrecision.rawValue
        timeZone = schedule.timeZone
        venue = schedule.venue
        city = schedule.city
        country = schedule.country
        isOnline = schedule.isOnline
        opensAt = schedule.opensAt
        closesAt = schedule.closesAt
        sessions = schedule.sessions.map {
            SessionDocument(id: $0.id, title: $0.title, startsAt: $0.startsAt, endsAt: $0.endsAt)
        }
    }
}

extension Encodable {
    /// As a statement reads it with `jsonb_to_record`: names in snake_case, times in RFC 3339.
    var statementJSON: String {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.dateEncodingStrategy = .iso8601
        // Texts, numbers and dates always encode.
        return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }
}
