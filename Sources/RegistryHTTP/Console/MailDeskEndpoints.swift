import Foundation
import TrainingRegistry

extension Service {
    /// Whether mails leave, and what was not delivered.
    static let mailDeskPages: [StaffRoute] = [
        StaffRoute(.get, "/console/mails", needs: .manageMail, Service.showMailDesk),
        StaffRoute(
            .post, "/console/mails/requeue", needs: .manageMail, names: .seen,
            Service.requeueFromDesk),
    ]

    func showMailDesk(_ request: Request) async throws -> Response {
        var page = try await mailDesk(request)
        page.notice = request.query["requeued"].flatMap(Int64.init(mailNumber:))
            .map { ConsoleWords.Desk.requeued(Int($0)) }
        return page.response()
    }

    /// Back to the desk; 422 with the form, or 409 when some are not lost or not true any more.
    func requeueFromDesk(_ request: Request) async throws -> Response {
        var fields = try request.formFields(lists: ["mail"])
        let mails = fields.list("mail").compactMap(Int64.init(mailNumber:))
        let reason = fields.optional("requeue-reason", PeopleReason.init(parsing:))
        var state = FormState(fields, fields.completeForm(), keeping: MailDeskPage.kept)
        guard let reason, !mails.isEmpty, state.errors.isEmpty else {
            state.errors = [
                mails.isEmpty ? ("lost", ConsoleWords.Desk.noMail) : nil,
                reason == nil ? ("requeue-reason", ConsoleWords.Desk.noReason) : nil,
            ].compactMap { $0 }
            var page = try await mailDesk(request)
            (page.state, page.picked) = (state, Set(mails))
            return page.response(status: 422)
        }
        let done = try await database.requeue(
            RequeueMails(
                choice: .named(mails), actor: try actor(request), reason: reason, now: now()))
        guard !done.forgotten.isEmpty || !done.notDead.isEmpty || !done.leftOut.isEmpty else {
            return .redirect(to: "\(MailDeskPage.path)?requeued=\(done.requeued.count)")
        }
        var page = try await mailDesk(request)
        page.state.errors = [("lost", ConsoleWords.Desk.left(done))]
        return page.response(status: 409)
    }

    private func mailDesk(_ request: Request) async throws -> MailDeskPage {
        let now = now()
        return MailDeskPage(
            layout: try layout(request, .mails),
            health: try await database.outboxHealth(at: now),
            attempts: try await database.attempts(until: now),
            mailings: try await database.mailings(ListMailings(onlyWaiting: true)).count,
            lost: try await database.outbox(.lost(limit: 50)), now: now)
    }
}
