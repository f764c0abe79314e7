import Foundation
import Mailer

/// What a statement that moved or cancelled an event leaves for the mails that tell of it.
struct EventChangeMail: Decodable {
    let givenName, target, code, uid: String
    let sequence: Int
    let hasPlace: Bool
    let reason: String?
    /// Where and when its reader was told that it would be; only of a move.
    let was: Place?
    let schedule: Schedule

    struct Place: Decodable {
        let startsOn, endsOn, venue, city: String
        let country, countryName: String?
        let isOnline: Bool
        /// Nil in mails of older versions.
        let timeZone: String?
        let sessions: [Sitting]?
    }

    struct Schedule: Decodable {
        let startsOn, endsOn, datePrecision, timeZone, venue, city: String
        let country, countryName: String?
        let isOnline: Bool
        let sessions: [Sitting]
    }

    struct Sitting: Decodable {
        let title: String
        let startsAt, endsAt: Date
    }

    init(parameters: String) throws(MailRenderer.Rejection) {
        do {
            self = try Self.decoder.decode(Self.self, from: Data(parameters.utf8))
        } catch {
            throw .badParameters
        }
    }

    static var decoder: JSONDecoder {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        decoder.dateDecodingStrategy = .iso8601
        return decoder
    }

    /// The event as a calendar takes it; nil where no day is known.
    func invitation(
        _ method: CalendarInvitation.Method, writtenAt: Date, from: MIMEMessage.Mailbox,
        to recipient: EmailAddress, in words: MailWords
    ) -> CalendarInvitation? {
        guard schedule.datePrecision == "day", let span else { return nil }
        return CalendarInvitation(
            method: method, uid: uid, sequence: sequence, writtenAt: writtenAt, span: span,
            summary: target, location: schedule.location(words),
            standing: .confirmed, organizer: from, attendee: MIMEMessage.Mailbox(address: recipient)
        )
    }

    /// What its reader was told before; nil of who was told what is so again.
    func before(_ dates: MailDates, _ words: MailWords) -> String? {
        guard let line = was?.line(dates, words), line != schedule.place.line(dates, words) else {
            return nil
        }
        return line
    }

    private var span: CalendarInvitation.Span? {
        guard schedule.sessions.isEmpty else {
            return .sittings(
                schedule.sessions.map {
                    CalendarInvitation.Sitting(title: $0.title, start: $0.startsAt, end: $0.endsAt)
                }, zone: schedule.timeZone)
        }
        guard let first = Self.day(schedule.startsOn), let last = Self.day(schedule.endsOn)
        else { return nil }
        return .days(first, last)
    }

    fileprivate static func day(_ text: String) -> WallTime? {
        guard case .wall(let wall) = try? Moment(parsing: text + "T00:00") else { return nil }
        return wall
    }
}

extension EventChangeMail.Schedule {
    fileprivate var place: EventChangeMail.Place {
        EventChangeMail.Place(
            startsOn: startsOn, endsOn: endsOn, venue: venue, city: city, country: country,
            countryName: countryName, isOnline: isOnline, timeZone: timeZone, sessions: sessions)
    }

    func location(_ words: MailWords) -> String {
        words.place(
            [venue, city, words.country(country, named: countryName)], isOnline: isOnline)
    }

    /// A line for each sitting on the clocks of the place, or the days.
    func lines(_ dates: MailDates) -> String {
        guard !sessions.isEmpty else { return EventChangeMail.days(startsOn, endsOn, dates) }
        let zone = TimeZone(identifier: timeZone) ?? .gmt
        let lines = sessions.sorted { ($0.startsAt, $0.endsAt) < ($1.startsAt, $1.endsAt) }.map {
            let day = dates.day(WallTime($0.startsAt, in: zone))
            return "\(day), \($0.clocks(in: zone)): \($0.title)"
        }
        return (lines + ["(\(zone.identifier))"]).joined(separator: "\n")
    }
}

extension EventChangeMail.Place {
    /// In one line, with the times of every day.
    func line(_ dates: MailDates, _ words: MailWords) -> String {
        let place = words.place(
            [venue, city, words.country(country, named: countryName)], isOnline: isOnline)
        let times = times(dates) ?? EventChangeMail.days(startsOn, endsOn, dates)
        return place.isEmpty ? times : "\(times), \(place)"
    }

    /// Such as `1 June 2027, 09:00–11:00, 12:00–15:00; 2 June 2027, 09:00–11:00 (Europe/Riga)`.
    private func times(_ dates: MailDates) -> String? {
        guard let sessions, !sessions.isEmpty else { return nil }
        let zone = timeZone.flatMap(TimeZone.init(identifier:)) ?? .gmt
        var days: [(day: String, times: [String])] = []
        for sitting in sessions.sorted(by: { ($0.startsAt, $0.endsAt) < ($1.startsAt, $1.endsAt) })
        {
            let day = dates.day(WallTime(sitting.startsAt, in: zone))
            if days.last?.day != day { days.append((day, [])) }
            days[days.count - 1].times.append(sitting.clocks(in: zone))
        }
        let lines = days.map { "\($0.day), \($0.times.joined(separator: ", "))" }
        return "\(lines.joined(separator: "; ")) (\(zone.identifier))"
    }
}

extension EventChangeMail {
    fileprivate static func days(_ first: String, _ last: String, _ dates: MailDates) -> String {
        let words = [first, last].map { text in day(text).map(dates.day) ?? text }
        return words[0] == words[1] ? words[0] : words.joined(separator: " – ")
    }
}

extension EventChangeMail.Sitting {
    /// `09:30–11:00`.
    fileprivate func clocks(in zone: TimeZone) -> String {
        [startsAt, endsAt].map { WallTime($0, in: zone).clock }.joined(separator: "–")
    }
}

extension WallTime {
    /// `09:30`.
    fileprivate var clock: String {
        [hour, minute].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
    }
}
