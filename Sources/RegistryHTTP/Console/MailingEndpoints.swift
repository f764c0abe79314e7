import Foundation
import TrainingRegistry

extension Service {
    /// Mails of many before they leave: looked at, thinned out, sent or discarded.
    static let mailingPages: [StaffRoute] = [
        StaffRoute(
            .get, "/console/mailings", needs: .manageMail, notesItself: true,
            Service.showMailings),
        StaffRoute(
            .get, "/console/events/{code}/mailings", needs: .seeEvents,
            Service.showEventMailings),
        StaffRoute(
            .get, "/console/events/{code}/mailings/{id}", needs: .seePeopleOfEvent,
            Service.showMailingPage),
        StaffRoute(
            .post, "/console/events/{code}/mailings/{id}/release", needs: .decide,
            names: .seen, Service.sendMailing),
        StaffRoute(
            .post, "/console/events/{code}/mailings/{id}/take-out", needs: .decide,
            names: .seen, Service.thinOutMailing),
        StaffRoute(
            .post, "/console/events/{code}/mailings/{id}/discard", needs: .decide,
            names: .seen, Service.dropMailing),
    ]

    func showMailings(_ request: Request) async throws -> Response {
        MailingsPage(
            layout: try layout(request, .mails), mailings: try await database.mailings(.init())
        ).response()
    }

    func showEventMailings(_ request: Request) async throws -> Response {
        let event = try await eventOfPage(request)
        return MailingsPage(
            layout: try layout(request, .events), event: event,
            mailings: try await database.mailings(ListMailings(event: try event.code()))
        ).response()
    }

    func showMailingPage(_ request: Request) async throws -> Response {
        try await mailingPage(request, FormState()).response()
    }

    func sendMailing(_ request: Request) async throws -> Response {
        var fields = try request.formFields()
        let errors = fields.completeForm()
        guard errors.isEmpty else { throw Problem.invalidFields(errors) }
        return try await end(request, .release, FormState())
    }

    func thinOutMailing(_ request: Request) async throws -> Response {
        var fields = try request.formFields()
        let mail = fields.optional("mail").flatMap { Int64($0) }
        let reason = fields.optional("take-out-reason", PeopleReason.init(parsing:))
        var state = FormState(fields, fields.completeForm(), keeping: MailingPage.kept)
        guard let mail, let reason, state.errors.isEmpty else {
            let words = ConsoleWords.Mailings.self
            state.errors = [
                mail == nil ? ("mail", words.missing) : nil,
                reason == nil ? ("take-out-reason", words.noReason) : nil,
            ].compactMap { $0 }
            return try await mailingPage(request, state).response(status: 422)
        }
        return try await end(request, .takeOut(mail, reason), state)
    }

    func dropMailing(_ request: Request) async throws -> Response {
        var fields = try request.formFields()
        let reason = fields.optional("discard-reason", PeopleReason.init(parsing:))
        var state = FormState(fields, fields.completeForm(), keeping: MailingPage.kept)
        guard let reason, state.errors.isEmpty else {
            state.errors = [("discard-reason", ConsoleWords.Mailings.noReason)]
            return try await mailingPage(request, state).response(status: 422)
        }
        return try await end(request, .discard(reason), state)
    }

    private func end(
        _ request: Request, _ step: EndMailing.Step, _ state: FormState
    ) async throws -> Response {
        let code = try request.capture("code", Code.init(parsing:))
        let id = try request.capture("id", UUID.init(identity:))
        let outcome = try await database.end(
            EndMailing(
                event: code, mailing: id, step: step, actor: try actor(request), now: now()))
        switch outcome {
        case .success: return .redirect(to: "/console/events/\(code)/mailings/\(id.lowercased)")
        case .failure(.unknown): throw Problem.notFound
        case .failure(.endedAlready):
            var state = state
            state.errors = [("mailing", ConsoleWords.Mailings.over)]
            return try await mailingPage(request, state).response(status: 409)
        }
    }

    private func mailingPage(_ request: Request, _ state: FormState) async throws -> MailingPage {
        let detail = try await mailingOfRequest(request)
        return MailingPage(
            layout: try layout(request, .events), event: try await eventOfPage(request),
            detail: detail, samples: mails.samples(of: detail, now: now()), state: state,
            now: now())
    }

    /// To the page of the mails that wait, where an act left some; else to where it leads.
    func toMailing(_ order: MailOrder, orTo path: String) async throws -> Response {
        .redirect(to: try await database.waiting(order)?.path ?? path)
    }
}
