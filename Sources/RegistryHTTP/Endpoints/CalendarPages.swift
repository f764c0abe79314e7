import EventLoop
import Foundation
import Mailer
import Postgres
import TrainingRegistry

extension Service {
    /// 200 with the sessions as a calendar takes them; 304 to who has them; 404 where no day is
    /// known.
    func showCalendar(_ request: Request) async throws -> Response {
        let event = try event(of: request)
        guard
            let file = event.calendar(
                publicURL: settings.publicURL, domain: settings.mailDomain, from: mails.from)
        else { throw Problem.notFound }
        let bytes = file.bytes
        return Response(
            status: 200,
            fields: [
                Field("Content-Type", "text/calendar; charset=utf-8"),
                Field("Content-Disposition", "attachment; filename=\"\(event.code).ics\""),
            ], body: bytes
        ).revalidated(by: request, tag: CatalogueHolder.Prepared(bytes).tag)
    }
}

extension Event {
    /// The sessions as a calendar takes them, or the days; nil where only a month is known.
    func calendar(
        publicURL: String, domain: String, from organizer: MIMEMessage.Mailbox
    ) -> CalendarFile? {
        guard hasCalendar, let first = startsOn.wall, let last = endsOn.wall else { return nil }
        let entries = sessions.map {
            CalendarFile.Entry(
                uid: "session-\($0.id.uuidString.lowercased())@\(domain)",
                sitting: .init(title: $0.title, start: $0.startsAt, end: $0.endsAt))
        }
        return CalendarFile(
            span: entries.isEmpty
                ? .days(first, last, uid: "days-\(code)@\(domain)")
                : .sessions(entries, zone: timeZone),
            sequence: sequence,
            writtenAt: [publishedAt, movedAt, cancelledAt].compactMap(\.self).max()
                ?? publishedAt,
            title: title,
            location: [venue, city, countryName ?? "", isOnline ? "online" : ""]
                .filter { !$0.isEmpty }.joined(separator: ", "),
            url: "\(publicURL)/events/\(code)", isCancelled: cancelledAt != nil,
            organizer: organizer)
    }
}

extension CalendarDay {
    fileprivate var wall: WallTime? {
        WallTime(year: year, month: month, day: day, hour: 0, minute: 0)
    }
}
