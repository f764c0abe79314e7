import TrainingRegistry

extension Service {
    /// The page on which people answer an invitation to become a trainer.
    static let trainerPages: [Route<Service>] = [
        Route(.get, "/my/{token}/trainer", Service.showInvitations),
        Route(.post, "/my/{token}/trainer", Service.answerInvitation),
    ]

    func showInvitations(_ request: Request) async throws -> Response {
        guard let token = request.captures["token"].flatMap(AccessToken.init(parsing:)) else {
            return LinkPage(site: site, trouble: .cutShort).response(status: 404)
        }
        guard let standings = try await database.ownStandings(of: token, at: now()) else {
            return LinkPage(site: site, trouble: .unknown).response(status: 404)
        }
        return InvitationPage(site: site, token: token.description, standings: standings)
            .response()
    }

    /// 303 to the same page, which then says where the person stands.
    func answerInvitation(_ request: Request) async throws -> Response {
        try refuseCrossSite(request)
        guard let token = request.captures["token"].flatMap(AccessToken.init(parsing:)) else {
            return LinkPage(site: site, trouble: .cutShort).response(status: 404)
        }
        var fields = try request.formFields()
        let programme = fields.required("programme", Code.init(parsing:))
        let answer = fields.word("answer", of: InvitationPage.Answer.self)
        try fields.finish()
        guard let programme, let answer else { throw Problem.internalError }
        let outcome = try await database.answer(
            AnswerInvitation(
                token: token, programme: programme, accepts: answer == .accept, now: now()))
        switch outcome {
        // An invitation that was taken back meanwhile: the page says that none is open.
        case .success, .failure(.notAllowed): return .redirect(to: "/my/\(token)/trainer")
        case .failure: return LinkPage(site: site, trouble: .unknown).response(status: 404)
        }
    }
}
