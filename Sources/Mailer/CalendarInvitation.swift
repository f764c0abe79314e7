public import Foundation

/// An event as a calendar takes it from a mail (RFC 5545, 5546 and 6047).
///
/// All sittings of an event have one UID, as RFC 5546 §3.2.2 wants it of one message: the first is
/// the event, the others are its further recurrences, each with its own end and title. Sittings
/// that begin together are one entry. The same value always gives the same bytes.
public struct CalendarInvitation: Sendable, Equatable {
    /// What the message does to the entry in the calendar (RFC 5546 §1.4).
    public enum Method: String, Sendable { case request = "REQUEST", cancel = "CANCEL" }

    /// Whether the recipient has a place, or has had one in an event that takes place without them.
    public enum Standing: Sendable { case confirmed, leaving }

    /// One sitting with its start and its end.
    public struct Sitting: Sendable, Equatable {
        public var title: String
        public var start: Date
        public var end: Date

        public init(title: String, start: Date, end: Date) {
            self.title = title
            self.start = start
            self.end = end
        }
    }

    /// When it is: its sittings, or whole days where no sitting is known.
    public enum Span: Sendable, Equatable {
        /// In the time zone of that IANA name.
        case sittings([Sitting], zone: String)
        /// The first and the last day.
        case days(WallTime, WallTime)
    }

    public var method: Method
    /// The same for every person and every change of the event.
    public var uid: String
    /// Grows with every message that one person is sent of the event (RFC 5545 §3.8.7.4).
    public var sequence: Int
    /// When the message was written (DTSTAMP).
    public var writtenAt: Date
    public var span: Span
    public var summary: String
    public var location: String
    public var standing: Standing
    public var organizer: MIMEMessage.Mailbox
    public var attendee: MIMEMessage.Mailbox

    public init(
        method: Method, uid: String, sequence: Int, writtenAt: Date, span: Span, summary: String,
        location: String, standing: Standing, organizer: MIMEMessage.Mailbox,
        attendee: MIMEMessage.Mailbox
    ) {
        self.method = method
        self.uid = uid
        self.sequence = sequence
        self.writtenAt = writtenAt
        self.span = span
        self.summary = summary
        self.location = location
        self.standing = standing
        self.organizer = organizer
        self.attendee = attendee
    }

    /// As a part of a mail; nil where there is nothing to put into a calendar.
    public var part: MIMEMessage.Part? {
        let bytes = bytes
        guard !bytes.isEmpty else { return nil }
        return .calendar(String(decoding: bytes, as: UTF8.self), method: method)
    }

    /// The calendar object, every line ended by CRLF; empty without any sitting.
    public var bytes: [UInt8] {
        var content = CalendarContent()
        content.begin(method: method.rawValue)
        switch span {
        case .days(let first, let last):
            entry(in: &content) { content in
                content.line("DTSTART;VALUE=DATE", first.dayText)
                content.line("DTEND;VALUE=DATE", last.dayAfter.dayText)
            }
        case .sittings(let sittings, let zone):
            let slots = Self.slots(sittings)
            guard !slots.isEmpty else { return [] }
            write(slots, CalendarZone(zone), in: &content)
        }
        content.line("END", "VCALENDAR")
        return content.bytes
    }
}

extension CalendarInvitation {
    private func write(
        _ slots: [Sitting], _ zone: CalendarZone?, in content: inout CalendarContent
    ) {
        guard let first = slots.first, let end = slots.map(\.end).max() else { return }
        zone?.describe(from: first.start, to: end, in: &content)
        let time = { (instant: Date) in Self.time(instant, in: zone) }
        let dates = zone.map { ";TZID=\($0.identifier)" } ?? ""
        entry(in: &content) { content in
            content.line("DTSTART\(dates)", time(first.start))
            content.line("DTEND\(dates)", time(first.end))
            guard slots.count > 1 else { return }
            let others = slots.dropFirst().map { time($0.start) }
            content.line("RDATE\(dates)", others.joined(separator: ","))
        }
        // Cancelling the event cancels all its recurrences (RFC 5546 §3.2.5).
        guard method == .request else { return }
        for slot in slots.dropFirst() {
            entry(slot, in: &content) { content in
                content.line("RECURRENCE-ID\(dates)", time(slot.start))
                content.line("DTSTART\(dates)", time(slot.start))
                content.line("DTEND\(dates)", time(slot.end))
            }
        }
    }

    private func entry(
        _ sitting: Sitting? = nil, in content: inout CalendarContent,
        _ times: (inout CalendarContent) -> Void
    ) {
        let isCancelled = method == .cancel
        content.line("BEGIN", "VEVENT")
        content.line("UID", uid)
        content.line("SEQUENCE", String(sequence))
        content.line("DTSTAMP", Self.time(writtenAt, in: nil))
        times(&content)
        content.text("SUMMARY", summary)
        if let title = (sitting ?? firstSitting)?.title, title != summary {
            content.text("DESCRIPTION", title)
        }
        if !location.isEmpty { content.text("LOCATION", location) }
        if let status { content.line("STATUS", status) }
        content.line("TRANSP", isCancelled ? "TRANSPARENT" : "OPAQUE")
        content.mailbox("ORGANIZER", organizer)
        content.mailbox("ATTENDEE", attendee, role)
        content.line("END", "VEVENT")
    }

    /// None where one attendee leaves: with CANCELLED nobody would have the event any more
    /// (RFC 5546 §3.2.5).
    private var status: String? {
        switch (method, standing) {
        case (_, .leaving): nil
        case (.cancel, .confirmed): "CANCELLED"
        case (.request, .confirmed): "CONFIRMED"
        }
    }

    private var role: String {
        switch standing {
        case .confirmed: ";ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=FALSE"
        case .leaving: ""
        }
    }

    private var firstSitting: Sitting? {
        guard case .sittings(let sittings, _) = span else { return nil }
        return Self.slots(sittings).first
    }

    /// The sittings in their order, those that begin together as one: a recurrence is told apart
    /// by its start alone (RFC 5545 §3.8.4.4).
    private static func slots(_ sittings: [Sitting]) -> [Sitting] {
        var slots: [Sitting] = []
        for sitting in sittings.sorted(by: { ($0.start, $0.end) < ($1.start, $1.end) }) {
            if let last = slots.last, last.start == sitting.start {
                slots[slots.count - 1].title += " / \(sitting.title)"
                slots[slots.count - 1].end = max(last.end, sitting.end)
            } else {
                slots.append(sitting)
            }
        }
        return slots
    }

    /// On the clocks of a zone, or in UTC with a Z.
    static func time(_ instant: Date, in zone: CalendarZone?) -> String {
        guard let zone else { return WallTime(instant, offset: 0).calendarText + "Z" }
        return WallTime(instant, in: zone.zone).calendarText
    }
}

extension WallTime {
    /// The day that follows; DTEND is the first day that is not part any more.
    var dayAfter: WallTime {
        let noon = WallTime(year: year, month: month, day: day, hour: 12, minute: 0)
        guard let instant = noon?.instant(in: .gmt) else { return self }
        return WallTime(instant + 86_400, offset: 0)
    }
}

extension MIMEMessage.Part {
    /// A calendar object, read by calendars as what its method says (RFC 6047 §2.4).
    public static func calendar(_ content: String, method: CalendarInvitation.Method) -> Self {
        Self(
            contentType: "text/calendar; method=\(method.rawValue); charset=utf-8",
            content: content)
    }
}
