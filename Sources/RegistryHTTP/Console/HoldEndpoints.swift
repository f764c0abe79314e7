import Foundation
import Mailer
import TrainingRegistry

extension Service {
    /// Addresses on hold; an address is in no address of ours, only in what forms send.
    static let holdPages: [StaffRoute] = [
        StaffRoute(.get, "/console/mails/holds", needs: .manageMail, Service.showHolds),
        StaffRoute(
            .post, "/console/mails/holds", needs: .manageMail, names: .seen, Service.holdByHand),
        StaffRoute(
            .post, "/console/mails/holds/{id}/release", needs: .manageMail, names: .seen,
            Service.releaseByHand),
        StaffRoute(
            .post, "/console/mails/holds/{id}/resend", needs: .manageMail, names: .seen,
            Service.resendByHand),
    ]

    func showHolds(_ request: Request) async throws -> Response {
        try await holdsPage(request, FormState()).response()
    }

    func holdByHand(_ request: Request) async throws -> Response {
        var fields = try request.formFields()
        let address = fields.optional("address", EmailAddress.init(parsing:))
        let cause = fields.optional("cause", HoldAddress.Cause.init(parameter:))
        let reason = fields.optional("hold-reason", PeopleReason.init(parsing:))
        var state = FormState(fields, fields.completeForm(), keeping: HoldsPage.kept)
        guard let address, let cause, let reason, state.errors.isEmpty else {
            let words = ConsoleWords.Holds.self
            state.errors = [
                address == nil ? ("address", words.noAddress) : nil,
                cause == nil ? ("cause", words.noCause) : nil,
                reason == nil ? ("hold-reason", words.noReason) : nil,
            ].compactMap { $0 }
            return try await holdsPage(request, state).response(status: 422)
        }
        let outcome = try await database.hold(
            HoldAddress(
                address: address, cause: cause, actor: try actor(request), reason: reason,
                now: now()))
        return try await holdsAfter(request, outcome.map { _ in }, "address", state)
    }

    func releaseByHand(_ request: Request) async throws -> Response {
        let id = try request.capture("id", UUID.init(identity:))
        let field = HoldsPage.reason(id)
        var fields = try request.formFields()
        let reason = fields.optional("release-reason", PeopleReason.init(parsing:))
        var state = FormState(fields, fields.completeForm(), keeping: [])
        state.values[field] = fields.typed("release-reason")
        guard let reason, state.errors.isEmpty else {
            state.errors = [(field, ConsoleWords.Holds.noReason)]
            return try await holdsPage(request, state).response(status: 422)
        }
        let outcome = try await database.release(
            ReleaseAddress(hold: id, actor: try actor(request), reason: reason, now: now()))
        return try await holdsAfter(request, outcome.map { _ in }, field, state)
    }

    /// Back to the list; 409 with what was left out, because it is not so any more.
    func resendByHand(_ request: Request) async throws -> Response {
        let id = try request.capture("id", UUID.init(identity:))
        var fields = try request.formFields()
        let state = FormState(fields, fields.completeForm(), keeping: [])
        guard state.errors.isEmpty else {
            return try await holdsPage(request, state).response(status: 422)
        }
        let outcome = try await database.resend(
            ResendHeld(hold: id, actor: try actor(request), now: now()))
        if case .success(let done) = outcome, !done.leftOut.isEmpty {
            var page = try await holdsPage(request, state)
            page.notice = ConsoleWords.Holds.sent(done)
            return page.response(status: 409)
        }
        return try await holdsAfter(request, outcome.map { _ in }, HoldsPage.reason(id), state)
    }

    /// Back to the list; 404 without the hold, else 409 that says why not.
    private func holdsAfter(
        _ request: Request, _ outcome: Result<Void, HoldRefusal>, _ field: String,
        _ state: FormState
    ) async throws -> Response {
        switch outcome {
        case .success: return .redirect(to: HoldsPage.path)
        case .failure(.unknownHold): throw Problem.notFound
        case .failure(let refusal):
            var state = state
            state.errors = [(field, ConsoleWords.Holds.refusal(refusal))]
            return try await holdsPage(request, state).response(status: 409)
        }
    }

    private func holdsPage(_ request: Request, _ state: FormState) async throws -> HoldsPage {
        let holds = try await database.holds(ListHolds(limit: 200))
        let all = try await database.holds(ListHolds(withReleased: true, limit: 200))
        return HoldsPage(
            layout: try layout(request, .mails), holds: holds,
            over: HoldsPage.over(all, except: holds), state: state)
    }
}
