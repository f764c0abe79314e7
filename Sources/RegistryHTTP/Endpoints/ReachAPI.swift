import Foundation
public import TrainingRegistry

extension Service {
    /// Trainers in events, and whom a programme reached through them, for coordinators.
    static let reachAPI: [StaffRoute] = [
        StaffRoute(
            .post, "/api/v1/events/{code}/participations", needs: .decide,
            Service.addParticipation),
        StaffRoute(
            .post, "/api/v1/events/{code}/indirect-counts", needs: .editEvent,
            Service.reportIndirectCount),
        StaffRoute(.get, "/api/v1/programmes/{code}/reach", needs: .report, Service.showReach),
    ]

    /// 201 with the id of the participation; 409 for participants, who come by a seat.
    func addParticipation(_ request: Request) async throws -> Response {
        let actor = try actor(request)
        let event = try request.capture("code", Code.init(parsing:))
        var fields = try request.jsonFields()
        let person = fields.required("person", UUID.init(field:))
        let role = fields.word("role", of: ParticipationRole.self)
        let country = fields.optional("country", CountryCode.init(parsing:))
        let sector = fields.optional("sector", SectorCode.init(parsing:))
        let organisation: String? = fields.optional("organisation")
        let reason = fields.optional("reason", Motivation.init(parsing:))
        try await fields.look(
            up: CodeReference.origin(country: country, sector: sector), in: database)
        try fields.finish()
        guard let person, let role else { throw Problem.internalError }
        let id = try await database.add(
            AddParticipation(
                event: event, person: person, role: role, country: country, sector: sector,
                organisation: organisation, actor: actor, reason: reason?.description, now: now())
        ).get()
        return .json(status: 201) { json in json.object { $0.member("id", id.lowercased) } }
    }

    /// 204; the count holds instead of the one before.
    func reportIndirectCount(_ request: Request) async throws -> Response {
        let actor = try actor(request)
        let event = try request.capture("code", Code.init(parsing:))
        var fields = try request.jsonFields()
        let country = fields.required("country", CountryCode.init(parsing:))
        let sector = fields.required("sector", SectorCode.init(parsing:))
        let people = fields.requiredInteger("people", in: 0...ReportIndirectCount.peopleMax)
        let source = fields.required("source", Title.init(parsing:))
        let reason = fields.optional("reason", Motivation.init(parsing:))
        try await fields.look(
            up: CodeReference.origin(country: country, sector: sector), in: database)
        try fields.finish()
        guard let country, let sector, let people, let source else { throw Problem.internalError }
        try await database.report(
            ReportIndirectCount(
                event: event, country: country, sector: sector, people: people, source: source,
                actor: actor, reason: reason?.description, now: now())
        ).get()
        return .empty
    }

    /// 200 with direct and indirect people, kept apart.
    func showReach(_ request: Request) async throws -> Response {
        let programme = try request.capture("code", Code.init(parsing:))
        guard let reach = try await database.reach(of: programme) else { throw Problem.notFound }
        return .json { $0.reach(reach) }
    }
}

extension CodeReference {
    /// Where people come from and what they work in, to be looked up.
    public static func origin(country: CountryCode?, sector: SectorCode?) -> [CodeReference] {
        var references: [CodeReference] = []
        if let country { references.append(Self(.country, country.description, at: "/country")) }
        if let sector { references.append(Self(.sector, sector.description, at: "/sector")) }
        return references
    }
}
