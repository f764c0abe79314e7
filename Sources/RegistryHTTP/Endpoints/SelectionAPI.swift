import Foundation
import TrainingRegistry

extension Service {
    /// Who is interested in an event and what becomes of them, for coordinators.
    static let selectionAPI: [StaffRoute] = [
        StaffRoute(
            .get, "/api/v1/events/{code}/interests", needs: .seePeopleOfEvent,
            Service.listCandidates),
        StaffRoute(
            .get, "/api/v1/events/{code}/interests/{id}/why", needs: .seePeopleOfEvent,
            Service.explainPlace),
        StaffRoute(.post, "/api/v1/events/{code}/moves", needs: .decide, Service.moveInterests),
        StaffRoute(
            .get, "/api/v1/events/{code}/matrix", needs: .seePeopleOfEvent,
            Service.showMatrix),
        StaffRoute(
            .post, "/api/v1/events/{code}/matrix", needs: .seePeopleOfEvent,
            Service.considerChoices),
    ]

    /// 200 with a page of confirmed interests in the order in which they came.
    func listCandidates(_ request: Request) async throws -> Response {
        let event = try request.capture("code", Code.init(parsing:))
        var query = FieldReader(query: request.query)
        let status = query.optional("status", InterestStatus.init(parameter:))
        let sector = query.optional("sector", SectorCode.init(parsing:))
        let country = query.optional("country", CountryCode.init(parsing:))
        let cursor = query.optional("cursor", CandidateLine.Cursor.init(parameter:))
        let limit = query.optionalInteger("limit", in: 1...ListCandidates.largestLimit)
        try query.finish()
        let page = try await database.candidates(
            ListCandidates(
                event: event, status: status, sector: sector, country: country, cursor: cursor,
                limit: limit ?? ListCandidates.defaultLimit))
        if page.lines.isEmpty, try await database.room(of: event) == nil {
            throw Problem.notFound
        }
        return .json { json in
            json.object { json in
                json.name("items")
                json.array { list in
                    for line in page.lines { list.candidate(line) }
                }
                json.optional("next", page.next?.description)
            }
        }
    }

    func explainPlace(_ request: Request) async throws -> Response {
        let event = try request.capture("code", Code.init(parsing:))
        let interest = try request.capture("id", UUID.init(identity:))
        guard let place = try await database.explainPlace(of: interest, in: event) else {
            throw Problem.notFound
        }
        return .json { $0.place(place) }
    }

    /// 200 with one row for each move, done or refused.
    func moveInterests(_ request: Request) async throws -> Response {
        let actor = try self.actor(request)
        var fields = try request.jsonFields()
        let moves = fields.objects("moves") { InterestMove(reading: &$0) }
        let decision = fields.optional("decision", DecisionWords.init(parsing:))
        if let moves, !(1...MoveInterests.movesMax).contains(moves.count) {
            fields.complain(
                "moves", "out-of-range", "This has to be 1 to \(MoveInterests.movesMax) moves.")
        }
        let mails = fields.mailOrder()
        var change = try change(request, by: actor, &fields)
        change.mails = mails
        let reports = try await database.move(
            MoveInterests(change, moves: moves ?? [], decision: decision))
        guard let reports else { throw Problem.notFound }
        let mailing = try await database.waiting(mails)
        return .json { json in json.items(reports, mailing: mailing) { $0.report($1) } }
    }

    /// 200 with what the group would look like with the interests that are named.
    func showMatrix(_ request: Request) async throws -> Response {
        var chosen: [UUID] = []
        for item in request.query.items {
            guard item.name == "interest", let id = UUID(uuidString: item.value) else {
                throw Problem.invalidFields([
                    Problem.FieldError(
                        pointer: "/interest", code: "bad-identity",
                        detail: "The query names interests by their identities, nothing else.")
                ])
            }
            chosen.append(id)
        }
        return try await matrix(request, chosen)
    }

    /// The same for more interests than an address can hold.
    func considerChoices(_ request: Request) async throws -> Response {
        var fields = try request.jsonFields()
        let interests = fields.each("interests", UUID.init(identity:))
        try fields.finish()
        return try await matrix(request, interests ?? [])
    }

    private func matrix(_ request: Request, _ chosen: [UUID]) async throws -> Response {
        let event = try request.capture("code", Code.init(parsing:))
        guard let matrix = try await database.matrix(of: event, choosing: chosen) else {
            throw Problem.notFound
        }
        return .json { $0.matrix(matrix) }
    }
}

extension InterestMove {
    fileprivate init?(reading fields: inout FieldReader) {
        let interest = fields.required("interest", UUID.init(identity:))
        let to = fields.required("to", InterestStatus.init(parameter:))
        let reason = fields.optional("reason", Motivation.init(parsing:))
        let expiresAt = fields.optional("expires_at", Date.init(parameter:))
        guard let interest, let to else { return nil }
        self.init(interest, to: to, reason: reason?.description, expiresAt: expiresAt)
    }
}

extension InterestStatus {
    init(parameter text: String) throws(BadParameter) {
        guard let status = Self(rawValue: text) else {
            let known = Self.allCases.map(\.rawValue).joined(separator: ", ")
            throw BadParameter("unknown-status", "The statuses are \(known).")
        }
        self = status
    }
}

extension CandidateLine.Cursor {
    fileprivate init(parameter text: String) throws(BadParameter) {
        guard let cursor = Self(parsing: text) else {
            throw BadParameter("bad-cursor", "This is not the next of an answer of ours.")
        }
        self = cursor
    }
}

extension Date {
    init(parameter text: String) throws(BadParameter) {
        guard let date = try? Date(text, strategy: .iso8601) else {
            throw BadParameter("bad-instant", "An instant is written like 2027-04-28T09:00:00Z.")
        }
        self = date
    }
}
