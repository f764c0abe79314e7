import Foundation
import Postgres
import TrainingRegistry

extension Service {
    /// What coordinators do with events; each needs a bearer token.
    static let eventAPI: [StaffRoute] = [
        StaffRoute(.get, "/api/v1/staff/events", needs: .seeEvents, Service.listStaffEvents),
        StaffRoute(.get, "/api/v1/staff/events/{code}", needs: .seeEvents, Service.readStaffEvent),
        StaffRoute(.post, "/api/v1/events", needs: .editEvent, Service.createEvent),
        StaffRoute(.put, "/api/v1/events/{code}", needs: .editEvent, Service.editEvent),
        StaffRoute(.post, "/api/v1/events/{code}/move", needs: .editEvent, Service.moveEvent),
        StaffRoute(.post, "/api/v1/events/{code}/cancel", needs: .editEvent, Service.cancelEvent),
        StaffRoute(
            .post, "/api/v1/events/{code}/publish", needs: .editEvent, Service.publishEvent),
        StaffRoute(.post, "/api/v1/events/{code}/hold", needs: .editEvent, Service.holdEvent),
        StaffRoute(.get, "/api/v1/series", needs: .seeEvents, Service.listSeries),
        StaffRoute(.post, "/api/v1/series", needs: .editProgramme, Service.saveSeries),
    ]

    func listStaffEvents(_ request: Request) async throws -> Response {
        var query = FieldReader(query: request.query)
        let state = query.optional("state", EventState.init(parameter:))
        let series = query.optional("series", Code.init(parsing:))
        let programme = query.optional("programme", Code.init(parsing:))
        let cursor = query.optional("cursor", ListEvents.Cursor.init(parameter:))
        let limit = query.optionalInteger("limit", in: 1...ListEvents.largestLimit)
        try query.finish()
        let count = limit ?? ListEvents.defaultLimit
        let events = try await database.staffEvents(
            ListStaffEvents(
                state: state, series: series, programme: programme, after: cursor,
                limit: count + 1))
        return .json { $0.staffEvents(events, limit: count) }
    }

    func readStaffEvent(_ request: Request) async throws -> Response {
        let code = try request.capture("code", Code.init(parsing:))
        guard let event = try await database.staffEvent(code) else { throw Problem.notFound }
        return .json { $0.staffEvent(event) }
    }

    /// 201 with the draft; 409 when the code is taken, 422 with everything that is wrong.
    func createEvent(_ request: Request) async throws -> Response {
        let actor = try self.actor(request)
        var fields = try request.jsonFields()
        let form = try await EventForm(reading: &fields, code: nil, in: database)
        let event = try await database.create(
            CreateEvent(plan: form.plan, actor: actor, now: now())
        ).get()
        var response = Response.json(status: 201) { $0.staffEvent(event) }
        response["Location"] = "/api/v1/staff/events/\(event.code)"
        return response
    }

    /// Replaces all of it; 409 when it was changed since it was read.
    func editEvent(_ request: Request) async throws -> Response {
        let actor = try self.actor(request)
        let code = try await knownEvent(request)
        var fields = try request.jsonFields()
        let form = try await EventForm(reading: &fields, code: code, in: database)
        let event = try await database.edit(
            EditEvent(plan: form.plan, revision: form.revision ?? 0, actor: actor, now: now())
        ).get()
        return .json { $0.staffEvent(event) }
    }

    func publishEvent(_ request: Request) async throws -> Response {
        try await advance(request, .publish)
    }

    func holdEvent(_ request: Request) async throws -> Response {
        try await advance(request, .hold)
    }

    private func advance(_ request: Request, _ move: EventMove) async throws -> Response {
        let actor = try self.actor(request)
        let code = try request.capture("code", Code.init(parsing:))
        let event = try await database.advance(
            AdvanceEvent(code: code, move: move, actor: actor, now: now())
        ).get()
        return .json { $0.staffEvent(event) }
    }

    /// 200 with how many people are told; 409 when the sequence is another by now.
    func moveEvent(_ request: Request) async throws -> Response {
        let actor = try self.actor(request)
        let code = try request.capture("code", Code.init(parsing:))
        var fields = try request.jsonFields()
        let form = try await MoveForm(reading: &fields, code: code, in: database)
        let change = try await database.move(
            form.move(of: code, by: actor, now: now(), mailDomain: settings.mailDomain)
        ).get()
        let mailing = try await database.waiting(form.mails)
        return .json { $0.change(change, mailing: mailing) }
    }

    func cancelEvent(_ request: Request) async throws -> Response {
        let actor = try self.actor(request)
        let code = try request.capture("code", Code.init(parsing:))
        var fields = try request.jsonFields()
        let sequence = fields.requiredInteger("sequence", in: 0...Int(Int32.max))
        let reason = fields.optionalText("reason", Title.init(parsing:))
        let mails = fields.mailOrder()
        try fields.finish()
        guard let sequence else { throw Problem.internalError }
        var cancellation = CancelEvent(
            code: code, sequence: sequence, reason: reason, actor: actor, now: now(),
            mailDomain: settings.mailDomain)
        cancellation.mails = mails
        let change = try await database.cancel(cancellation).get()
        let mailing = try await database.waiting(mails)
        return .json { $0.change(change, mailing: mailing) }
    }

    /// 404 before anything is said about the content.
    private func knownEvent(_ request: Request) async throws -> Code {
        let code = try request.capture("code", Code.init(parsing:))
        guard try await database.staffEvent(code) != nil else { throw Problem.notFound }
        return code
    }

    func listSeries(_ request: Request) async throws -> Response {
        let series = try await database.series()
        return .json { $0.items(series) { $0.series($1) } }
    }

    /// 201 when it is new, 200 when it has another title now.
    func saveSeries(_ request: Request) async throws -> Response {
        let actor = try self.actor(request)
        var fields = try request.jsonFields()
        let code = fields.required("code", Code.init(parsing:))
        let title = fields.required("title", Title.init(parsing:))
        try fields.finish()
        guard let code, let title else { throw Problem.internalError }
        let isNew = try await database.save(
            SaveSeries(code: code, title: title, actor: actor, now: now()))
        return .json(status: isNew ? 201 : 200) { json in
            json.object {
                $0.member("code", code.description)
                $0.member("title", title.description)
            }
        }
    }
}

extension EventState {
    init(parameter text: String) throws(BadParameter) {
        guard let state = Self(rawValue: text) else {
            let known = Self.allCases.map(\.rawValue).joined(separator: ", ")
            throw BadParameter("unknown-state", "The states of events are \(known).")
        }
        self = state
    }
}
