import Foundation
import Postgres
import TrainingRegistry

extension Service {
    /// What everybody may read as JSON.
    static let catalogueAPI: [Route<Service>] = [
        Route(.get, "/openapi.json", Service.describeAPI),
        Route(.get, "/api/v1/events", Service.listEvents),
        Route(.get, "/api/v1/events/{code}", Service.readEvent),
        Route(.get, "/api/v1/programmes", Service.listProgrammes),
        Route(.get, "/api/v1/programmes/{code}", Service.readProgramme),
        Route(.get, "/api/v1/members", Service.listMembers),
        Route(.get, "/api/v1/public/figures", Service.listFigures),
    ]

    func describeAPI(_ request: Request) async throws -> Response {
        Response.json(OpenAPI.document.body).revalidated(by: request, tag: OpenAPI.document.tag)
    }

    /// 422 for a parameter that is unknown or wrong.
    func listEvents(_ request: Request) async throws -> Response {
        guard !request.query.items.isEmpty else {
            return Response.json(holder.allEvents.body)
                .revalidated(by: request, tag: holder.allEvents.tag)
        }
        var query = FieldReader(query: request.query)
        let from = query.optional("from", CalendarDay.init(parameter:))
        let to = query.optional("to", CalendarDay.init(parameter:))
        let kind = query.optional("kind", EventKind.init(parameter:))
        let programme = query.optional("programme", Code.init(parsing:))
        let series = query.optional("series", Code.init(parsing:))
        let cursor = query.optional("cursor", ListEvents.Cursor.init(parameter:))
        let limit = query.optionalInteger("limit", in: 1...ListEvents.largestLimit)
        try query.finish()
        let page = ListEvents(
            from: from, to: to, kind: kind, programme: programme, series: series,
            cursor: cursor, limit: limit ?? ListEvents.defaultLimit
        ).page(of: catalogue.events)
        return .json { $0.page(page) }
    }

    func readEvent(_ request: Request) async throws -> Response {
        try takeNoParameters(request)
        let event = try event(of: request)
        return .json { $0.event(event) }
    }

    func listProgrammes(_ request: Request) async throws -> Response {
        try takeNoParameters(request)
        let programmes = catalogue.programmes
        return .json { $0.items(programmes) { $0.programme($1) } }
    }

    func readProgramme(_ request: Request) async throws -> Response {
        try takeNoParameters(request)
        let programme = try programme(of: request)
        return .json { $0.programme(programme) }
    }

    /// The members of a day, today when none is given.
    func listMembers(_ request: Request) async throws -> Response {
        var query = FieldReader(query: request.query)
        let asked = query.optional("on", CalendarDay.init(parameter:))
        try query.finish()
        let day = asked ?? catalogue.day
        let members =
            day == catalogue.day ? catalogue.members : try await database.members(on: day)
        return .json { $0.items(members, on: day) { $0.member($1) } }
    }

    func listFigures(_ request: Request) async throws -> Response {
        try takeNoParameters(request)
        return Response.json(holder.figures.body)
            .revalidated(by: request, tag: holder.figures.tag)
    }

    private func takeNoParameters(_ request: Request) throws(Problem) {
        var query = FieldReader(query: request.query)
        try query.finish()
    }
}
