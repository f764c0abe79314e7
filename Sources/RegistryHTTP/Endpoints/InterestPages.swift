import Foundation
import TrainingRegistry

extension Service {
    /// The forms to express interest in an event or a programme.
    static let interestPages: [Route<Service>] = [
        Route(.get, "/events/{code}/interest", Service.showEventForm),
        Route(.post, "/events/{code}/interest", Service.sendEventForm),
        Route(.get, "/programmes/{code}/interest", Service.showProgrammeForm),
        Route(.post, "/programmes/{code}/interest", Service.sendProgrammeForm),
    ]

    func showEventForm(_ request: Request) async throws -> Response {
        show(.event(try event(of: request)))
    }

    func sendEventForm(_ request: Request) async throws -> Response {
        let event = try event(of: request)
        return try await send(.event(event), .event(event.code), request)
    }

    func showProgrammeForm(_ request: Request) async throws -> Response {
        show(.programme(try poolProgramme(of: request)))
    }

    func sendProgrammeForm(_ request: Request) async throws -> Response {
        let programme = try poolProgramme(of: request)
        return try await send(.programme(programme), .programme(programme.code), request)
    }

    /// A programme that takes interest without a date; 404 for any other.
    private func poolProgramme(of request: Request) throws(Problem) -> Programme {
        let programme = try programme(of: request)
        guard programme.takesInterest else { throw .notFound }
        return programme
    }

    private func show(_ subject: InterestSubject) -> Response {
        closed(subject) ?? form(subject, FormState()).response()
    }

    /// 200 with "check your mail", 422 with the form kept, 409 when the event takes no interest.
    private func send(
        _ subject: InterestSubject, _ target: InterestTarget, _ request: Request
    ) async throws -> Response {
        try refuseCrossSite(request)
        var fields = try request.formFields()
        try await admit(request)
        let sent = CheckMailPage(site: site, target: subject, email: fields.typed("email"))
        if InterestForm.isTrapped(&fields) { return sent.response() }
        let read = InterestForm(reading: &fields, on: catalogue)
        let choices = wishChoices(of: subject)
        let wishes = WishesForm.boxes(&fields, among: choices)
        checkFormToken(&fields)
        let errors = fields.complete()
        guard let read, errors.isEmpty else {
            return form(subject, FormState(fields, errors, boxes: choices.names))
                .response(status: 422)
        }
        if let closed = closed(subject) { return closed }
        try await intake.express(read.expressing(target, wishes: wishes)).get()
        return sent.response()
    }

    /// A form is good for a day, and only when it was ours.
    func checkFormToken(_ fields: inout FieldReader) {
        let token = fields.optional("form") ?? ""
        guard !formToken.accepts(token, at: now()) else { return }
        fields.complain(
            "form", "stale-form",
            "This page was open for too long, so nothing was sent. Please send it again.")
    }

    /// The answer when an event takes no interest now.
    private func closed(_ subject: InterestSubject) -> Response? {
        guard case .event(let event) = subject, let problem = Problem(event.door(at: now()))
        else { return nil }
        return InterestClosedPage(site: site, event: event, now: now())
            .response(status: problem.status)
    }

    func form(
        _ subject: InterestSubject, _ state: FormState, _ invitation: InterestPage.Invited? = nil
    ) -> InterestPage {
        InterestPage(
            site: site, target: subject, sectors: sectorChoices, countries: countryChoices,
            languages: languageChoices, wishes: wishChoices(of: subject),
            formToken: formToken.issue(at: now()), state: state, invitation: invitation)
    }

    private func wishChoices(of subject: InterestSubject) -> WishChoices {
        guard case .programme(let programme) = subject else { return .none }
        return wishChoices(of: programme)
    }

    /// Throws 403 when a browser says that the form was sent from another site.
    ///
    /// `Sec-Fetch-Site` decides where it is sent (W3C Fetch Metadata §2.4). Older browsers send an
    /// `Origin`, which is `null` under our own Referrer-Policy, so that only a named one counts.
    func refuseCrossSite(_ request: Request) throws(Problem) {
        if let site = request.fields["sec-fetch-site"] {
            guard site == "same-origin" || site == "none" else { throw .crossSite }
            return
        }
        guard request.fields.contains("origin") else { return }
        guard let origin = request.fields["origin"] else { throw .crossSite }
        let host = request.fields["host"] ?? ""
        let own = [settings.publicURL, "http://\(host)", "https://\(host)", "null"]
        guard own.contains(origin) else { throw .crossSite }
    }
}

extension FormState {
    /// What was typed into a form and what is wrong with it.
    init(
        _ fields: FieldReader, _ errors: [Problem.FieldError],
        keeping names: [String] = InterestPage.shown, boxes: [String] = []
    ) {
        var values: [String: String] = [:]
        for name in names + boxes { values[name] = fields.typed(name) }
        self.init(
            values: values,
            errors: errors.map { error in
                let field = String(decoding: error.pointer.utf8.dropFirst(), as: UTF8.self)
                return (field, FormWords.message(field, error))
            })
    }
}

/// What a person is told to mend, where the sentence for programs would not do.
enum FormWords {
    static func message(_ field: String, _ error: Problem.FieldError) -> String {
        guard error.code == "missing", let request = missing[field] else { return error.detail }
        return request
    }

    private static let missing = [
        "given_name": "Enter your given name.",
        "family_name": "Enter your family name.",
        "email": "Enter your email address.",
        "country": "Choose the country you work in.",
        "sector": "Choose the sector you work in.",
        "notice": "Tick the box when you have read the privacy notice.",
    ]
}
