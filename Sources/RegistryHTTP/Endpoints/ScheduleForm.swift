import Foundation
import Mailer
import Postgres
import TrainingRegistry

/// When and where an event is, as a document says it, with what has to be looked up.
struct ScheduleForm {
    /// Nil after complaints, which the reader keeps.
    private(set) var schedule: EventSchedule?
    private(set) var references: [CodeReference] = []

    init(reading fields: inout FieldReader, of event: Code?) {
        let zone = Self.zone(&fields)
        if let zone { references.append(CodeReference(.timeZone, zone.0, at: "/time_zone")) }
        let sessions = Self.sessions(&fields, in: zone?.1)
        let (first, last) = Self.days(&fields, sessions, in: zone?.1)
        let precision = fields.word("date_precision", of: DatePrecision.self, default: .day)
        let venue = fields.text("venue", Title.init(parsing:))
        let city = fields.text("city", Title.init(parsing:))
        let country = fields.optionalText("country", CountryCode.init(parsing:))
        let isOnline = fields.flag("is_online")
        let opensAt = fields.moment("opens_at", in: zone?.1)
        let closesAt = fields.moment("closes_at", in: zone?.1)
        if let country {
            references.append(CodeReference(.country, country.description, at: "/country"))
        }
        for (index, session) in (sessions ?? []).enumerated() {
            guard let id = session.id else { continue }
            references.append(
                CodeReference(
                    .sessionOfEvent, "\(event?.description ?? "")/\(id.uuidString.lowercased())",
                    at: "/sessions/\(index)/id"))
        }
        guard let zone, let first, let last, let precision, let sessions else { return }
        let schedule = EventSchedule(
            startsOn: first, endsOn: last, datePrecision: precision, timeZone: zone.0,
            sessions: sessions, venue: venue, city: city, country: country?.description,
            isOnline: isOnline, opensAt: opensAt, closesAt: closesAt)
        fields.complain(schedule.complaints)
        self.schedule = schedule
    }

    private static func zone(_ fields: inout FieldReader) -> (String, TimeZone)? {
        guard let name = fields.required("time_zone") else { return nil }
        // GMT+2 and abbreviations are zones of Foundation's, and of nobody else.
        let isName = TimeZone.knownTimeZoneIdentifiers.contains(name) || name == "UTC"
        guard isName, let zone = TimeZone(identifier: name) else {
            fields.complain(
                "time_zone", "unknown-time-zone", "A time zone is written like Europe/Tallinn.")
            return nil
        }
        return (name, zone)
    }

    private static func sessions(
        _ fields: inout FieldReader, in zone: TimeZone?
    ) -> [PlannedSession]? {
        fields.objects("sessions") { session in
            let id = session.optional("id", UUID.init(member:))
            let title = session.required("title", Title.init(parsing:))
            let start = session.requiredMoment("starts_at", in: zone)
            let end = session.requiredMoment("ends_at", in: zone)
            guard let title, let start, let end else { return nil }
            return PlannedSession(
                id: id, title: title.description, startsAt: start, endsAt: end)
        }
    }

    /// The days that are given, or those of the sessions.
    private static func days(
        _ fields: inout FieldReader, _ sessions: [PlannedSession]?, in zone: TimeZone?
    ) -> (CalendarDay?, CalendarDay?) {
        let first = fields.optional("starts_on", CalendarDay.init(parameter:))
        let last = fields.optional("ends_on", CalendarDay.init(parameter:))
        guard let zone, let sessions else { return (first, last) }
        let isGiven = fields.isPresent("starts_on")
        if !isGiven, sessions.isEmpty { fields.complainMissing("starts_on") }
        return (
            first ?? sessions.map(\.startsAt).min().flatMap { day($0, in: zone) },
            last ?? sessions.map(\.endsAt).max().flatMap { day($0 - 1, in: zone) } ?? first
        )
    }

    private static func day(_ instant: Date, in zone: TimeZone) -> CalendarDay? {
        DateWords.wall(instant, in: zone)?.day
    }
}

extension FieldReader {
    mutating func requiredMoment(_ name: String, in zone: TimeZone?) -> Date? {
        required(name, Moment.init(parsing:)).flatMap { instant($0, name, zone) }
    }

    /// An instant, or a time on the clocks of a zone; without a zone it is only read.
    fileprivate mutating func moment(_ name: String, in zone: TimeZone?) -> Date? {
        optional(name, Moment.init(parsing:)).flatMap { instant($0, name, zone) }
    }

    private mutating func instant(_ moment: Moment, _ name: String, _ zone: TimeZone?) -> Date? {
        guard let zone else { return nil }
        guard let instant = moment.instant(in: zone) else {
            complain(
                name, "no-such-time",
                "The clocks leave this hour out when summer time begins there.")
            return nil
        }
        return instant
    }
}

extension UUID {
    init(member text: String) throws(BadParameter) {
        guard let id = UUID(uuidString: text) else {
            throw BadParameter("bad-id", "This is not the id of anything.")
        }
        self = id
    }
}
