import Foundation
import Postgres
import TrainingRegistry

extension Service {
    /// The pages behind the links of focal points and of nominees.
    static let nominationPages: [Route<Service>] = [
        Route(.get, "/nominate/{token}", Service.showNominateDesk),
        Route(.post, "/nominate/{token}", Service.nominateByLink),
        Route(.post, "/nominate/{token}/change", Service.changeByLink),
        Route(.get, "/nominated/{token}", Service.showNomineeDesk),
        Route(.post, "/nominated/{token}", Service.confirmNomination),
        Route(.post, "/nominated/{token}/decline", Service.declineNomination),
    ]

    /// The desk of a focal point; `instead` names who is to be substituted, `holder` whose name of
    /// the roster fills the form.
    func showNominateDesk(_ request: Request) async throws -> Response {
        guard let token = nominationToken(of: request),
            let desk = try await database.focalPointDesk(of: token, on: catalogue.day)
        else { return unknownLink }
        var query = FieldReader(query: request.query)
        let instead = query.optional("instead").flatMap(UUID.init(uuidString:))
        let holder = query.optional("holder").flatMap(UUID.init(uuidString:))
        let done = query.optional("done").flatMap(NominatePage.Notice.init(rawValue:))
        var values = ["country": desk.country ?? ""]
        if let name = desk.roster.first(where: { $0.id == holder })?.holder {
            let words = name.split(separator: " ")
            values["given_name"] = words.dropLast().joined(separator: " ")
            values["family_name"] = words.last.map(String.init)
        }
        return page(token, desk, FormState(values: values), instead, done).response()
    }

    /// 303 to the desk, 422 with the form kept, or 409 with the reason.
    func nominateByLink(_ request: Request) async throws -> Response {
        try refuseCrossSite(request)
        guard let token = nominationToken(of: request),
            let desk = try await database.focalPointDesk(of: token, on: catalogue.day)
        else { return unknownLink }
        var fields = try request.formFields()
        let instead = fields.optional("instead", UUID.init(identity:))
        let person = NomineeForm(reading: &fields, on: catalogue)
        let errors = fields.complete()
        guard let person, errors.isEmpty else {
            return page(token, desk, NominatePage.state(fields, errors), instead, nil)
                .response(status: 422)
        }
        let step: ChangeNomination.Step =
            if let instead {
                .substitute(instead, person.particulars, person.email)
            } else {
                .nominate(person.particulars, person.email)
            }
        return try await take(step, by: token, .named) { refusal in
            page(
                token, desk, NominatePage.state(fields, [refusal]), instead, nil
            ).response(status: 409)
        }
    }

    /// 303 to the desk, or 409 with the reason.
    func changeByLink(_ request: Request) async throws -> Response {
        try refuseCrossSite(request)
        guard let token = nominationToken(of: request),
            let desk = try await database.focalPointDesk(of: token, on: catalogue.day)
        else { return unknownLink }
        var fields = try request.formFields()
        let step = try fields.nominationStep()
        return try await take(step, by: token, .changed) { refusal in
            page(
                token, desk,
                FormState(
                    values: ["country": desk.country ?? ""], errors: [("", refusal.detail)]),
                nil, nil
            ).response(status: 409)
        }
    }

    func showNomineeDesk(_ request: Request) async throws -> Response {
        guard let token = nominationToken(of: request),
            let desk = try await database.nomineeDesk(of: token)
        else { return unknownLink }
        var query = FieldReader(query: request.query)
        let done = query.optional("done").flatMap(NominationAnswer.init(rawValue:))
        return page(token, desk, nil, done).response()
    }

    /// 303 to the page with what became of it, 422 with the form kept, or 409 with the reason.
    func confirmNomination(_ request: Request) async throws -> Response {
        try refuseCrossSite(request)
        guard let token = nominationToken(of: request),
            let desk = try await database.nomineeDesk(of: token)
        else { return unknownLink }
        var fields = try request.formFields()
        let form = ParticularsForm(reading: &fields, on: catalogue)
        let notice = fields.required("notice", NoticeVersion.init(parsing:))
        if let notice, notice.description != PrivacyPage.version {
            fields.complain(
                "notice", "notice-outdated", "The privacy notice has changed. Read it again.")
        }
        let errors = fields.complete()
        guard let form, let notice, errors.isEmpty else {
            return page(token, desk, NominatePage.state(fields, errors), nil)
                .response(status: 422)
        }
        return try await answer(.confirm(form.value, notice), by: token, desk)
    }

    func declineNomination(_ request: Request) async throws -> Response {
        try refuseCrossSite(request)
        guard let token = nominationToken(of: request),
            let desk = try await database.nomineeDesk(of: token)
        else { return unknownLink }
        var fields = try request.formFields()
        try fields.finish()
        return try await answer(.decline, by: token, desk)
    }

    private func answer(
        _ answer: AnswerNomination.Answer, by token: AccessToken, _ desk: NomineeDesk
    ) async throws -> Response {
        let outcome = try await database.answer(
            AnswerNomination(
                token: token, answer: answer, now: now(), mailDomain: settings.mailDomain))
        switch outcome {
        case .success(let answer):
            return .redirect(to: "/nominated/\(token)?done=\(answer.rawValue)")
        case .failure(let refusal):
            return page(token, desk, FormState(errors: [("", refusal.detail)]), nil)
                .response(status: 409)
        }
    }

    private func take(
        _ step: ChangeNomination.Step, by token: AccessToken, _ notice: NominatePage.Notice,
        or refused: (Problem.FieldError) -> Response
    ) async throws -> Response {
        let outcome = try await database.change(
            ChangeNomination(
                at: .link(token, now: now(), mailDomain: settings.mailDomain), step))
        switch outcome {
        case .success: return .redirect(to: "/nominate/\(token)?done=\(notice.rawValue)")
        case .failure(let refusal):
            return refused(
                Problem.FieldError(
                    pointer: "/email", code: refusal.rawValue, detail: refusal.detail))
        }
    }

    private func page(
        _ token: AccessToken, _ desk: FocalPointDesk, _ state: FormState, _ instead: UUID?,
        _ notice: NominatePage.Notice?
    ) -> NominatePage {
        NominatePage(
            site: site, token: token.description, desk: desk, isOpen: now() < desk.round.deadline,
            sectors: sectorChoices, countries: countryChoices, languages: languageChoices,
            state: state, instead: instead, notice: notice)
    }

    private func page(
        _ token: AccessToken, _ desk: NomineeDesk, _ state: FormState?, _ done: NominationAnswer?
    ) -> NomineePage {
        NomineePage(
            site: site, token: token.description, desk: desk, isOpen: now() < desk.deadline,
            sectors: sectorChoices, countries: countryChoices, languages: languageChoices,
            state: state, done: done)
    }

    private func nominationToken(of request: Request) -> AccessToken? {
        request.captures["token"].flatMap(AccessToken.init(parsing:))
    }

    private var unknownLink: Response {
        LinkPage(site: site, trouble: .unknown).response(status: 404)
    }
}

extension NominatePage {
    /// What was typed, with what is wrong with it.
    static func state(_ fields: FieldReader, _ errors: [Problem.FieldError]) -> FormState {
        FormState(fields, errors)
    }
}

extension FieldReader {
    /// What is to become of a nomination: the fields `nomination` and `step`, and no others.
    mutating func nominationStep() throws(Problem) -> ChangeNomination.Step {
        let id = required("nomination", UUID.init(identity:))
        let word: String? = required("step")
        try finish()
        guard let id else { throw .notFound }
        switch word {
        case "up": return .moveUp(id)
        case "down": return .moveDown(id)
        case "withdraw": return .withdraw(id)
        default: throw .notFound
        }
    }
}
