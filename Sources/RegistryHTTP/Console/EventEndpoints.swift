import Foundation
import TrainingRegistry

extension Service {
    /// An event through its life, in the console.
    static let eventPages: [StaffRoute] = [
        StaffRoute(.get, "/console/new-event", needs: .editEvent, Service.showNewEvent),
        StaffRoute(.post, "/console/new-event", needs: .editEvent, Service.makeEvent),
        StaffRoute(.get, "/console/events/{code}/edit", needs: .editEvent, Service.showMoves),
        StaffRoute(
            .get, "/console/events/{code}/edit/form", needs: .editEvent, Service.showEditForm),
        StaffRoute(.post, "/console/events/{code}/edit", needs: .editEvent, Service.saveEvent),
        StaffRoute(.post, "/console/events/{code}/publish", needs: .editEvent, Service.publish),
        StaffRoute(.post, "/console/events/{code}/hold", needs: .editEvent, Service.hold),
        StaffRoute(.get, "/console/events/{code}/move", needs: .editEvent, Service.showMoveForm),
        StaffRoute(
            .post, "/console/events/{code}/move", needs: .editEvent, names: .seen,
            Service.moveOne),
        StaffRoute(
            .get, "/console/events/{code}/cancel", needs: .editEvent, names: .seen,
            Service.showCancel),
        StaffRoute(
            .post, "/console/events/{code}/cancel", needs: .editEvent, names: .seen,
            Service.cancelOne),
    ]

    func showNewEvent(_ request: Request) async throws -> Response {
        var values = ["time_zone": "Europe/Stockholm", "languages": "en"]
        values["kind"] = EventKind.training.rawValue
        return try await formPage(request, nil, .new, FormState(values: values)).response()
    }

    /// A draft, in a programme that the sender may write in.
    func makeEvent(_ request: Request) async throws -> Response {
        var fields = try request.formFields(lists: Set(EventFormPage.lists))
        fields.allow("csrf")
        let state = FormState(event: fields)
        let principal = try principal(request)
        do {
            var document = EventDocument(fields).reader(over: nil, withSchedule: true)
            let form = try await EventForm(reading: &document, code: nil, in: database)
            guard try await mayWrite(in: form.plan.programme, principal) else {
                throw Problem.invalidFields([.notYours])
            }
            let event = try await database.create(
                CreateEvent(plan: form.plan, actor: principal.actor, now: now())
            ).get()
            return .redirect(to: "/console/events/\(event.code)/edit")
        } catch {
            guard let told = try told(error, state) else { throw error }
            let page = try await formPage(request, nil, .new, told.state)
            return page.response(status: told.status)
        }
    }

    func showEditForm(_ request: Request) async throws -> Response {
        let event = try await staffEventOfPage(request)
        guard event.state.after(.edit) != nil else {
            throw EventRefusal.illegalMove(.edit, event.state)
        }
        return try await formPage(
            request, event, .edit(withSchedule: event.state == .draft), FormState(of: event)
        ).response()
    }

    /// Back to the event, or 409 with both versions when somebody else changed it.
    func saveEvent(_ request: Request) async throws -> Response {
        var fields = try request.formFields(lists: Set(EventFormPage.lists))
        fields.allow("csrf")
        let event = try await staffEventOfPage(request)
        let state = FormState(event: fields)
        let principal = try principal(request)
        let isDraft = event.state == .draft
        do {
            var document = EventDocument(fields).reader(over: event, withSchedule: isDraft)
            let form = try await EventForm(reading: &document, code: event.code, in: database)
            if form.plan.programme?.description != event.programme {
                guard try await mayWrite(in: form.plan.programme, principal) else {
                    throw Problem.invalidFields([.notYours])
                }
            }
            _ = try await database.edit(
                EditEvent(
                    plan: form.plan, revision: form.revision ?? 0, actor: principal.actor,
                    now: now())
            ).get()
            return .redirect(to: "/console/events/\(event.code)/edit")
        } catch EventRefusal.movedOn {
            return try await conflict(request, state)
        } catch {
            guard let told = try told(error, state) else { throw error }
            let page = try await formPage(
                request, event, .edit(withSchedule: isDraft), told.state)
            return page.response(status: told.status)
        }
    }

    /// What was typed beside what is there; saving again is then on purpose.
    private func conflict(_ request: Request, _ state: FormState) async throws -> Response {
        let latest = try await staffEventOfPage(request)
        let current = FormState(of: latest)
        let names = EventFormPage.texts + EventFormPage.times + EventFormPage.lists
        var rows = names.filter {
            $0 != "revision" && $0 != "code" && state.values[$0] != nil
                && Self.isChanged($0, state.value($0), current.value($0))
        }.map { (field: $0, mine: state.value($0), now: current.value($0)) }
        for group in FormRows.all where latest.state == .draft || group.name != "session" {
            let (mine, now) = (group.text(state), group.text(current))
            if mine != now { rows.append((field: "\(group.name)s", mine: mine, now: now)) }
        }
        var state = state
        state.values["revision"] = String(latest.revision)
        let form = try await formPage(
            request, latest, .edit(withSchedule: latest.state == .draft), state)
        return EventConflictPage(
            layout: form.layout, event: try await eventOfPage(request), rows: rows, form: form
        ).response(status: 409)
    }

    /// A browser sends other line breaks than are kept, and ticks in the order of its page.
    private static func isChanged(_ field: String, _ typed: String, _ kept: String) -> Bool {
        guard !EventFormPage.lists.contains(field) else {
            return Set(typed.split(separator: " ")) != Set(kept.split(separator: " "))
        }
        let lines = [typed, kept].map {
            $0.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        }
        return lines[0] != lines[1]
    }

    func showMoves(_ request: Request) async throws -> Response {
        try await movesPage(request, FormState()).response()
    }

    func publish(_ request: Request) async throws -> Response {
        try await advanceOne(request, .publish)
    }

    func hold(_ request: Request) async throws -> Response {
        try await advanceOne(request, .hold)
    }

    private func advanceOne(_ request: Request, _ move: EventMove) async throws -> Response {
        var fields = try request.formFields()
        fields.allow("csrf")
        let revision = fields.requiredInteger("revision", in: 0...Int(Int32.max))
        try fields.finish()
        let code = try request.capture("code", Code.init(parsing:))
        let outcome = try await database.advance(
            AdvanceEvent(
                code: code, move: move, revision: revision, actor: try principal(request).actor,
                now: now()))
        switch outcome {
        case .success: return .redirect(to: "/console/events/\(code)")
        case .failure(.unknown): throw Problem.notFound
        case .failure(let refusal):
            let state = FormState(errors: [("event", refusal.description)])
            return try await movesPage(request, state).response(status: 409)
        }
    }

    private func movesPage(_ request: Request, _ state: FormState) async throws -> EventMovesPage {
        let event = try await staffEventOfPage(request)
        return EventMovesPage(
            layout: try layout(request, .events), event: try await eventOfPage(request),
            staffEvent: event, missing: event.missingToPublish(at: now()), state: state)
    }

    func staffEventOfPage(_ request: Request) async throws -> StaffEvent {
        let code = try request.capture("code", Code.init(parsing:))
        guard let event = try await database.staffEvent(code) else { throw Problem.notFound }
        return event
    }

    func principal(_ request: Request) throws(Problem) -> Principal {
        guard let principal = request.principal else { throw .unauthorized }
        return principal
    }

    /// Without a programme an event is of nobody's but those whose role holds everywhere.
    private func mayWrite(in programme: Code?, _ principal: Principal) async throws -> Bool {
        let reach = principal.reach(for: .editEvent)
        guard !reach.isEverything else { return true }
        guard let programme else { return false }
        return try await database.programmes(in: reach).contains {
            $0.code == programme.description
        }
    }

    func formPage(
        _ request: Request, _ event: StaffEvent?, _ purpose: EventFormPage.Purpose,
        _ state: FormState
    ) async throws -> EventFormPage {
        let layout = try layout(request, .events)
        var programmes = try await database.programmes(
            in: layout.principal.reach(for: .editEvent)
        ).map { Choice(value: $0.code, title: $0.title) }
        // Whose role is bound to the event sees its programme, to leave it as it is.
        if let own = event?.programme, !programmes.contains(where: { $0.value == own }) {
            programmes.append(Choice(value: own, title: own))
        }
        let links = purpose == .move ? [] : try await database.eventLinks()
        return EventFormPage(
            layout: layout, event: event == nil ? nil : try await eventOfPage(request),
            purpose: purpose, programmes: programmes, links: links,
            languages: catalogue.languages,
            topics: catalogue.topics.map { Choice(value: $0.code, title: $0.title) },
            names: codeNames, state: state)
    }

    /// What somebody is told of an error, in the form; nil when it is none of the form.
    func told(_ error: any Error, _ state: FormState) throws -> (state: FormState, status: Int)? {
        var state = state
        switch error {
        case let problem as Problem where problem.status == 422:
            state.errors = problem.errors.map(EventDocument.complaint)
            return (state, 422)
        case EventRefusal.unknown: return nil
        case EventRefusal.codeTaken:
            state.errors = [("code", EventRefusal.codeTaken.description)]
            return (state, 409)
        case EventRefusal.notReady(let complaints):
            state.errors = complaints.map { EventDocument.complaint(Problem.FieldError($0)) }
            return (state, 409)
        case let refusal as EventRefusal:
            state.errors = [("event", refusal.description)]
            return (state, 409)
        default: return nil
        }
    }
}

extension Problem.FieldError {
    static let notYours = Problem.FieldError(
        pointer: "/programme", code: "not-yours", detail: ConsoleWords.Form.notYours)
}
