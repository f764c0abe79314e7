import Foundation
import Mailer
import TrainingRegistry

extension Service {
    /// The nominations for an event, for coordinators, who may act for a focal point.
    static let nominationAPI: [StaffRoute] = [
        StaffRoute(
            .get, "/api/v1/events/{code}/nominations", needs: .seePeopleOfEvent,
            Service.showNominations),
        StaffRoute(
            .post, "/api/v1/events/{code}/nominations", needs: .decide,
            Service.inviteNominations),
        StaffRoute(
            .put, "/api/v1/events/{code}/nominations", needs: .decide,
            Service.setNominationDeadline),
        StaffRoute(
            .post, "/api/v1/events/{code}/nominations/{member}", needs: .decide,
            Service.nominate),
        StaffRoute(
            .delete, "/api/v1/events/{code}/nominations/{member}/links", needs: .decide,
            Service.revokeNominationLinks),
        StaffRoute(
            .put, "/api/v1/events/{code}/nominations/{member}/{id}", needs: .decide,
            Service.changeNomination),
        StaffRoute(
            .delete, "/api/v1/events/{code}/nominations/{member}/{id}", needs: .decide,
            Service.withdrawNomination),
    ]

    func showNominations(_ request: Request) async throws -> Response {
        try await nominations(for: request.capture("code", Code.init(parsing:)))
    }

    /// 200 with how many links each member got; 409 when not so many seats are free.
    func inviteNominations(_ request: Request) async throws -> Response {
        let actor = try actor(request)
        var fields = try request.jsonFields()
        let deadline = fields.required("deadline", Date.init(parameter:))
        let each = fields.optionalInteger("seats_per_member", in: 1...99)
        let shares = fields.objects("members") { share -> InviteNominations.Share? in
            let member = share.required("member", CountryCode.init(parsing:))
            let seats = share.requiredInteger("seats", in: 1...99)
            guard let member, let seats else { return nil }
            return InviteNominations.Share(member: member.description, seats: seats)
        }
        if let shares, shares.isEmpty == (each == nil) {
            fields.complain(
                "members", "one-of-two", "Name members with their seats, or seats_per_member.")
        }
        if let shares, Set(shares.map(\.member)).count < shares.count {
            fields.complain("members", "repeated", "A member is named twice.")
        }
        let mails = fields.mailOrder()
        var change = try change(request, by: actor, &fields)
        change.mails = mails
        guard let deadline, let shares else { throw Problem.internalError }
        let invited = try await database.inviteNominations(
            InviteNominations(
                change, asking: each.map { .all(seatsEach: $0) } ?? .some(shares),
                deadline: deadline)
        ).get()
        let mailing = try await database.waiting(mails)
        return .json { json in json.items(invited, mailing: mailing) { $0.invitedMember($1) } }
    }

    /// 200 with the nominations.
    func setNominationDeadline(_ request: Request) async throws -> Response {
        let actor = try actor(request)
        var fields = try request.jsonFields()
        let deadline = fields.required("deadline", Date.init(parameter:))
        let change = try change(request, by: actor, &fields)
        guard let deadline else { throw Problem.internalError }
        try await database.setDeadline(SetNominationDeadline(change, deadline: deadline)).get()
        return try await nominations(for: change.event)
    }

    func nominate(_ request: Request) async throws -> Response {
        let actor = try actor(request)
        let member = try member(of: request)
        var fields = try request.jsonFields()
        let person = NomineeForm(reading: &fields, on: catalogue)
        let change = try change(request, by: actor, &fields)
        guard let person else { throw Problem.internalError }
        let step = ChangeNomination.Step.nominate(person.particulars, person.email)
        try await database.change(
            ChangeNomination(at: .coordinator(change, member: member), step)
        ).get()
        return try await nominations(for: change.event)
    }

    /// A step up or down, or another person in the same rank.
    func changeNomination(_ request: Request) async throws -> Response {
        let actor = try actor(request)
        let member = try member(of: request)
        let id = try request.capture("id") { UUID(uuidString: $0) }
        var fields = try request.jsonFields()
        let step = step(for: id, &fields)
        let change = try change(request, by: actor, &fields)
        guard let step else { throw Problem.internalError }
        try await database.change(
            ChangeNomination(at: .coordinator(change, member: member), step)
        ).get()
        return try await nominations(for: change.event)
    }

    /// A move, or who takes their place; nil with complaints.
    private func step(for id: UUID, _ fields: inout FieldReader) -> ChangeNomination.Step? {
        switch fields.optional("move") as String? {
        case "up": return .moveUp(id)
        case "down": return .moveDown(id)
        case nil:
            return NomineeForm(reading: &fields, on: catalogue)
                .map { .substitute(id, $0.particulars, $0.email) }
        default:
            fields.complain("move", "unknown-value", "This is one of up, down.")
            return nil
        }
    }

    func withdrawNomination(_ request: Request) async throws -> Response {
        let actor = try actor(request)
        let member = try member(of: request)
        let id = try request.capture("id") { UUID(uuidString: $0) }
        let change = try plainChange(request, by: actor)
        try await database.change(
            ChangeNomination(at: .coordinator(change, member: member), .withdraw(id))
        ).get()
        return try await nominations(for: change.event)
    }

    /// 200 with the nominations; 404 when no link of the member works.
    func revokeNominationLinks(_ request: Request) async throws -> Response {
        let actor = try actor(request)
        let member = try member(of: request)
        let change = try plainChange(request, by: actor)
        try await database.revokeLinks(RevokeNominationLinks(change, member: member)).get()
        return try await nominations(for: change.event)
    }

    /// A change without a body.
    private func plainChange(
        _ request: Request, by actor: RegistryActor
    ) throws(Problem) -> RoomChange {
        RoomChange(
            event: try request.capture("code", Code.init(parsing:)), actor: actor, now: now(),
            mailDomain: settings.mailDomain)
    }

    private func member(of request: Request) throws(Problem) -> String {
        try request.capture("member", CountryCode.init(parsing:)).description
    }

    private func nominations(for event: Code) async throws -> Response {
        guard let round = try await database.nominations(for: event) else {
            throw Problem.notFound
        }
        return .json { $0.nominationRound(round) }
    }
}

/// Whom somebody nominates; having one means that every field was right.
struct NomineeForm {
    let particulars: Particulars
    let email: EmailAddress

    /// Nil after complaints, which the reader keeps.
    init?(reading fields: inout FieldReader, on catalogue: Catalogue) {
        let form = ParticularsForm(reading: &fields, on: catalogue)
        let email = fields.required("email", EmailAddress.init(parsing:))
        guard let form, let email else { return nil }
        particulars = form.value
        self.email = email
    }
}
