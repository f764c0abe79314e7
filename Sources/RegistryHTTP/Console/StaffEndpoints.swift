import Foundation
import Mailer
import TrainingRegistry

extension Service {
    /// Who may use the console, for administrators.
    static let staffPages: [StaffRoute] = [
        StaffRoute(.get, "/console/staff", needs: .manageStaff, Service.showStaff),
        StaffRoute(.post, "/console/staff", needs: .manageStaff, Service.addStaff),
        StaffRoute(.get, "/console/staff/new", needs: .manageStaff, Service.showNewStaff),
        StaffRoute(.get, "/console/staff/{id}", needs: .manageStaff, Service.showStaffAccount),
        StaffRoute(.post, "/console/staff/{id}/link", needs: .manageStaff, Service.relinkStaff),
        StaffRoute(.post, "/console/staff/{id}/roles", needs: .manageStaff, Service.giveRole),
        StaffRoute(.post, "/console/staff/{id}/roles/end", needs: .manageStaff, Service.takeRole),
        StaffRoute(.post, "/console/staff/{id}/disable", needs: .manageStaff, Service.endStaff),
        StaffRoute(.post, "/console/staff/{id}/enable", needs: .manageStaff, Service.reopenStaff),
    ]

    func showStaff(_ request: Request) async throws -> Response {
        StaffPage(
            layout: try layout(request, .staff), accounts: try await database.staffAccounts(),
            places: try await database.rolePlaces(now: now())
        ).response()
    }

    func showNewStaff(_ request: Request) async throws -> Response {
        try await newStaffPage(request, FormState()).response()
    }

    /// 201 with the link, this once; 409 or 422 with the form.
    func addStaff(_ request: Request) async throws -> Response {
        var fields = try request.formFields()
        fields.allow("csrf")
        let email = fields.required("email", EmailAddress.init(parsing:))
        let name = fields.required("name", PersonName.init(parsing:))
        let form = RoleForm(form: &fields)
        let errors = fields.complete()
        var state = FormState(fields, errors, keeping: NewStaffPage.shown)
        guard let email, let name, let form, errors.isEmpty else {
            return try await newStaffPage(request, state).response(status: 422)
        }
        let outcome = try await database.create(
            CreateStaff(
                email: email, name: name, role: form.role, place: form.place,
                actor: try actor(request), now: now()))
        switch outcome {
        case .success(let account):
            return try await linkPage(request, account).response(status: 201)
        case .failure(let refusal):
            state.errors = [(refusal.field, refusal.inWords)]
            return try await newStaffPage(request, state).response(status: 409)
        }
    }

    func showStaffAccount(_ request: Request) async throws -> Response {
        try await accountPage(request, FormState()).response()
    }

    /// A new link, shown this once.
    func relinkStaff(_ request: Request) async throws -> Response {
        try expectButton(request)
        let account = try request.capture("id", UUID.init(uuidString:))
        do {
            return try await linkPage(request, account).response(status: 201)
        } catch let problem as Problem where problem.status == 409 {
            return try await refused(request, problem.detail ?? problem.title)
        }
    }

    func giveRole(_ request: Request) async throws -> Response {
        try await changeRole(request, isGiven: true)
    }

    func takeRole(_ request: Request) async throws -> Response {
        try await changeRole(request, isGiven: false)
    }

    private func changeRole(_ request: Request, isGiven: Bool) async throws -> Response {
        let account = try request.capture("id", UUID.init(uuidString:))
        var fields = try request.formFields()
        fields.allow("csrf")
        let form = RoleForm(form: &fields)
        let errors = fields.complete()
        var state = FormState(fields, errors, keeping: isGiven ? StaffAccountPage.shown : [])
        guard let form, errors.isEmpty else {
            return try await accountPage(request, state).response(status: 422)
        }
        let outcome = try await database.change(
            ChangeRole(
                form.role, place: form.place, of: account, isGiven: isGiven,
                actor: try actor(request), now: now()))
        if case .failure(let refusal) = outcome {
            state.errors = [(isGiven ? refusal.field : "", refusal.inWords)]
            return try await accountPage(request, state).response(status: 409)
        }
        return backToAccount(account)
    }

    func endStaff(_ request: Request) async throws -> Response {
        try await setDisabled(request, true)
    }

    func reopenStaff(_ request: Request) async throws -> Response {
        try await setDisabled(request, false)
    }

    private func setDisabled(_ request: Request, _ isDisabled: Bool) async throws -> Response {
        try expectButton(request)
        let account = try request.capture("id", UUID.init(uuidString:))
        let outcome = try await database.set(
            SetStaffDisabled(
                account, isDisabled: isDisabled, actor: try actor(request), now: now()))
        if case .failure(let refusal) = outcome {
            return try await refused(request, refusal.inWords)
        }
        return backToAccount(account)
    }

    /// A form that is one button: nothing but the token is sent.
    private func expectButton(_ request: Request) throws(Problem) {
        var fields = try request.formFields()
        fields.allow("csrf")
        try fields.finish()
    }

    private func backToAccount(_ account: UUID) -> Response {
        .redirect(to: "/console/staff/\(account.lowercased)")
    }

    private func refused(_ request: Request, _ words: String) async throws -> Response {
        try await accountPage(request, FormState(errors: [("", words)])).response(status: 409)
    }

    private func newStaffPage(_ request: Request, _ state: FormState) async throws -> NewStaffPage {
        NewStaffPage(
            layout: try layout(request, .staff),
            places: try await database.rolePlaces(now: now()), state: state)
    }

    /// 404 when there is no such account.
    private func accountPage(
        _ request: Request, _ state: FormState
    ) async throws -> StaffAccountPage {
        StaffAccountPage(
            layout: try layout(request, .staff),
            account: try await account(try request.capture("id", UUID.init(uuidString:))),
            places: try await database.rolePlaces(now: now()), state: state)
    }

    private func linkPage(_ request: Request, _ id: UUID) async throws -> StaffLinkPage {
        let link = try await makeLink(for: id, by: try actor(request))
        let account = try await account(id)
        return StaffLinkPage(
            layout: try layout(request, .staff), account: account.name, email: account.email,
            path: "/console/staff/\(id.lowercased)", link: link)
    }

    private func account(_ id: UUID) async throws -> StaffAccount {
        let found = try await database.staffAccounts().first { $0.id == id }
        guard let found else { throw Problem.notFound }
        return found
    }
}

extension StaffRefusal {
    /// The field that it is about.
    fileprivate var field: String {
        switch self {
        case .addressTaken: "email"
        case .unknownProgramme, .unknownEvent: "place"
        case .grantedAlready, .notGranted: "role"
        case .unknownAccount, .lastAdministrator: ""
        }
    }
}
