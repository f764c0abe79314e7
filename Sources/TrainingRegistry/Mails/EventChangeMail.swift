import Foundation
import Mailer

/// What a statement that moved or cancelled an event leaves for the mails that tell of it.
struct EventChangeMail: Decodable {
    let givenName, target, code, uid: String
    let sequence: Int
    let hasPlace: Bool
    let reason: String?
    /// Where and when it was to be; only of a move.
    let was: Place?
    let schedule: Schedule

    struct Place: Decodable {
        let startsOn, endsOn, venue, city: String
        let country, countryName: String?
        let isOnline: Bool
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
    func location(_ words: MailWords) -> String {
        words.place(
            [venue, city, words.country(country, named: countryName)], isOnline: isOnline)
    }

    /// A line for each sitting on the clocks of the place, or the days.
    func lines(_ dates: MailDates) -> String {
        guard !sessions.isEmpty else { return EventChangeMail.days(startsOn, endsOn, dates) }
        let zone = TimeZone(identifier: timeZone) ?? .gmt
        let lines = sessions.sorted { ($0.startsAt, $0.endsAt) < ($1.startsAt, $1.endsAt) }.map {
            let start = WallTime($0.startsAt, in: zone)
            let end = WallTime($0.endsAt, in: zone)
            return "\(dates.day(start)), \(start.clock)–\(end.clock): \($0.title)"
        }
        return (lines + ["(\(zone.identifier))"]).joined(separator: "\n")
    }
}

extension EventChangeMail.Place {
    func line(_ dates: MailDates, _ words: MailWords) -> String {
        let days = EventChangeMail.days(startsOn, endsOn, dates)
        let place = words.place(
            [venue, city, words.country(country, named: countryName)], isOnline: isOnline)
        return place.isEmpty ? days : "\(days), \(place)"
    }
}

extension EventChangeMail {
    fileprivate static func days(_ first: String, _ last: String, _ dates: MailDates) -> String {
        let words = [first, last].map { text in day(text).map(dates.day) ?? text }
        return words[0] == words[1] ? words[0] : words.joined(separator: " – ")
    }
}

extension WallTime {
    /// `09:30`.
    fileprivate var clock: String {
        [hour, minute].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
    }
}
