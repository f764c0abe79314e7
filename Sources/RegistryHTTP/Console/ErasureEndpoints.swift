import Foundation
import TrainingRegistry

extension Service {
    /// Erasing a person: looked at first, then for good.
    static let erasurePages: [StaffRoute] = [
        StaffRoute(
            .get, "/console/people/{id}/erase", needs: .erasePeople, Service.showErasure),
        StaffRoute(
            .post, "/console/people/{id}/erase", needs: .erasePeople, Service.makeErasure),
    ]

    func showErasure(_ request: Request) async throws -> Response {
        let page = try await erasurePage(request, FormState())
        return page.response(status: page.refusal == nil ? 200 : 409)
    }

    /// 422 with what is to be mended, 409 with what is to be done first.
    func makeErasure(_ request: Request) async throws -> Response {
        var fields = try request.formFields()
        fields.allow("csrf")
        let reason = fields.required("reason", PeopleReason.init(parsing:))
        if fields.optional("sure") != "yes" {
            fields.complain("sure", "missing", ConsoleWords.Erasure.notSure)
        }
        let errors = fields.complete()
        var state = FormState(fields, errors, keeping: ErasurePage.shown)
        guard let reason, errors.isEmpty else {
            return try await erasurePage(request, state).response(status: 422)
        }
        let outcome = try await database.erase(
            ErasePerson(
                person: try request.capture("id", UUID.init(uuidString:)),
                actor: try actor(request), reason: reason, now: now(),
                mailDomain: settings.mailDomain))
        switch outcome {
        case .success(let lines):
            return ErasedPage(layout: try layout(request), lines: lines).response()
        case .failure(.unknownPerson), .failure(.erasedAlready): throw Problem.notFound
        case .failure(.reasonNamesThem):
            state.errors = [("reason", ErasureRefusal.reasonNamesThem.description)]
            return try await erasurePage(request, state).response(status: 422)
        case .failure(let refusal):
            var page = try await erasurePage(request, state)
            page.refusal = refusal
            return page.response(status: 409)
        }
    }

    /// 404 when nobody has the id.
    private func erasurePage(
        _ request: Request, _ state: FormState
    ) async throws -> ErasurePage {
        let id = try request.capture("id", UUID.init(uuidString:))
        guard let person = try await database.person(id) else { throw Problem.notFound }
        var page = ErasurePage(
            layout: try layout(request), person: person, lines: [], state: state)
        switch try await database.previewErasure(of: id, by: actor(request), now: now()) {
        case .success(let lines): page.lines = lines
        case .failure(let refusal): page.refusal = refusal
        }
        return page
    }
}
