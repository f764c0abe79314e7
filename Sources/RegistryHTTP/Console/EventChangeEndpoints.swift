import Foundation
import TrainingRegistry

/// Moves and cancellations: looked at first, with everybody who is told.
extension Service {
    func showMoveForm(_ request: Request) async throws -> Response {
        let event = try await staffEventOfPage(request)
        guard event.state.after(.move) != nil else {
            throw EventRefusal.illegalMove(.move, event.state)
        }
        return try await formPage(request, event, .move, FormState(of: event)).response()
    }

    /// First the mails as they would leave, then the move itself.
    func moveOne(_ request: Request) async throws -> Response {
        var fields = try request.formFields(lists: Set(EventFormPage.lists))
        for name in ["csrf", "step"] { fields.allow(name) }
        let event = try await staffEventOfPage(request)
        let state = FormState(event: fields)
        do {
            guard event.state.after(.move) != nil else {
                throw EventRefusal.illegalMove(.move, event.state)
            }
            var document = EventDocument(fields).reader(over: nil, withSchedule: true)
            document.allow("revision")
            let form = try await MoveForm(reading: &document, code: event.code, in: database)
            guard form.sequence == event.sequence else {
                throw EventRefusal.movedOn(revision: event.revision, sequence: event.sequence)
            }
            guard fields.typed("step") == "send" else {
                let mails = try await database.preview(
                    PreviewChange(event.code, reason: form.reason, schedule: form.schedule))
                let hidden = state.values.sorted { $0.key < $1.key }
                    .map { (name: $0.key, value: $0.value) }
                return ChangeDraftPage(
                    layout: try layout(request, .events), event: try await eventOfPage(request),
                    isMove: true, sample: sample(of: mails, "event-moved"),
                    hidden: hidden.filter { !EventFormPage.lists.contains($0.name) },
                    state: FormState()
                ).response()
            }
            _ = try await database.move(
                form.move(
                    of: event.code, by: try principal(request).actor, now: now(),
                    mailDomain: settings.mailDomain)
            ).get()
            return try await toMailing(form.mails, orTo: "/console/events/\(event.code)")
        } catch {
            guard var told = try told(error, state) else { throw error }
            // Sent again, it is on purpose: the page shows what the event is now.
            if case EventRefusal.movedOn = error {
                told.state.values["sequence"] = String(event.sequence)
            }
            let page = try await formPage(request, event, .move, told.state)
            return page.response(status: told.status)
        }
    }

    func showCancel(_ request: Request) async throws -> Response {
        let event = try await staffEventOfPage(request)
        guard event.state.after(.cancel) != nil else {
            throw EventRefusal.illegalMove(.cancel, event.state)
        }
        return try await cancelPage(
            request, event, reason: nil, FormState(values: ["sequence": String(event.sequence)])
        ).response()
    }

    /// The mails again with the reason in them, or the cancellation itself.
    func cancelOne(_ request: Request) async throws -> Response {
        var fields = try request.formFields()
        fields.allow("csrf")
        let step = fields.optional("step")
        let sequence = fields.requiredInteger("sequence", in: 0...Int(Int32.max))
        let reason = fields.optional("reason", Title.init(parsing:))
        let looked = fields.optional("looked") ?? ""
        let errors = fields.complete()
        let event = try await staffEventOfPage(request)
        var state = FormState(fields, errors, keeping: ["reason", "sequence"])
        guard let sequence, errors.isEmpty else {
            return try await cancelPage(request, event, reason: nil, state).response(status: 422)
        }
        // Nobody gets a mail whose words were not looked at.
        guard step == "send", looked == reason?.description ?? "" else {
            return try await cancelPage(request, event, reason: reason, state).response()
        }
        var cancellation = CancelEvent(
            code: event.code, sequence: sequence, reason: reason,
            actor: try principal(request).actor, now: now(), mailDomain: settings.mailDomain)
        cancellation.mails = MailOrder(nil)
        switch try await database.cancel(cancellation) {
        case .success:
            return try await toMailing(
                cancellation.mails, orTo: "/console/events/\(event.code)")
        case .failure(.unknown): throw Problem.notFound
        case .failure(let refusal):
            let latest = try await staffEventOfPage(request)
            state.errors = [("event", refusal.description)]
            state.values["sequence"] = String(latest.sequence)
            return try await cancelPage(request, latest, reason: reason, state)
                .response(status: 409)
        }
    }

    private func cancelPage(
        _ request: Request, _ event: StaffEvent, reason: Title?, _ state: FormState
    ) async throws -> ChangeDraftPage {
        let mails = try await database.preview(PreviewChange(event.code, reason: reason))
        return ChangeDraftPage(
            layout: try layout(request, .events), event: try await eventOfPage(request),
            isMove: false, sample: sample(of: mails, "event-cancelled"),
            hidden: [
                (name: "sequence", value: state.value("sequence")),
                (name: "looked", value: reason?.description ?? ""),
            ], state: state)
    }

    /// Everybody who is told, and what the first of them reads; nil when nobody is.
    private func sample(of mails: [PlannedMail], _ template: String) -> MoveDraftPage.Sample? {
        guard let first = mails.first else { return nil }
        return MoveDraftPage.Sample(
            template: template, names: mails.map(\.name),
            draft: mailDraft(first, template: template))
    }
}
