public import Foundation
import Postgres

/// An event as coordinators see it, drafts too, with everything they have said about it.
public struct StaffEvent: Sendable, Equatable {
    public var id: UUID
    public var code: Code
    public var kind: EventKind
    public var title: String
    public var summary: String
    public var description: String
    public var programme: String?
    public var phase: String?
    public var series: String?
    public var admission: Admission
    public var languages: [String]
    public var capacity: Int?
    /// Codes of sectors.
    public var audience: [String]
    /// Codes of topics.
    public var topics: [String]
    public var grants: [Funding]
    public var schedule: EventSchedule
    public var reach: EventReach
    /// Counts every change.
    public var revision: Int
    /// Counts the changes that people are told of.
    public var sequence: Int
    public var publishedAt: Date?
    public var heldAt: Date?
    public var cancelledAt: Date?
    public var movedAt: Date?

    /// A grant by its code, with its share of the cost as `0.2500`.
    public struct Funding: Sendable, Equatable, Decodable {
        public var grant: String
        public var share: String?
    }

    public var state: EventState {
        if cancelledAt != nil { return .cancelled }
        if heldAt != nil { return .held }
        return publishedAt == nil ? .draft : .published
    }

    var movedOn: EventRefusal { .movedOn(revision: revision, sequence: sequence) }
}

extension StaffEvent {
    /// What is missing before it can be shown to the public, everything at once.
    ///
    /// An event that is over is published for the record: it needs no session, place or seats.
    public func missingToPublish(at now: Date) -> [Complaint] {
        var complaints = schedule.complaints
        func needs(_ pointer: String, _ isThere: Bool, _ detail: String) {
            guard !isThere, !complaints.contains(where: { $0.pointer == pointer }) else { return }
            complaints.append(Complaint(pointer, "missing", detail))
        }
        needs("/summary", !summary.isEmpty, "People read it in the list of events.")
        guard now < lastMoment else { return complaints }
        needs(
            "/country", schedule.isOnline || schedule.country != nil,
            "An event to come has a place or is online.")
        needs("/languages", !languages.isEmpty, "People choose by the working language.")
        if schedule.datePrecision == .day {
            needs("/sessions", !schedule.sessions.isEmpty, "Say when it begins and ends.")
        } else {
            complaints.append(
                Complaint("/date_precision", "not-precise", "An event to come has its days."))
        }
        if admission == .open || admission == .selection {
            needs("/capacity", capacity != nil, "Say how many people can come.")
        }
        if let closesAt = schedule.closesAt, closesAt <= now {
            complaints.append(
                Complaint("/closes_at", "is-past", "Nobody could express interest any more."))
        }
        return complaints
    }

    /// When it begins, as well as it is known.
    var firstMoment: Date { schedule.sessions.map(\.startsAt).min() ?? dayStart }

    /// When it is over, as well as it is known.
    private var lastMoment: Date {
        schedule.sessions.map(\.endsAt).max() ?? schedule.instant(of: schedule.endsOn) + 86_400
    }

    private var dayStart: Date { schedule.instant(of: schedule.startsOn) }
}

extension EventSchedule {
    /// Midnight of a day at the place of the event.
    fileprivate func instant(of day: CalendarDay) -> Date {
        (try? Moment(parsing: "\(day)T00:00"))?
            .instant(in: TimeZone(identifier: timeZone) ?? .gmt) ?? .distantPast
    }

    /// Whether people would be told the same times and the same place.
    ///
    /// Ids of sessions say nothing to people, and when interest is taken is no part of it.
    func isSame(as other: EventSchedule) -> Bool {
        var (one, other) = (self, other)
        for schedule in [\EventSchedule.opensAt, \.closesAt] {
            one[keyPath: schedule] = nil
            other[keyPath: schedule] = nil
        }
        let order = { (a: PlannedSession, b: PlannedSession) in
            (a.startsAt, a.endsAt, a.title) < (b.startsAt, b.endsAt, b.title)
        }
        for index in one.sessions.indices { one.sessions[index].id = nil }
        for index in other.sessions.indices { other.sessions[index].id = nil }
        one.sessions.sort(by: order)
        other.sessions.sort(by: order)
        return one == other
    }
}
