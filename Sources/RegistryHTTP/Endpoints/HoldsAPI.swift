import Foundation
import Mailer
public import TrainingRegistry

extension Service {
    /// Addresses on hold, for coordinators; an address is never in an address of ours.
    static let holdsAPI: [StaffRoute] = [
        StaffRoute(
            .get, "/api/v1/address-holds", needs: .manageMail, names: .seen, Service.listHolds),
        StaffRoute(.post, "/api/v1/address-holds", needs: .manageMail, Service.holdAddress),
        StaffRoute(
            .post, "/api/v1/address-holds/{id}/release", needs: .manageMail,
            Service.releaseAddress),
        StaffRoute(
            .post, "/api/v1/address-holds/{id}/resend", needs: .manageMail, Service.resendHeld),
    ]

    func listHolds(_ request: Request) async throws -> Response {
        var fields = FieldReader(query: request.query)
        let released = fields.optional("released", Bool.init(parameter:))
        let limit = fields.optionalInteger("limit", in: 1...200)
        try fields.finish()
        let holds = try await database.holds(
            ListHolds(withReleased: released ?? false, limit: limit ?? 50))
        return .json { $0.items(holds) { $0.addressHold($1) } }
    }

    /// 201 with the id; 409 when the address is on hold.
    func holdAddress(_ request: Request) async throws -> Response {
        let actor = try self.actor(request)
        var fields = try request.jsonFields()
        let address = fields.required("address", EmailAddress.init(parsing:))
        let cause = fields.required("cause", HoldAddress.Cause.init(parameter:))
        let reason = fields.required("reason", PeopleReason.init(parsing:))
        try fields.finish()
        guard let address, let cause, let reason else { throw Problem.internalError }
        let id = try await database.hold(
            HoldAddress(address: address, cause: cause, actor: actor, reason: reason, now: now())
        ).get()
        return .json(status: 201) { json in
            json.object { $0.member("id", id.lowercased) }
        }
    }

    /// 200 with the number of mails that wait to be sent again; 404, or 409 when it is over.
    func releaseAddress(_ request: Request) async throws -> Response {
        let actor = try self.actor(request)
        let id = try request.capture("id", UUID.init(uuidString:))
        let reason = try request.reason()
        let waiting = try await database.release(
            ReleaseAddress(hold: id, actor: actor, reason: reason, now: now())
        ).get()
        return .json { json in json.object { $0.member("held_mails", waiting) } }
    }

    /// 200 with the number of mails that are on their way, and those that are not.
    ///
    /// 404, or 409 while the hold goes on.
    func resendHeld(_ request: Request) async throws -> Response {
        let actor = try self.actor(request)
        let id = try request.capture("id", UUID.init(uuidString:))
        let done = try await database.resend(ResendHeld(hold: id, actor: actor, now: now())).get()
        return .json { $0.heldMailsSent(done) }
    }
}

extension HoldAddress.Cause {
    init(parameter text: String) throws(BadParameter) {
        guard let cause = Self(rawValue: text) else {
            let known = Self.allCases.map(\.rawValue).joined(separator: ", ")
            throw BadParameter("unknown-cause", "The causes are \(known).")
        }
        self = cause
    }
}

extension JSONWriter {
    /// A time in which nothing is sent to an address.
    public mutating func addressHold(_ hold: AddressHold) {
        object { json in
            json.member("id", hold.id.lowercased)
            json.member("address", hold.address)
            json.member("cause", hold.cause)
            json.optional("status", hold.status)
            json.instant("held_at", hold.heldAt)
            json.member("held_by", hold.heldBy)
            json.instant("released_at", hold.releasedAt)
            json.optional("released_by", hold.releasedBy)
            json.member("held_mails", hold.heldMails)
        }
    }

    /// What became of mails that were held.
    public mutating func heldMailsSent(_ done: HeldMailsSent) {
        object { json in
            json.member("resent", done.sent)
            json.leftOut(done.leftOut)
        }
    }
}
