import Foundation
import Mailer
import Postgres
import TrainingRegistry

extension Service {
    /// The Expert Group, its focal points, its chair and its mandates, for coordinators.
    static let rosterAPI: [StaffRoute] = [
        StaffRoute(.get, "/api/v1/roster", needs: .editProgramme, names: .seen, Service.showRoster),
        StaffRoute(.put, "/api/v1/roster", needs: .editProgramme, Service.saveRosterEntry),
        StaffRoute(
            .get, "/api/v1/focal-points", needs: .editProgramme, names: .seen,
            Service.listFocalPoints),
        StaffRoute(.put, "/api/v1/focal-points", needs: .editProgramme, Service.saveFocalPoint),
        StaffRoute(.get, "/api/v1/mandates", needs: .seeEvents, Service.listMandateYears),
        StaffRoute(.get, "/api/v1/events/{code}/chair", needs: .seeEvents, Service.showChair),
        StaffRoute(.put, "/api/v1/events/{code}/chair", needs: .editEvent, Service.setChair),
        StaffRoute(
            .get, "/api/v1/events/{code}/present-by-state", needs: .seePeopleOfEvent,
            Service.showPresentByState),
    ]

    /// The roster of a day with names, today when none is given.
    func showRoster(_ request: Request) async throws -> Response {
        let roster = try await database.roster(on: day(asked: request))
        return .json { $0.roster(roster) }
    }

    /// 200 with the roster of the first day; 404 when there is no such member.
    func saveRosterEntry(_ request: Request) async throws -> Response {
        let actor = try actor(request)
        var fields = try request.jsonFields()
        let member = fields.required("member", CountryCode.init(parsing:))
        let role = fields.word("role", of: RosterEntry.Role.self)
        let rank = fields.optionalInteger("rank", in: 1...99) ?? 1
        if rank > 1, role != .alternate {
            fields.complain("rank", "ranks-alternates", "Only alternates have ranks.")
        }
        let from = fields.required("from", CalendarDay.init(parameter:))
        let holder = fields.optionalText("holder", Title.init(parsing:))
        let institution = fields.optionalText("institution", Title.init(parsing:))
        let source = fields.required("source", Title.init(parsing:))
        let reason = fields.optional("reason", Motivation.init(parsing:))
        try fields.finish()
        guard let member, let role, let from, let source else { throw Problem.internalError }
        let entry = SaveRosterEntry(
            member: member.description, role: role, rank: rank, from: from,
            holder: holder?.description, institution: institution?.description,
            source: source.description, actor: actor, reason: reason?.description, now: now())
        guard try await database.save(entry) else { throw Problem.notFound }
        let roster = try await database.roster(on: from)
        return .json { $0.roster(roster) }
    }

    func listFocalPoints(_ request: Request) async throws -> Response {
        let points = try await database.focalPoints(on: day(asked: request))
        return .json { json in json.items(points) { $0.focalPoint($1) } }
    }

    /// 200 with the focal points of the first day; 404 when there is no such member.
    func saveFocalPoint(_ request: Request) async throws -> Response {
        let actor = try actor(request)
        var fields = try request.jsonFields()
        let member = fields.required("member", CountryCode.init(parsing:))
        let name = fields.required("name", Title.init(parsing:))
        let email = fields.required("email", EmailAddress.init(parsing:))
        let language = fields.optional("language", LanguageTag.init(parsing:))
        let from = fields.required("from", CalendarDay.init(parameter:))
        let until = fields.optional("until", CalendarDay.init(parameter:))
        if let from, let until, until < from {
            fields.complain("until", "ends-before-it-starts", "This is before its first day.")
        }
        try fields.finish()
        guard let member, let name, let email, let from else { throw Problem.internalError }
        let saved = try await database.save(
            SaveFocalPoint(
                member: member.description, name: name.description, email: email,
                language: language, from: from, until: until, actor: actor, now: now()))
        guard saved else { throw Problem.notFound }
        let points = try await database.focalPoints(on: from)
        return .json { json in json.items(points) { $0.focalPoint($1) } }
    }

    /// Every year of every mandate, with a flag where it has fewer than two meetings.
    func listMandateYears(_ request: Request) async throws -> Response {
        let years = try await database.mandateYears()
        let today = catalogue.day
        return .json { json in json.items(years) { $0.mandateYear($1, on: today) } }
    }

    func showChair(_ request: Request) async throws -> Response {
        try await chair(of: request.capture("code", Code.init(parsing:)))
    }

    /// 200 with the chair; 404 when there is no such meeting of the Expert Group.
    func setChair(_ request: Request) async throws -> Response {
        let actor = try actor(request)
        let event = try request.capture("code", Code.init(parsing:))
        var fields = try request.jsonFields()
        let member = fields.optional("member", CountryCode.init(parsing:))
        let reason = fields.required("reason", Motivation.init(parsing:))
        try fields.finish()
        guard let reason else { throw Problem.internalError }
        let isDone = try await database.setChair(
            SetChair(
                event: event, member: member?.description, reason: reason.description,
                actor: actor, now: now()))
        guard isDone else { throw Problem.notFound }
        return try await chair(of: event)
    }

    func showPresentByState(_ request: Request) async throws -> Response {
        let event = try request.capture("code", Code.init(parsing:))
        guard let states = try await database.presentByState(at: event) else {
            throw Problem.notFound
        }
        return .json { json in json.items(states) { $0.statePresence($1) } }
    }

    private func chair(of event: Code) async throws -> Response {
        guard let chair = try await database.chair(of: event) else { throw Problem.notFound }
        return .json { $0.chair(chair) }
    }

    private func day(asked request: Request) throws -> CalendarDay {
        var query = FieldReader(query: request.query)
        let asked = query.optional("on", CalendarDay.init(parameter:))
        try query.finish()
        return asked ?? catalogue.day
    }
}
