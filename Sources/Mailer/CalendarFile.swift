public import Foundation

/// The sessions of an event as a file that calendars take, each an entry of its own.
///
/// It is for everybody and has no attendee (`METHOD:PUBLISH`, RFC 5546 §3.2.1), beside the one
/// invitation of the mails, which is for one person. The same value always gives the same bytes.
public struct CalendarFile: Sendable, Equatable {
    /// A session with a UID of its own, which stays when it moves.
    public struct Entry: Sendable, Equatable {
        public var uid: String
        public var sitting: CalendarInvitation.Sitting

        public init(uid: String, sitting: CalendarInvitation.Sitting) {
            self.uid = uid
            self.sitting = sitting
        }
    }

    /// When it is: its sessions, or whole days where no session is known.
    public enum Span: Sendable, Equatable {
        /// In the time zone of that IANA name.
        case sessions([Entry], zone: String)
        /// The first and the last day.
        case days(WallTime, WallTime, uid: String)
    }

    public var span: Span
    /// Counts the changes that the public is told of (RFC 5545 §3.8.7.4).
    public var sequence: Int
    /// When it was changed last (DTSTAMP), so that what did not change is the same file.
    public var writtenAt: Date
    public var title: String
    public var location: String
    /// The page of the event.
    public var url: String
    public var isCancelled: Bool
    public var organizer: MIMEMessage.Mailbox

    public init(
        span: Span, sequence: Int, writtenAt: Date, title: String, location: String, url: String,
        isCancelled: Bool, organizer: MIMEMessage.Mailbox
    ) {
        self.span = span
        self.sequence = sequence
        self.writtenAt = writtenAt
        self.title = title
        self.location = location
        self.url = url
        self.isCancelled = isCancelled
        self.organizer = organizer
    }

    /// The calendar object, every line ended by CRLF.
    public var bytes: [UInt8] {
        var content = CalendarContent()
        content.begin(method: "PUBLISH")
        switch span {
        case .days(let first, let last, let uid):
            entry(uid, title, in: &content) { content in
                content.line("DTSTART;VALUE=DATE", first.dayText)
                content.line("DTEND;VALUE=DATE", last.dayAfter.dayText)
            }
        case .sessions(let entries, let name):
            let zone = CalendarZone(name)
            if let start = entries.map(\.sitting.start).min(),
                let end = entries.map(\.sitting.end).max()
            {
                zone?.describe(from: start, to: end, in: &content)
            }
            let dates = zone.map { ";TZID=\($0.identifier)" } ?? ""
            for one in entries {
                let (start, end) = (one.sitting.start, one.sitting.end)
                entry(one.uid, "\(title): \(one.sitting.title)", in: &content) { content in
                    content.line("DTSTART\(dates)", CalendarInvitation.time(start, in: zone))
                    content.line("DTEND\(dates)", CalendarInvitation.time(end, in: zone))
                }
            }
        }
        content.line("END", "VCALENDAR")
        return content.bytes
    }

    private func entry(
        _ uid: String, _ summary: String, in content: inout CalendarContent,
        _ times: (inout CalendarContent) -> Void
    ) {
        content.line("BEGIN", "VEVENT")
        content.line("UID", uid)
        content.line("SEQUENCE", String(sequence))
        content.line("DTSTAMP", CalendarInvitation.time(writtenAt, in: nil))
        times(&content)
        content.text("SUMMARY", summary)
        if !location.isEmpty { content.text("LOCATION", location) }
        content.line("URL", url)
        content.line("STATUS", isCancelled ? "CANCELLED" : "CONFIRMED")
        content.mailbox("ORGANIZER", organizer)
        content.line("END", "VEVENT")
    }
}
