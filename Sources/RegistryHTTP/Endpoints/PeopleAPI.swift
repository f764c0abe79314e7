import Foundation
import Mailer
import TrainingRegistry

extension Service {
    /// People across events and years, for coordinators.
    static let peopleAPI: [StaffRoute] = [
        StaffRoute(.get, "/api/v1/people", needs: .managePeople, Service.listPeople),
        StaffRoute(.post, "/api/v1/people/search", needs: .managePeople, Service.searchPeople),
        StaffRoute(.get, "/api/v1/people/duplicates", needs: .managePeople, Service.listDuplicates),
        StaffRoute(
            .post, "/api/v1/people/dismissals", needs: .managePeople,
            Service.dismissDuplicate),
        StaffRoute(.post, "/api/v1/people/merges", needs: .managePeople, Service.mergePeople),
        StaffRoute(
            .post, "/api/v1/people/merges/{id}/undo", needs: .managePeople,
            Service.undoMerge),
        StaffRoute(.get, "/api/v1/people/{id}", needs: .managePeople, Service.readPerson),
        StaffRoute(
            .get, "/api/v1/people/{id}/erasure", needs: .erasePeople, Service.previewErasure),
        StaffRoute(
            .post, "/api/v1/people/{id}/erasure", needs: .erasePeople, Service.erasePerson),
    ]

    /// Everybody, page by page.
    func listPeople(_ request: Request) async throws -> Response {
        var fields = FieldReader(query: request.query)
        let after = fields.optional("after", UUID.init(field:))
        let limit = fields.optionalInteger("limit", in: 1...200)
        try fields.finish()
        return try await answer(ListPeople(query: nil, after: after, limit: limit ?? 50))
    }

    /// The query is in the content: names do not belong in addresses and their logs.
    func searchPeople(_ request: Request) async throws -> Response {
        var fields = try request.jsonFields()
        let query = fields.required("query", PersonQuery.init(parsing:))
        let limit = fields.optionalInteger("limit", in: 1...200)
        try fields.finish()
        guard let query else { throw Problem.internalError }
        return try await answer(ListPeople(query: query.text, after: nil, limit: limit ?? 50))
    }

    private func answer(_ list: ListPeople) async throws -> Response {
        let lines = try await database.people(list)
        let next = list.query == nil && lines.count == list.limit ? lines.last?.person.id : nil
        return .json { json in
            json.object { json in
                json.name("items")
                json.array { array in
                    for line in lines { array.personLine(line) }
                }
                json.optional("next", next?.lowercased)
            }
        }
    }

    /// 404 when nobody has the id; who was absorbed is told with who carries on.
    func readPerson(_ request: Request) async throws -> Response {
        let id = try request.capture("id", UUID.init(uuidString:))
        guard let record = try await database.person(id) else { throw Problem.notFound }
        return .json { $0.personRecord(record) }
    }

    func listDuplicates(_ request: Request) async throws -> Response {
        var fields = FieldReader(query: request.query)
        let person = fields.optional("person", UUID.init(field:))
        let limit = fields.optionalInteger("limit", in: 1...200)
        try fields.finish()
        let suggestions = try await database.duplicates(
            SuggestDuplicates(person: person, limit: limit ?? 50))
        return .json { $0.items(suggestions) { $0.suggestion($1) } }
    }

    /// 204; the two are not suggested again.
    func dismissDuplicate(_ request: Request) async throws -> Response {
        let actor = try self.actor(request)
        var fields = try request.jsonFields()
        let one = fields.required("one", UUID.init(field:))
        let other = fields.required("other", UUID.init(field:))
        try fields.finish()
        guard let one, let other else { throw Problem.internalError }
        let isDone = try await database.dismiss(
            DismissSuggestion(one: one, other: other, actor: actor, now: now()))
        guard isDone else { throw MergeRefusal.unknownPerson }
        return .empty
    }

    /// 201 with the id of the merge; 409 with the reason.
    func mergePeople(_ request: Request) async throws -> Response {
        let actor = try self.actor(request)
        var fields = try request.jsonFields()
        let keep = fields.required("keep", UUID.init(field:))
        let absorb = fields.required("absorb", UUID.init(field:))
        let reason = fields.required("reason", PeopleReason.init(parsing:))
        try fields.finish()
        guard let keep, let absorb, let reason else { throw Problem.internalError }
        let id = try await database.merge(
            MergePeople(
                keep: keep, absorb: absorb, actor: actor, reason: reason, now: now(),
                mailDomain: settings.mailDomain)
        ).get()
        return .json(status: 201) { json in
            json.object { $0.member("id", id.lowercased) }
        }
    }

    /// 204 when both are as they were; 404, or 409 with the reason.
    func undoMerge(_ request: Request) async throws -> Response {
        let actor = try self.actor(request)
        let id = try request.capture("id", UUID.init(uuidString:))
        try await database.undo(UndoMerge(merge: id, actor: actor, now: now())).get()
        return .empty
    }

    /// What erasing would do, table by table; nothing is changed.
    func previewErasure(_ request: Request) async throws -> Response {
        let actor = try self.actor(request)
        let id = try request.capture("id", UUID.init(uuidString:))
        let lines = try await database.previewErasure(of: id, by: actor, now: now()).get()
        return .json { $0.items(lines) { $0.erasureLine($1) } }
    }

    /// 200 with what was done; 409 with what is to be done first.
    func erasePerson(_ request: Request) async throws -> Response {
        let actor = try self.actor(request)
        let id = try request.capture("id", UUID.init(uuidString:))
        let reason = try request.reason()
        let lines = try await database.erase(
            ErasePerson(
                person: id, actor: actor, reason: reason, now: now(),
                mailDomain: settings.mailDomain)
        ).get()
        return .json { $0.items(lines) { $0.erasureLine($1) } }
    }
}

/// What people are searched for, in 1 to 200 bytes.
private struct PersonQuery {
    let text: String

    init(parsing text: String) throws(BadParameter) {
        guard (1...200).contains(text.utf8.count) else {
            throw BadParameter("bad-query", "A query has 1 to 200 bytes.")
        }
        self.text = text
    }
}

extension UUID {
    init(field text: String) throws(BadParameter) {
        guard let id = UUID(uuidString: text) else {
            throw BadParameter("bad-id", "This is not an id.")
        }
        self = id
    }

    /// As all texts of ours write it.
    var lowercased: String { uuidString.lowercased() }
}
