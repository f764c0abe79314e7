import Foundation
import Postgres
import TrainingRegistry

extension Service {
    /// What coordinators do with programmes, phases, grants and organisations.
    static let programmeAPI: [StaffRoute] = [
        StaffRoute(
            .get, "/api/v1/staff/programmes", needs: .seeEvents,
            Service.listStaffProgrammes),
        StaffRoute(
            .get, "/api/v1/staff/programmes/{code}", needs: .seeEvents,
            Service.readStaffProgramme),
        StaffRoute(.put, "/api/v1/programmes/{code}", needs: .editProgramme, Service.saveProgramme),
        StaffRoute(
            .put, "/api/v1/programmes/{code}/phases/{phase}", needs: .editProgramme,
            Service.savePhase),
        StaffRoute(.put, "/api/v1/grants/{code}", needs: .editProgramme, Service.saveGrant),
        StaffRoute(.get, "/api/v1/organisations", needs: .seeEvents, Service.listOrganisations),
        StaffRoute(.post, "/api/v1/organisations", needs: .editProgramme, Service.addOrganisation),
        StaffRoute(
            .get, "/api/v1/organisations/{code}", needs: .seeEvents,
            Service.readOrganisation),
        StaffRoute(
            .put, "/api/v1/organisations/{code}", needs: .editProgramme,
            Service.saveOrganisation),
        StaffRoute(
            .post, "/api/v1/organisations/{code}/names", needs: .editProgramme,
            Service.renameOrganisation),
        StaffRoute(
            .put, "/api/v1/organisations/{id}/code", needs: .editProgramme,
            Service.codeOrganisation),
    ]

    func listStaffProgrammes(_ request: Request) async throws -> Response {
        let programmes = try await database.staffProgrammes()
        let documents = programmes.map(\.json).joined(separator: ",")
        return .json(Array("{\"items\":[\(documents)]}".utf8))
    }

    func readStaffProgramme(_ request: Request) async throws -> Response {
        try await programmeDocument(try request.capture("code", Code.init(parsing:)))
    }

    /// 201 when it is new, 200 when it was changed; the programme as it is then.
    func saveProgramme(_ request: Request) async throws -> Response {
        let actor = try self.actor(request)
        let code = try request.capture("code", Code.init(parsing:))
        var fields = try request.jsonFields()
        let isNew = try await database.save(
            ProgrammeForms.programme(&fields, code, actor, now(), database))
        return try await programmeDocument(code, isNew: isNew)
    }

    func savePhase(_ request: Request) async throws -> Response {
        let actor = try self.actor(request)
        let programme = try request.capture("code", Code.init(parsing:))
        let code = try request.capture("phase", Code.init(parsing:))
        var fields = try request.jsonFields()
        let isNew = try await database.save(
            ProgrammeForms.phase(&fields, programme, code, actor, now(), database)
        ).get()
        return try await programmeDocument(programme, isNew: isNew)
    }

    func saveGrant(_ request: Request) async throws -> Response {
        let actor = try self.actor(request)
        let code = try request.capture("code", Code.init(parsing:))
        var fields = try request.jsonFields()
        let grant = try await ProgrammeForms.grant(&fields, code, actor, now(), database)
        guard let isNew = try await database.save(grant) else { throw Problem.notFound }
        return .json(status: isNew ? 201 : 200) { json in
            json.object { $0.member("code", code.description) }
        }
    }

    /// All of them, or those found by `q` in a name or a spelling.
    func listOrganisations(_ request: Request) async throws -> Response {
        var query = FieldReader(query: request.query)
        let text = query.optional("q", Title.init(parsing:))
        try query.finish()
        let found = try await database.organisations(matching: text?.description)
        return .json { $0.items(found) { $0.organisation($1) } }
    }

    func readOrganisation(_ request: Request) async throws -> Response {
        try await organisationDocument(try request.capture("code", Code.init(parsing:)))
    }

    /// 201; 409 when the code is taken.
    func addOrganisation(_ request: Request) async throws -> Response {
        let actor = try self.actor(request)
        var fields = try request.jsonFields()
        let form = try await OrganisationForms.organisation(&fields, nil, actor, now(), database)
        guard try await database.organisations(code: form.code).isEmpty else {
            throw Problem.codeTaken
        }
        _ = try await database.save(form).get()
        return try await organisationDocument(form.code, status: 201)
    }

    func saveOrganisation(_ request: Request) async throws -> Response {
        let actor = try self.actor(request)
        let code = try request.capture("code", Code.init(parsing:))
        var fields = try request.jsonFields()
        let isNew = try await database.save(
            OrganisationForms.organisation(&fields, code, actor, now(), database)
        ).get()
        return try await organisationDocument(code, status: isNew ? 201 : 200)
    }

    /// 201 with all names; 409 when it has one from that day or a later one.
    func renameOrganisation(_ request: Request) async throws -> Response {
        let actor = try self.actor(request)
        let code = try request.capture("code", Code.init(parsing:))
        var fields = try request.jsonFields()
        try await database.rename(
            OrganisationForms.name(&fields, code, actor, now())
        ).get()
        return try await organisationDocument(code, status: 201)
    }

    /// 200 with the organisation; 409 when it has a code, or another one has this.
    func codeOrganisation(_ request: Request) async throws -> Response {
        let actor = try self.actor(request)
        let id = try request.capture("id", UUID.init(uuidString:))
        var fields = try request.jsonFields()
        let code = fields.required("code", Code.init(parsing:))
        try fields.finish()
        guard let code else { throw Problem.internalError }
        try await database.giveCode(
            CodeOrganisation(organisation: id, code: code, actor: actor, now: now())
        ).get()
        return try await organisationDocument(code)
    }

    private func programmeDocument(_ code: Code, isNew: Bool = false) async throws -> Response {
        guard let programme = try await database.staffProgrammes(code: code).first else {
            throw Problem.notFound
        }
        return .json(Array(programme.json.utf8), status: isNew ? 201 : 200)
    }

    private func organisationDocument(
        _ code: Code, status: Int = 200
    ) async throws -> Response {
        guard let organisation = try await database.organisations(code: code).first else {
            throw Problem.notFound
        }
        return .json(status: status) { $0.organisation(organisation) }
    }
}
