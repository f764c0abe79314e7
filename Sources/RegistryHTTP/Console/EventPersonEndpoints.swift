import Foundation
import TrainingRegistry

extension Service {
    func showEventPerson(_ request: Request) async throws -> Response {
        try await eventPersonPage(request).response()
    }

    /// Back to the page with the mail on its way; 422 with the form kept, or 409 with why not.
    func sendAgain(_ request: Request) async throws -> Response {
        var page = try await eventPersonPage(request)
        var fields = try request.formFields()
        let mail = fields.optional("mail").flatMap(Int64.init(mailNumber:))
        let reason = fields.optional("again-reason", PeopleReason.init(parsing:))
        page.state = FormState(fields, fields.completeForm(), keeping: EventPersonPage.kept)
        guard let mail, let reason, page.state.errors.isEmpty else {
            page.state.errors = [
                mail == nil ? ("mail", ConsoleWords.Mails.noMail) : nil,
                reason == nil ? ("again-reason", ConsoleWords.Mailings.noReason) : nil,
            ].compactMap { $0 }
            return page.response(status: 422)
        }
        // Only mails of this person: the form names one by its number.
        guard page.mails.mails.contains(where: { $0.id == mail }) else { throw Problem.notFound }
        let again = try await database.resend(
            ResendMail(
                event: try page.event.code(), mail: mail, actor: try actor(request),
                reason: reason, now: now(), mailDomain: settings.mailDomain))
        switch again {
        case .success:
            let person = page.person.interest.lowercased
            return .redirect(to: "/console/events/\(page.event.code)/people/\(person)")
        case .failure(.unknown): throw Problem.notFound
        case .failure(let refusal):
            page.state.errors = [("mail", refusal.description)]
            return page.response(status: 409)
        }
    }

    private func eventPersonPage(_ request: Request) async throws -> EventPersonPage {
        let event = try await eventOfPage(request)
        let interest = try request.capture("id", UUID.init(identity:))
        let code = try event.code()
        guard let person = try await database.people(of: code, [interest]).first,
            let place = try await database.explainPlace(of: interest, in: code),
            let mails = try await database.explain(
                ExplainMails(event: code, interest: interest, now: now()))
        else { throw Problem.notFound }
        return EventPersonPage(
            layout: try layout(request, .events), event: event, person: person, place: place,
            mails: mails, names: codeNames)
    }
}
