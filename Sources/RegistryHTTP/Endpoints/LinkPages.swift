import Foundation
import TrainingRegistry

extension Service {
    /// The pages behind the links in mails.
    static let linkPages: [Route<Service>] = [
        Route(.get, "/confirm/{token}", Service.showConfirmation),
        Route(.post, "/confirm/{token}", Service.confirm),
        Route(.get, "/my/{token}", Service.showHeldData),
        Route(.post, "/my/{token}", Service.correct),
        Route(.post, "/my/{token}/withdraw", Service.withdraw),
        Route(.post, "/my/{token}/offer", Service.answerOffer),
    ]

    /// Asks the database nothing: a scanner that follows links learns and changes nothing.
    func showConfirmation(_ request: Request) async throws -> Response {
        guard let token = token(of: request) else { return link(.cutShort) }
        return ConfirmPage(site: site, token: token.description).response()
    }

    /// 303 to the personal page, or a page that says what is wrong with the link.
    func confirm(_ request: Request) async throws -> Response {
        try refuseCrossSite(request)
        guard let token = token(of: request) else { return link(.cutShort) }
        let outcome = try await database.confirm(
            ConfirmInterest(token: token, now: now(), mailDomain: settings.mailDomain))
        switch outcome {
        case .success(let own): return redirect(to: own, .confirmed)
        case .failure(let refusal): return link(Self.trouble(refusal))
        }
    }

    func showHeldData(_ request: Request) async throws -> Response {
        guard let token = token(of: request) else { return link(.cutShort) }
        var query = FieldReader(query: request.query)
        let done = query.optional("done").flatMap(MyPage.Notice.init(rawValue:))
        return try await heldData(of: token, state: nil, notice: done)
    }

    /// 303 to the personal page, or 422 with the form kept.
    func correct(_ request: Request) async throws -> Response {
        try refuseCrossSite(request)
        guard let token = token(of: request) else { return link(.cutShort) }
        var fields = try request.formFields()
        let read = ParticularsForm(reading: &fields, on: catalogue)
        let errors = fields.complete()
        guard let read, errors.isEmpty else {
            return try await heldData(of: token, state: FormState(fields, errors), notice: nil)
        }
        let outcome = try await database.correct(
            CorrectPerson(token: token, particulars: read.value, now: now()))
        switch outcome {
        case .success: return redirect(to: token, .saved)
        case .failure(.unknownLink): return link(.unknown)
        case .failure(.nameTaken):
            let taken = Problem.FieldError(
                pointer: "/family_name", code: "name-taken",
                detail: "There is somebody of this name with the same address already.")
            return try await heldData(of: token, state: FormState(fields, [taken]), notice: nil)
        }
    }

    /// 303 to the personal page.
    func withdraw(_ request: Request) async throws -> Response {
        try refuseCrossSite(request)
        guard let token = token(of: request) else { return link(.cutShort) }
        var fields = try request.formFields()
        let interest = fields.required("interest", UUID.init(parameter:))
        try fields.finish()
        guard let interest else { throw Problem.notFound }
        let outcome = try await database.withdraw(
            WithdrawInterest(
                token: token, interest: interest, now: now(), mailDomain: settings.mailDomain))
        switch outcome {
        case .success: return redirect(to: token, .withdrawn)
        case .failure(let refusal): return link(Self.trouble(refusal))
        }
    }

    /// 303 to the personal page, which then says what became of the answer.
    func answerOffer(_ request: Request) async throws -> Response {
        try refuseCrossSite(request)
        guard let token = token(of: request) else { return link(.cutShort) }
        var fields = try request.formFields()
        let interest = fields.required("interest", UUID.init(parameter:))
        let accepts = fields.required("answer", Self.accepts)
        try fields.finish()
        guard let interest, let accepts else { throw Problem.notFound }
        let outcome = try await database.answer(
            AnswerOffer(
                token: token, interest: interest, accepts: accepts, now: now(),
                mailDomain: settings.mailDomain))
        switch outcome {
        case .success(.accepted): return redirect(to: token, .accepted)
        case .success(.waiting): return redirect(to: token, .waiting)
        case .success(.declined): return redirect(to: token, .declined)
        case .failure(.unknown): return link(.unknown)
        case .failure: return redirect(to: token, .late)
        }
    }

    private static func accepts(_ text: String) throws(BadParameter) -> Bool {
        switch text {
        case "accept": return true
        case "decline": return false
        default: throw BadParameter("unknown-value", "An offer is accepted or declined.")
        }
    }

    func token(of request: Request) -> AccessToken? {
        request.captures["token"].flatMap(AccessToken.init(parsing:))
    }

    private func heldData(
        of token: AccessToken, state: FormState?, notice: MyPage.Notice?
    ) async throws -> Response {
        guard let held = try await database.heldData(of: token, at: now()) else {
            return link(.unknown)
        }
        var wishes: [UUID: WishChoices] = [:]
        for interest in held.interests {
            guard let pooled = interest.pooled else { continue }
            wishes[interest.id] = wishChoices(
                of: catalogue.programme(pooled.programme), holding: pooled)
        }
        let chances = wishes.isEmpty ? [] : try await database.chances(of: token, at: now())
        let places = try await database.places(of: token, at: now())
        return MyPage(
            site: site, token: token.description, held: held, sectors: sectorChoices,
            countries: countryChoices, languages: languageChoices, wishes: wishes,
            chances: chances,
            own: OwnPlaceParts(places: places, publicURL: settings.publicURL), state: state,
            notice: notice
        ).response(status: state == nil ? 200 : 422)
    }

    func redirect(to token: AccessToken, _ notice: MyPage.Notice) -> Response {
        .redirect(to: "/my/\(token)?done=\(notice.rawValue)")
    }

    func link(_ trouble: LinkPage.Trouble) -> Response {
        let isUnknown = trouble == .unknown || trouble == .cutShort
        return LinkPage(site: site, trouble: trouble).response(status: isUnknown ? 404 : 410)
    }

    private static func trouble(_ refusal: LinkRefusal) -> LinkPage.Trouble {
        switch refusal {
        case .unknown: .unknown
        case .expired: .expired
        case .alreadyUsed: .alreadyUsed
        }
    }
}

extension UUID {
    init(parameter text: String) throws(BadParameter) {
        guard let uuid = UUID(uuidString: text) else {
            throw BadParameter("bad-identity", "This is not the identity of an interest.")
        }
        self = uuid
    }
}
