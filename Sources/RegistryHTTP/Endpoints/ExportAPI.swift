import Foundation
import Postgres
import TrainingRegistry

extension Service {
    /// Tables to take along, as files.
    static let exportAPI: [StaffRoute] = [
        StaffRoute(.get, "/api/v1/exports/{name}", needs: .report, Service.exportTable),
        StaffRoute(
            .get, "/api/v1/events/{code}/exports/{name}", needs: .seePeopleOfEvent,
            notesItself: true,
            Service.exportOfEvent),
        StaffRoute(
            .put, "/api/v1/people/{id}/listing", needs: .managePeople, Service.setListing),
    ]

    /// 200 with a file of some length, with names for who may see people across events.
    func exportTable(_ request: Request) async throws -> Response {
        var query = FieldReader(query: request.query)
        let event = query.optional("event", Code.init(parsing:))
        let from = query.optional("from", CalendarDay.init(parameter:))
        let until = query.optional("until", CalendarDay.init(parameter:))
        if event != nil, from != nil || until != nil {
            query.complain("event", "not-together", "Ask for an event or for days, not for both.")
        }
        if let from, let until, until < from {
            query.complain("until", "too-early", "The last day is before the first.")
        }
        let scope = event.map(ExportScope.event) ?? .period(from: from, until: until)
        return try await export(
            request, &query, about: scope, withNames: request.principal?.may(.managePeople) == true,
            via: "exports/{name}")
    }

    /// 200 with a file about one event, with names.
    func exportOfEvent(_ request: Request) async throws -> Response {
        var query = FieldReader(query: request.query)
        let event = try request.capture("code", Code.init(parsing:))
        return try await export(
            request, &query, about: .event(event), withNames: true,
            via: "events/{code}/exports/{name}")
    }

    private func export(
        _ request: Request, _ query: inout FieldReader, about scope: ExportScope, withNames: Bool,
        via path: String
    ) async throws -> Response {
        let export = try request.capture("name") { Export(rawValue: $0) }
        let format = query.optional("format", FileFormat.init(parameter:)) ?? .csv
        let hasMark = query.flag("bom")
        let asOf = query.optional("as_of", RecordedInstant.init(parsing:))?.date
        let now = now()
        if let asOf, asOf > now {
            query.complain("as_of", "in-the-future", "Nobody knows yet what will be known then.")
        }
        try query.finish()
        let root = request.segments.first == "console" ? "/console/" : "/api/v1/"
        let stream = try await database.open(
            OpenExport(
                export, as: format, about: scope, asOf: asOf, withNames: withNames,
                hasMark: hasMark, actor: try actor(request), via: root + path, now: now))
        guard let stream else { throw Problem.notFound }
        let source = ExportSource(stream) { [report] in report($0, root + path) }
        return Response(
            status: 200,
            fields: [
                Field("Content-Type", format.mediaType),
                Field(
                    "Content-Disposition",
                    "attachment; filename=\"\(stream.request.fileName).\(format.rawValue)\""),
                Field("Registry-Withheld-Rows", String(stream.withheld)),
            ],
            content: .stream(ContentStream(source, on: database.loop)))
    }

    /// 204; 404 when nobody has the id, or who has it carries on as somebody else.
    func setListing(_ request: Request) async throws -> Response {
        let actor = try actor(request)
        let person = try request.capture("id", UUID.init(uuidString:))
        var fields = try request.jsonFields()
        if !fields.isNamed("is_listed") { fields.complainMissing("is_listed") }
        let isListed = fields.flag("is_listed")
        let reason = fields.optional("reason", Motivation.init(parsing:))
        try fields.finish()
        let isKnown = try await database.list(
            ListPerson(
                person, isListed: isListed, reason: reason?.description, actor: actor, now: now()))
        guard isKnown else { throw MergeRefusal.unknownPerson }
        return .empty
    }
}

/// The file of an export as the content of a response; a fault is reported before it cuts it.
private final class ExportSource: ContentSource {
    private let stream: ExportStream
    private let report: (any Error) -> Void

    init(_ stream: ExportStream, report: @escaping (any Error) -> Void) {
        self.stream = stream
        self.report = report
    }

    func next() async throws -> [UInt8]? {
        do {
            return try await stream.next()
        } catch {
            report(error)
            throw error
        }
    }

    func close() { stream.close() }
}

extension FileFormat {
    fileprivate init(parameter text: String) throws(BadParameter) {
        guard let format = Self(rawValue: text) else {
            let known = Self.allCases.map(\.rawValue).joined(separator: ", ")
            throw BadParameter("unknown-format", "The formats are \(known).")
        }
        self = format
    }
}
