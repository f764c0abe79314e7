import Mailer
import TrainingRegistry

extension Service {
    /// The form behind the link of an invitation.
    static let invitationPages: [Route<Service>] = [
        Route(.get, "/invitations/{token}", Service.showInvitation),
        Route(.post, "/invitations/{token}", Service.sendInvitation),
    ]

    /// Changes nothing: a scanner that follows links uses no invitation up.
    func showInvitation(_ request: Request) async throws -> Response {
        guard let token = token(of: request) else { return link(.cutShort) }
        guard let found = try await database.invitation(of: token) else { return link(.unknown) }
        if let answer = answer(found) { return answer }
        let values = [
            "given_name": found.givenName, "family_name": found.familyName,
            "language": found.language,
        ].compactMapValues { $0 }
        return try invited(found, token, FormState(values: values)).response()
    }

    /// 303 to the personal page, 422 with the form kept, or a page that says why not.
    func sendInvitation(_ request: Request) async throws -> Response {
        try refuseCrossSite(request)
        guard let token = token(of: request) else { return link(.cutShort) }
        var fields = try request.formFields()
        try await admit(request)
        guard let found = try await database.invitation(of: token) else { return link(.unknown) }
        if let answer = answer(found) { return answer }
        guard !InterestForm.isTrapped(&fields) else { return link(.unknown) }
        let address = try EmailAddress(parsing: found.email)
        let read = InterestForm(reading: &fields, on: catalogue, from: address)
        checkFormToken(&fields)
        let errors = fields.complete()
        guard let read, errors.isEmpty else {
            return try invited(found, token, FormState(fields, errors)).response(status: 422)
        }
        let outcome = try await database.use(
            UseInvitation(
                token: token, particulars: read.particulars, motivation: read.motivation,
                notice: read.notice, now: now(), mailDomain: settings.mailDomain))
        switch outcome {
        case .success(let own): return redirect(to: own, .confirmed)
        case .failure(.used): return link(.invitationUsed)
        case .failure(.revoked): return link(.revoked)
        case .failure(.unknown): return link(.unknown)
        // It was closed a moment ago, and the catalogue does not know yet.
        case .failure(let refusal): throw refusal
        }
    }

    /// The answer to a link through which nothing can be sent now.
    private func answer(_ found: InvitationFound) -> Response? {
        switch found.state {
        case .used: return link(.invitationUsed)
        case .revoked: return link(.revoked)
        case .sent: break
        }
        guard let event = catalogue.event(found.event) else { return link(.unknown) }
        // Since it was sent, admission was opened to others: they have a form of their own.
        if event.admission != .invitation { return .redirect(to: "/events/\(event.code)") }
        guard let problem = Problem(event.door(at: now(), isInvited: true)) else { return nil }
        return InterestClosedPage(site: site, event: event, now: now(), isInvited: true)
            .response(status: problem.status)
    }

    private func invited(
        _ found: InvitationFound, _ token: AccessToken, _ state: FormState
    ) throws(Problem) -> InterestPage {
        guard let event = catalogue.event(found.event) else { throw .notFound }
        return form(
            .event(event), state,
            InterestPage.Invited(token: token.description, email: found.email))
    }
}
