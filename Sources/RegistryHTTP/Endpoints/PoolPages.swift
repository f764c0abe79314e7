import Foundation
import TrainingRegistry

extension Service {
    /// What people in the pool do by the links of their mails; only a press of a button changes
    /// anything.
    static let poolPages: [Route<Service>] = [
        Route(.get, "/my/{token}/chance/{offer}", Service.showChance),
        Route(.post, "/my/{token}/chance/{offer}", Service.answerChance),
        Route(.post, "/my/{token}/keep", Service.keepInterest),
        Route(.post, "/my/{token}/wishes", Service.changeWishes),
    ]

    func showChance(_ request: Request) async throws -> Response {
        guard let token = token(of: request) else { return link(.cutShort) }
        return try await chance(request, token)
    }

    /// 303 to the personal page, or 409 when the event takes no more interest.
    func answerChance(_ request: Request) async throws -> Response {
        try refuseCrossSite(request)
        guard let token = token(of: request) else { return link(.cutShort) }
        let offer = try request.capture("offer", UUID.init(parameter:))
        var fields = try request.formFields()
        let accepts = fields.required("answer", Self.isYes)
        try fields.finish()
        guard let accepts else { throw Problem.notFound }
        let outcome = try await database.answer(
            AnswerChance(
                token: token, offer: offer, accepts: accepts, now: now(),
                mailDomain: settings.mailDomain))
        switch outcome {
        case .success(_) where !accepts: return redirect(to: token, .passed)
        case .success(.accepted): return redirect(to: token, .accepted)
        case .success(.waiting): return redirect(to: token, .waiting)
        case .success: return redirect(to: token, .interested)
        case .failure(.eventClosed): return try await chance(request, token, status: 409)
        case .failure: return link(.unknown)
        }
    }

    /// 303 to the personal page, which says whether it was in time.
    func keepInterest(_ request: Request) async throws -> Response {
        try refuseCrossSite(request)
        guard let token = token(of: request) else { return link(.cutShort) }
        var fields = try request.formFields()
        let interest = fields.required("interest", UUID.init(parameter:))
        try fields.finish()
        guard let interest else { throw Problem.notFound }
        let outcome = try await database.keep(
            KeepInterest(token: token, interest: interest, now: now()))
        switch outcome {
        case .success: return redirect(to: token, .kept)
        case .failure(.lapsed): return redirect(to: token, .ended)
        case .failure: return link(.unknown)
        }
    }

    /// 303 to the personal page.
    func changeWishes(_ request: Request) async throws -> Response {
        try refuseCrossSite(request)
        guard let token = token(of: request) else { return link(.cutShort) }
        var fields = try request.formFields()
        let interest = fields.required("interest", UUID.init(parameter:))
        let pooled = try await database.heldData(of: token, at: now())?.interests
            .first { $0.id == interest }?.pooled
        guard let interest, let pooled else {
            if interest == nil { try fields.finish() }
            return link(.unknown)
        }
        let choices = wishChoices(of: catalogue.programme(pooled.programme), holding: pooled)
        let wishes = WishesForm.boxes(&fields, among: choices)
        try fields.finish()
        let isDone = try await database.change(
            ChangeWishes(token: token, interest: interest, wishes: wishes, now: now()))
        return redirect(to: token, isDone ? .saved : .ended)
    }

    private func chance(
        _ request: Request, _ token: AccessToken, status: Int = 200
    ) async throws -> Response {
        let offer = try request.capture("offer", UUID.init(parameter:))
        let chances = try await database.chances(of: token, at: now())
        guard let chance = chances.first(where: { $0.id == offer }) else { return link(.unknown) }
        return ChancePage(
            site: site, token: token.description, chance: chance,
            event: catalogue.event(chance.event)
        ).response(status: status)
    }

    private static func isYes(_ text: String) throws(BadParameter) -> Bool {
        switch text {
        case "yes": return true
        case "no": return false
        default: throw BadParameter("unknown-value", "The answer is yes or no.")
        }
    }
}
