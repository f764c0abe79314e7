import Foundation
import TrainingRegistry

extension Service {
    /// The people of an event: found, chosen, moved.
    static let peoplePages: [StaffRoute] = [
        StaffRoute(
            .get, "/console/events/{code}/people", needs: .seePeopleOfEvent, Service.showPeople),
        StaffRoute(
            .post, "/console/events/{code}/people/find", needs: .seePeopleOfEvent, names: .seen,
            Service.findPeople),
        StaffRoute(
            .post, "/console/events/{code}/people/move", needs: .decide, names: .seen,
            Service.planMoves),
        StaffRoute(
            .post, "/console/events/{code}/people/send", needs: .decide, names: .seen,
            Service.makeMoves),
        StaffRoute(
            .get, "/console/events/{code}/people/{id}", needs: .seePeopleOfEvent,
            Service.showEventPerson),
        StaffRoute(
            .post, "/console/events/{code}/people/{id}/resend", needs: .decide, names: .seen,
            Service.sendAgain),
    ]

    func showPeople(_ request: Request) async throws -> Response {
        try await peoplePage(request, text: nil).response()
    }

    /// A name is sent in a form: what is in an address is kept by browsers and proxies.
    func findPeople(_ request: Request) async throws -> Response {
        var fields = try request.formFields()
        fields.allow("csrf")
        let text = fields.optional("find").map { String($0.prefix(200)) }
        try fields.finish()
        return try await peoplePage(request, text: text).response()
    }

    /// Shows the selection, or what the moves would do; nothing is changed here.
    func planMoves(_ request: Request) async throws -> Response {
        var fields = try request.formFields(lists: ["pick"])
        for name in ["csrf", "to", "reason", "decision", "part"] { fields.allow(name) }
        let act = fields.optional("act") ?? "draft"
        let text = fields.optional("find")
        var page = try await peoplePage(request, text: text)
        page.state = FormState(fields, [], keeping: PeoplePage.kept)
        if act == "all" {
            page.picked = Set(page.people.map(\.interest))
        } else {
            page.picked = Set(Pick.all(fields.list("pick")).map(\.interest))
        }
        guard act == "draft" else {
            let order = page.people.map(\.interest).filter(page.picked.contains)
            page.matrix = try await database.matrix(of: page.event.code(), choosing: order)
            if fields.typed("part") == "matrix", let matrix = page.matrix {
                return .html(page.matrixTable(matrix).bytes)
            }
            return page.response()
        }
        return try await draftMoves(request, &fields, page)
    }

    private func draftMoves(
        _ request: Request, _ fields: inout FieldReader, _ page: PeoplePage
    ) async throws -> Response {
        let asked: AskedMoves
        switch try askedMoves(request, &fields) {
        case .success(let moves): asked = moves
        case .failure(let errors):
            var page = page
            page.state = FormState(fields, errors.list, keeping: PeoplePage.kept)
            return page.response(status: 422)
        }
        let interests = asked.request.moves.map(\.interest)
        guard let preview = try await database.preview(asked.request),
            let matrix = try await database.matrix(
                of: asked.request.change.event,
                choosing: asked.to.isSeat ? interests : [])
        else { throw Problem.notFound }
        let people = try await names(interests, in: asked.request.change.event)
        return MoveDraftPage(
            layout: page.layout, event: page.event, picks: fields.list("pick"), to: asked.to,
            state: page.state, reports: preview.reports, people: people,
            samples: samples(of: preview.mails),
            matrix: MatrixTable(matrix: matrix, names: page.names, people: people)
        ).response()
    }

    /// 200 with what became of each, 409 where one or more were refused.
    func makeMoves(_ request: Request) async throws -> Response {
        let event = try await eventOfPage(request)
        var fields = try request.formFields(lists: ["pick"])
        let asked: AskedMoves
        switch try askedMoves(request, &fields) {
        case .success(let moves): asked = moves
        case .failure(let errors):
            var page = try await peoplePage(request, text: nil)
            page.picked = Set(Pick.all(fields.list("pick")).map(\.interest))
            page.state = FormState(fields, errors.list, keeping: PeoplePage.kept)
            return page.response(status: 422)
        }
        guard let reports = try await database.move(asked.request) else { throw Problem.notFound }
        let people = try await names(reports.map(\.interest), in: asked.request.change.event)
        let mailing = try await database.waiting(asked.request.change.mails)
        let isWhole = reports.allSatisfy { $0.refusal == nil }
        return MovedPage(
            layout: try layout(request, .events), event: event, reports: reports, people: people,
            mailing: mailing
        ).response(status: isWhole ? 200 : 409)
    }

    private func names(_ interests: [UUID], in event: Code) async throws -> [UUID: String] {
        Dictionary(
            try await database.people(of: event, interests).map { ($0.interest, $0.name) },
            uniquingKeysWith: { one, _ in one })
    }

    func peoplePage(_ request: Request, text: String?) async throws -> PeoplePage {
        let event = try await eventOfPage(request)
        var query = FieldReader(query: request.query)
        var list = ListEventPeople(event: try event.code(), text: text)
        list.status = query.optional("status", InterestStatus.init(parameter:))
        list.country = query.optional("country", CountryCode.init(parsing:))
        list.sector = query.optional("sector", SectorCode.init(parsing:))
        list.organisation = query.optional("organisation").map { String($0.prefix(200)) }
        if let sort = query.optional("sort") {
            list.isDescending = sort.hasPrefix("-")
            let word = list.isDescending ? String(sort.dropFirst()) : sort
            list.order = ListEventPeople.Order(rawValue: word) ?? .received
        }
        list.size = query.optionalInteger("size", in: 1...500) ?? list.size
        list.page = query.optionalInteger("page", in: 1...10_000) ?? 1
        try query.finish()
        if text != nil { (list.page, list.size) = (1, 500) }
        return PeoplePage(
            layout: try layout(request, .events), event: event, list: list,
            people: try await database.people(list), names: codeNames)
    }
}

/// What a ticked box sends: an interest with the status that was seen.
struct Pick {
    let interest: UUID
    let seen: InterestStatus

    init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let interest = UUID(uuidString: String(parts[0])),
            let seen = InterestStatus(rawValue: String(parts[1]))
        else { return nil }
        self.interest = interest
        self.seen = seen
    }

    static func all(_ texts: [String]) -> [Pick] { texts.compactMap(Pick.init) }
}

/// A form of moves that was read whole.
struct AskedMoves {
    let request: MoveInterests
    let to: InterestStatus
}

/// What is wrong with a form.
struct FormErrors: Error {
    let list: [Problem.FieldError]
}

extension InterestStatus {
    /// Whether who is moved there takes a seat.
    fileprivate var isSeat: Bool { self == .offered || self == .accepted }
}

extension Service {
    /// The moves that both steps of the form ask for.
    fileprivate func askedMoves(
        _ request: Request, _ fields: inout FieldReader
    ) throws(Problem) -> Result<AskedMoves, FormErrors> {
        for name in ["csrf", "act", "find", "part"] { fields.allow(name) }
        // Recipients and words were looked at before this was sent.
        let mails = fields.optionalWord("mails", of: MailOrder.Choice.self) ?? .send
        let sent = fields.list("pick")
        let picks = Pick.all(sent)
        if sent.isEmpty { fields.complain("pick", "missing", ConsoleWords.People.nobody) }
        if picks.count < sent.count {
            fields.complain("pick", "damaged", ConsoleWords.People.damaged)
        }
        let to = fields.optional("to", InterestStatus.init(parameter:))
        if to == nil, fields.typed("to").isEmpty {
            fields.complain("to", "missing", ConsoleWords.People.noStatus)
        }
        let reason = fields.optional("reason", Motivation.init(parsing:))
        let decision = fields.optional("decision", DecisionWords.init(parsing:))
        let errors = fields.complete()
        guard let to, errors.isEmpty else { return .failure(FormErrors(list: errors)) }
        guard let actor = request.principal?.actor else { throw .unauthorized }
        var change = RoomChange(
            event: try request.capture("code", Code.init(parsing:)), actor: actor,
            reason: reason?.description, now: now(), mailDomain: settings.mailDomain)
        change.mails = MailOrder(mails)
        let moves = picks.map {
            InterestMove($0.interest, to: to, reason: reason?.description, seen: $0.seen)
        }
        return .success(
            AskedMoves(
                request: MoveInterests(change, moves: moves, decision: decision), to: to))
    }
}
