import Foundation
import Mailer
import TrainingRegistry

extension Service {
    /// Who may use the console and the API, for administrators.
    static let staffAPI: [StaffRoute] = [
        StaffRoute(.get, "/api/v1/staff", needs: .manageStaff, Service.listStaff),
        StaffRoute(.post, "/api/v1/staff", needs: .manageStaff, Service.createStaff),
        StaffRoute(.post, "/api/v1/staff/{id}/links", needs: .manageStaff, Service.linkStaff),
        StaffRoute(.post, "/api/v1/staff/{id}/roles", needs: .manageStaff, Service.grantRole),
        StaffRoute(.post, "/api/v1/staff/{id}/roles/end", needs: .manageStaff, Service.endRole),
        StaffRoute(.post, "/api/v1/staff/{id}/disable", needs: .manageStaff, Service.disableStaff),
        StaffRoute(.post, "/api/v1/staff/{id}/enable", needs: .manageStaff, Service.enableStaff),
    ]

    func listStaff(_ request: Request) async throws -> Response {
        var query = FieldReader(query: request.query)
        try query.finish()
        let accounts = try await database.staffAccounts()
        let places = try await database.rolePlaces(now: now())
        return .json { json in json.items(accounts) { $0.staffAccount($1, places) } }
    }

    /// 201 with the link, which is mailed too; 409 when somebody has the address.
    func createStaff(_ request: Request) async throws -> Response {
        var fields = try request.jsonFields()
        let email = fields.required("email", EmailAddress.init(parsing:))
        let name = fields.required("name", PersonName.init(parsing:))
        let form = RoleForm(document: &fields)
        try fields.finish()
        guard let email, let name, let form else { throw Problem.internalError }
        let account = try await database.create(
            CreateStaff(
                email: email, name: name, role: form.role, place: form.place,
                actor: try actor(request), now: now())
        ).get()
        return try await newLink(of: account, request)
    }

    /// 201 with a new link, which ends those before it and is mailed too.
    func linkStaff(_ request: Request) async throws -> Response {
        try await newLink(of: try request.capture("id", UUID.init(uuidString:)), request)
    }

    private func newLink(of account: UUID, _ request: Request) async throws -> Response {
        let link = try await makeLink(for: account, by: try actor(request))
        return .json(status: 201) { json in
            json.object {
                $0.member("id", account.lowercased)
                $0.member("link", link)
            }
        }
    }

    /// The address that sets an account up, promised by mail in the same statement.
    ///
    /// - Throws: 404 where there is no such account, and 409 where it is ended.
    func makeLink(for account: UUID, by actor: RegistryActor) async throws -> String {
        let secret = AccessToken()
        let isMade = try await database.make(
            MakeStaffLink(
                for: account, secret: secret, actor: actor, now: now(),
                mailDomain: settings.mailDomain))
        guard isMade else {
            let isKnown = try await database.staffAccounts().contains { $0.id == account }
            throw isKnown ? Problem.accountEnded : Problem.notFound
        }
        return "\(settings.publicURL)/console/set-up/\(secret)"
    }

    func grantRole(_ request: Request) async throws -> Response {
        try await changeRole(request, isGiven: true)
    }

    func endRole(_ request: Request) async throws -> Response {
        try await changeRole(request, isGiven: false)
    }

    /// 204; 409 when it is so already, or nobody else would be an administrator.
    private func changeRole(_ request: Request, isGiven: Bool) async throws -> Response {
        let account = try request.capture("id", UUID.init(uuidString:))
        var fields = try request.jsonFields()
        let form = RoleForm(document: &fields)
        try fields.finish()
        guard let form else { throw Problem.internalError }
        try await database.change(
            ChangeRole(
                form.role, place: form.place, of: account, isGiven: isGiven,
                actor: try actor(request), now: now())
        ).get()
        return .empty
    }

    func disableStaff(_ request: Request) async throws -> Response {
        try await setDisabled(request, true)
    }

    func enableStaff(_ request: Request) async throws -> Response {
        try await setDisabled(request, false)
    }

    private func setDisabled(_ request: Request, _ isDisabled: Bool) async throws -> Response {
        try await database.set(
            SetStaffDisabled(
                try request.capture("id", UUID.init(uuidString:)), isDisabled: isDisabled,
                actor: try actor(request), now: now())
        ).get()
        return .empty
    }
}

extension JSONWriter {
    fileprivate mutating func staffAccount(_ account: StaffAccount, _ places: [NamedPlace]) {
        object { json in
            json.member("id", account.id.lowercased)
            json.member("email", account.email)
            json.member("name", account.name)
            json.member("state", account.state.rawValue)
            json.member("sessions", account.sessions)
            json.instant("created_at", account.createdAt)
            json.instant("set_up_at", account.setUpAt)
            json.instant("disabled_at", account.disabledAt)
            json.name("roles")
            json.array { list in
                for grant in account.grants { list.grant(grant, places) }
            }
        }
    }

    private mutating func grant(_ grant: RoleGrant, _ places: [NamedPlace]) {
        let named = places.first { $0.id == grant.scope.id }
        object { json in
            json.member("role", grant.role.rawValue)
            var codes: (programme: String?, event: String?)
            switch named?.place {
            case .programme(let code): codes.programme = code.description
            case .event(let code): codes.event = code.description
            case nil: break
            }
            json.optional("programme", codes.programme)
            json.optional("event", codes.event)
            json.optional("title", named?.title)
        }
    }
}
