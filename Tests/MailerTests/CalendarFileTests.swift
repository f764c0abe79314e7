import Foundation
import Testing

@testable import Mailer

@Suite struct CalendarFileTests {
    private static func file(
        _ span: CalendarFile.Span, isCancelled: Bool = false
    ) throws -> String {
        let file = CalendarFile(
            span: span, sequence: 2, writtenAt: Date(timeIntervalSince1970: 1_800_000_000),
            title: "Audits", location: "Hall, Rīga", url: "https://registry.example/events/audits",
            isCancelled: isCancelled,
            organizer: .init(address: try EmailAddress(parsing: "office@example.org")))
        return String(decoding: file.bytes, as: UTF8.self)
    }

    @Test("Each session is an entry of its own, with its UID, and for nobody in particular")
    func sessions() throws {
        let start = Date(timeIntervalSince1970: 1_806_130_800)
        let text = try Self.file(
            .sessions(
                ["one", "two"].enumerated().map { number, uid in
                    CalendarFile.Entry(
                        uid: "\(uid)@example.org",
                        sitting: .init(
                            title: "Day \(uid)", start: start + Double(number) * 86_400,
                            end: start + Double(number) * 86_400 + 3_600))
                }, zone: "Europe/Riga"))

        #expect(text.hasPrefix("BEGIN:VCALENDAR\r\n"))
        #expect(text.contains("\r\nMETHOD:PUBLISH\r\nBEGIN:VTIMEZONE\r\nTZID:Europe/Riga\r\n"))
        let entry = """
            BEGIN:VEVENT
            UID:two@example.org
            SEQUENCE:2
            DTSTAMP:20270115T080000Z
            DTSTART;TZID=Europe/Riga:20270328T100000
            DTEND;TZID=Europe/Riga:20270328T110000
            SUMMARY:Audits: Day two
            LOCATION:Hall\\, Rīga
            URL:https://registry.example/events/audits
            STATUS:CONFIRMED
            ORGANIZER:mailto:office@example.org
            END:VEVENT
            END:VCALENDAR

            """
        #expect(text.hasSuffix(entry.replacing("\n", with: "\r\n")))
        #expect(text.components(separatedBy: "BEGIN:VEVENT").count == 3)
        #expect(!text.contains("ATTENDEE"))
    }

    @Test("An event without sessions is whole days, and a cancelled one says so")
    func days() throws {
        let first = try #require(WallTime(year: 2027, month: 3, day: 27, hour: 0, minute: 0))
        let last = try #require(WallTime(year: 2027, month: 3, day: 28, hour: 0, minute: 0))
        let text = try Self.file(.days(first, last, uid: "days@example.org"), isCancelled: true)

        #expect(text.contains("\r\nDTSTART;VALUE=DATE:20270327\r\nDTEND;VALUE=DATE:20270329\r\n"))
        #expect(text.contains("\r\nSTATUS:CANCELLED\r\n"))
    }
}
