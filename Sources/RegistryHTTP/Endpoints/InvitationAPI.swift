import Foundation
import TrainingRegistry

extension Service {
    /// Invitations to events, for coordinators.
    static let invitationAPI: [StaffRoute] = [
        StaffRoute(
            .get, "/api/v1/events/{code}/invitations", needs: .seePeopleOfEvent,
            Service.listInvitations),
        StaffRoute(
            .post, "/api/v1/events/{code}/invitations", needs: .decide,
            Service.invitePeople),
        StaffRoute(
            .post, "/api/v1/events/{code}/invitations/{id}/resend", needs: .decide,
            Service.resendInvitation),
        StaffRoute(
            .post, "/api/v1/events/{code}/invitations/{id}/revoke", needs: .decide,
            Service.revokeInvitation),
    ]

    func listInvitations(_ request: Request) async throws -> Response {
        let code = try request.capture("code", Code.init(parsing:))
        guard let list = try await database.invitations(to: code) else { throw Problem.notFound }
        return .json { $0.items(list) { $0.invitation($1) } }
    }

    /// 200 with a row for each address; 409 when nobody can be invited.
    func invitePeople(_ request: Request) async throws -> Response {
        let actor = try self.actor(request)
        let code = try request.capture("code", Code.init(parsing:))
        var fields = try request.jsonFields()
        let (guests, reason, mails) = try InvitationForms.guests(&fields)
        var invitations = InvitePeople(
            event: code, guests: guests, actor: actor, reason: reason, now: now(),
            mailDomain: settings.mailDomain)
        invitations.mails = mails
        let answers = try await database.invite(invitations).get()
        let mailing = try await database.waiting(mails)
        return .json { $0.invitationAnswers(answers, mailing: mailing) }
    }

    /// 204: a mail with another link is promised.
    func resendInvitation(_ request: Request) async throws -> Response {
        let actor = try self.actor(request)
        let code = try request.capture("code", Code.init(parsing:))
        let id = try request.capture("id", UUID.init(uuidString:))
        try await database.resend(
            ResendInvitation(
                event: code, invitation: id, actor: actor, now: now(),
                mailDomain: settings.mailDomain)
        ).get()
        return .empty
    }

    /// 204, however often it is asked for; 409 when it was used.
    func revokeInvitation(_ request: Request) async throws -> Response {
        let actor = try self.actor(request)
        let code = try request.capture("code", Code.init(parsing:))
        let id = try request.capture("id", UUID.init(uuidString:))
        var fields = try request.jsonFields()
        let reason = fields.optionalText("reason", Title.init(parsing:))
        try fields.finish()
        try await database.revoke(
            RevokeInvitation(
                event: code, invitation: id, actor: actor, reason: reason?.description, now: now())
        ).get()
        return .empty
    }
}
