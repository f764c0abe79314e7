import Foundation
import Testing

@testable import Mailer

@Suite struct CalendarInvitationTests {
    /// 27 and 28 March 2027 in Riga: the clocks go forward in the night between them.
    static func invitation(
        _ method: CalendarInvitation.Method = .request, text: String = "Audits",
        standing: CalendarInvitation.Standing = .confirmed
    ) throws -> CalendarInvitation {
        let first = Date(timeIntervalSince1970: 1_806_130_800)
        return CalendarInvitation(
            method: method, uid: "event-1@example.org", sequence: 2,
            writtenAt: Date(timeIntervalSince1970: 1_800_000_000),
            span: .sittings(
                [
                    .init(title: "After", start: first + 86_400, end: first + 90_000),
                    .init(title: "Before", start: first, end: first + 3_600),
                ], zone: "Europe/Riga"),
            summary: text, location: text, standing: standing,
            organizer: .init(
                name: text, address: try EmailAddress(parsing: "trainings@example.org")),
            attendee: .init(
                name: text, address: try EmailAddress(parsing: "ieva.ozola@example.org")))
    }

    @Test("An invitation is one event with a recurrence for each further sitting")
    func request() throws {
        let text = String(decoding: try Self.invitation().bytes, as: UTF8.self)
        let expected = """
            BEGIN:VCALENDAR
            PRODID:-//Training registry//EN
            VERSION:2.0
            CALSCALE:GREGORIAN
            METHOD:REQUEST
            BEGIN:VTIMEZONE
            TZID:Europe/Riga
            BEGIN:STANDARD
            DTSTART:20261025T040000
            TZOFFSETFROM:+0300
            TZOFFSETTO:+0200
            END:STANDARD
            BEGIN:DAYLIGHT
            DTSTART:20270328T030000
            TZOFFSETFROM:+0200
            TZOFFSETTO:+0300
            END:DAYLIGHT
            END:VTIMEZONE
            BEGIN:VEVENT
            UID:event-1@example.org
            SEQUENCE:2
            DTSTAMP:20270115T080000Z
            DTSTART;TZID=Europe/Riga:20270327T090000
            DTEND;TZID=Europe/Riga:20270327T100000
            RDATE;TZID=Europe/Riga:20270328T100000
            SUMMARY:Audits
            DESCRIPTION:Before
            LOCATION:Audits
            STATUS:CONFIRMED
            TRANSP:OPAQUE
            ORGANIZER;CN="Audits":mailto:trainings@example.org
            ATTENDEE;CN="Audits";ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=FALSE:mail
             to:ieva.ozola@example.org
            END:VEVENT
            BEGIN:VEVENT
            UID:event-1@example.org
            SEQUENCE:2
            DTSTAMP:20270115T080000Z
            RECURRENCE-ID;TZID=Europe/Riga:20270328T100000
            DTSTART;TZID=Europe/Riga:20270328T100000
            DTEND;TZID=Europe/Riga:20270328T110000
            SUMMARY:Audits
            DESCRIPTION:After
            LOCATION:Audits
            STATUS:CONFIRMED
            TRANSP:OPAQUE
            ORGANIZER;CN="Audits":mailto:trainings@example.org
            ATTENDEE;CN="Audits";ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=FALSE:mail
             to:ieva.ozola@example.org
            END:VEVENT
            END:VCALENDAR

            """
        #expect(text == expected.replacing("\n", with: "\r\n"))
    }

    @Test("In every zone of the world the clocks that are described are those of the zone")
    func zones() throws {
        let first = Date(timeIntervalSince1970: 1_803_816_000)
        var invitation = try Self.invitation()
        for name in TimeZone.knownTimeZoneIdentifiers.sorted() {
            let zone = try #require(TimeZone(identifier: name))
            invitation.span = .sittings(
                [
                    .init(title: "March", start: first, end: first + 3_600),
                    .init(title: "December", start: first + 23_760_000, end: first + 23_763_600),
                ], zone: name)
            let changes = try Self.changes(Self.lines(invitation.bytes))
            for hours in stride(from: 0, through: 6_600, by: 25) {
                let instant = first + TimeInterval(hours) * 3_600
                let told = changes.last { $0.onset <= instant }?.offset
                let isUTC = CalendarZone(name) == nil
                #expect(isUTC || told == zone.secondsFromGMT(for: instant), "\(name) \(instant)")
            }
        }
    }

    /// When the offset becomes which, as a reader of the description works it out.
    private static func changes(_ lines: [String]) throws -> [(onset: Date, offset: Int)] {
        var changes: [(Date, Int)] = []
        var onset = WallTime(Date(timeIntervalSince1970: 0), offset: 0)
        var from = 0
        for line in lines.prefix(while: { $0 != "BEGIN:VEVENT" }) {
            let value = Array((line.split(separator: ":").last ?? "").utf8)
            func number(_ range: Range<Int>) -> Int {
                value[range].reduce(0) { $0 * 10 + Int($1) - 48 }
            }
            func offset() -> Int {
                let size = number(1..<3) * 3_600 + number(3..<5) * 60
                return value[0] == UInt8(ascii: "-") ? -size : size
            }
            if line.hasPrefix("DTSTART:") {
                onset = try #require(
                    WallTime(
                        year: number(0..<4), month: number(4..<6), day: number(6..<8),
                        hour: number(9..<11), minute: number(11..<13), second: number(13..<15)))
            } else if line.hasPrefix("TZOFFSETFROM:") {
                from = offset()
            } else if line.hasPrefix("TZOFFSETTO:") {
                let utc = try #require(onset.instant(in: .gmt))
                changes.append((utc - TimeInterval(from), offset()))
            }
        }
        return changes.sorted { $0.0 < $1.0 }
    }

    @Test("A cancellation takes the event and all its recurrences away")
    func cancel() throws {
        let lines = Self.lines(try Self.invitation(.cancel).bytes)

        #expect(lines.filter { $0 == "BEGIN:VEVENT" }.count == 1)
        #expect(lines.contains("METHOD:CANCEL"))
        #expect(lines.contains("STATUS:CANCELLED"))
        #expect(!lines.contains { $0.hasPrefix("RECURRENCE-ID") })
    }

    @Test(
        "No text can begin a line of its own, end a value or leave its quotes",
        arguments: [
            ("a\r\nATTENDEE:mailto:eve@example.org", "a\\nATTENDEE:mailto:eve@example.org"),
            ("a\nb\rc\u{2028}d\u{85}e", "a\\nb\\nc\\nd\\ne"),
            ("one, two; three", "one\\, two\\; three"), (#"C:\new"#, #"C:\\new"#),
            ("\"quoted\"", "\"quoted\""), ("q\"\u{301};X=1:y", "q\"\u{301}\\;X=1:y"),
            ("bell\u{7}", "bell"), ("END:VEVENT", "END:VEVENT"), ("", ""),
        ])
    func injection(text: String, expected: String) throws {
        let calm = try Self.invitation(text: "x")
        let bytes = try Self.invitation(text: text).bytes
        let lines = Self.lines(bytes)

        let names = { (lines: [String]) in lines.map { $0.prefix { $0 != ":" && $0 != ";" } } }
        let isKept = { (name: Substring) in !text.isEmpty || name != "LOCATION" }
        #expect(names(lines) == names(Self.lines(calm.bytes)).filter(isKept))
        #expect(lines.contains("SUMMARY:\(expected)"))
        for line in lines where line.hasPrefix("ORGANIZER") || line.hasPrefix("ATTENDEE") {
            // Two quotes around the name, none where there is no name.
            #expect(line.utf8.count { $0 == UInt8(ascii: "\"") } == (text.isEmpty ? 0 : 2))
        }
    }

    @Test("Lines are folded at 75 octets and never inside a character")
    func folding() throws {
        let text = String(repeating: "Ģirts \u{1F1F1}\u{1F1FB} ", count: 20)
        let bytes = try Self.invitation(text: text).bytes

        let physical = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: true)
        for line in physical {
            #expect(line.last == UInt8(ascii: "\r"))
            #expect(line.count <= 76)
            #expect(String(validating: line, as: UTF8.self) != nil)
        }
        #expect(Self.lines(bytes).contains("SUMMARY:\(text)"))
    }

    @Test("Sittings that begin together are one entry; days without a sitting are whole")
    func spans() throws {
        var invitation = try Self.invitation()
        let start = Date(timeIntervalSince1970: 1_806_130_800)
        invitation.span = .sittings(
            [
                .init(title: "A", start: start, end: start + 60),
                .init(title: "B", start: start, end: start + 3_600),
            ], zone: "UTC")
        let together = Self.lines(invitation.bytes)
        #expect(together.filter { $0 == "BEGIN:VEVENT" }.count == 1)
        #expect(together.contains("DESCRIPTION:A / B"))
        #expect(together.contains("DTSTART:20270327T070000Z"))
        #expect(together.contains("DTEND:20270327T080000Z"))

        invitation.span = .days(
            try #require(WallTime(year: 2028, month: 2, day: 28, hour: 0, minute: 0)),
            try #require(WallTime(year: 2028, month: 2, day: 29, hour: 0, minute: 0)))
        let days = Self.lines(invitation.bytes)
        #expect(days.contains("DTSTART;VALUE=DATE:20280228"))
        #expect(days.contains("DTEND;VALUE=DATE:20280301"))

        invitation.span = .sittings([], zone: "UTC")
        #expect(invitation.part == nil)
    }

    @Test("The part of a mail says what its method is")
    func part() throws {
        let part = try #require(try Self.invitation(.cancel).part)

        #expect(part.contentType == "text/calendar; method=CANCEL; charset=utf-8")
    }

    /// The lines as they were before folding.
    static func lines(_ bytes: [UInt8]) -> [String] {
        String(decoding: bytes, as: UTF8.self).replacing("\r\n ", with: "")
            .split(separator: "\r\n").map(String.init)
    }
}
