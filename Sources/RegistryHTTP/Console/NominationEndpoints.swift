import Foundation
import TrainingRegistry

extension Service {
    /// The nominations for an event in the console; what may be done is what the API does.
    static let nominationConsole: [StaffRoute] = [
        StaffRoute(
            .get, "/console/events/{code}/nominations", needs: .seePeopleOfEvent,
            Service.showRound),
        StaffRoute(
            .post, "/console/events/{code}/nominations/ask", needs: .decide, Service.askMembers),
        StaffRoute(
            .post, "/console/events/{code}/nominations/deadline", needs: .decide,
            Service.changeDeadline),
        StaffRoute(
            .get, "/console/events/{code}/nominations/{member}", needs: .seePeopleOfEvent,
            Service.showMemberNominations),
        StaffRoute(
            .post, "/console/events/{code}/nominations/{member}", needs: .decide,
            Service.nameNominee),
        StaffRoute(
            .post, "/console/events/{code}/nominations/{member}/change", needs: .decide,
            Service.changeNominee),
        StaffRoute(
            .post, "/console/events/{code}/nominations/{member}/links", needs: .decide,
            Service.changeLinks),
    ]

    func showRound(_ request: Request) async throws -> Response {
        try await roundPage(request).page.response()
    }

    func askMembers(_ request: Request) async throws -> Response {
        var fields = try request.formFields()
        var (page, zone) = try await roundPage(request)
        let member = fields.optional("member", CountryCode.init(parsing:))
        let seats = fields.requiredInteger("seats", in: 1...99)
        let deadline = fields.requiredMoment("deadline", in: zone)
        let reason = fields.optional("reason", Motivation.init(parsing:))
        let errors = fields.completeForm()
        page.state.take(fields, errors, NominationsPage.kept)
        guard let seats, let deadline, errors.isEmpty else { return page.response(status: 422) }
        let asked: InviteNominations.Asked =
            member.map { .some([.init(member: $0.description, seats: seats)]) }
            ?? .all(seatsEach: seats)
        var change = try roomChange(request, reason: reason?.description)
        change.mails = MailOrder(nil)
        let outcome = try await database.inviteNominations(
            InviteNominations(change, asking: asked, deadline: deadline))
        switch outcome {
        case .success:
            return try await toMailing(
                change.mails, orTo: nominations(page.event, "", .asked))
        case .failure(let refusal):
            page.state.errors = [(refusal.field(orElse: "seats"), refusal.detail)]
            return page.response(status: 409)
        }
    }

    func changeDeadline(_ request: Request) async throws -> Response {
        var fields = try request.formFields()
        var (page, zone) = try await roundPage(request)
        let deadline = fields.requiredMoment("until", in: zone)
        let reason = fields.optional("until-reason", Motivation.init(parsing:))
        let errors = fields.completeForm()
        page.state.take(fields, errors, NominationsPage.kept)
        guard let deadline, errors.isEmpty else { return page.response(status: 422) }
        let change = try roomChange(request, reason: reason?.description)
        switch try await database.setDeadline(SetNominationDeadline(change, deadline: deadline)) {
        case .success: return back(to: page.event, "", .deadline)
        case .failure(let refusal):
            page.state.errors = [(page.round == nil ? "" : "until", refusal.detail)]
            return page.response(status: 409)
        }
    }

    func showMemberNominations(_ request: Request) async throws -> Response {
        var page = try await memberPage(request)
        page.instead = request.query["instead"].flatMap(UUID.init(uuidString:))
        return page.response()
    }

    /// Names somebody, or puts them in the place of another.
    func nameNominee(_ request: Request) async throws -> Response {
        var fields = try request.formFields()
        var page = try await memberPage(request)
        page.instead = fields.optional("instead", UUID.init(identity:))
        let person = NomineeForm(reading: &fields, on: catalogue)
        let reason = fields.optional("reason", Motivation.init(parsing:))
        let errors = fields.completeForm()
        page.state.take(fields, errors, MemberNominationsPage.kept)
        guard let person, errors.isEmpty else { return page.response(status: 422) }
        let step: ChangeNomination.Step =
            page.instead.map { .substitute($0, person.particulars, person.email) }
            ?? .nominate(person.particulars, person.email)
        return try await take(step, reason, page, request, .named)
    }

    /// A step up or down, or the end of a nomination.
    func changeNominee(_ request: Request) async throws -> Response {
        var fields = try request.formFields()
        fields.allow(CSRFToken.field)
        let step = try fields.nominationStep()
        return try await take(step, nil, try await memberPage(request), request, .changed)
    }

    /// New links for as many seats as the member has, or none at all.
    func changeLinks(_ request: Request) async throws -> Response {
        var fields = try request.formFields()
        var page = try await memberPage(request)
        let isEnd = fields.optional("do") == "revoke"
        let reason = fields.optional("links-reason", Motivation.init(parsing:))
        let errors = fields.completeForm()
        page.state.take(fields, errors, MemberNominationsPage.kept)
        guard errors.isEmpty else { return page.response(status: 422) }
        var change = try roomChange(request, reason: reason?.description)
        change.mails = MailOrder(nil)
        let member = page.member.member
        let outcome =
            isEnd
            ? try await database.revokeLinks(RevokeNominationLinks(change, member: member))
            : try await database.inviteNominations(
                InviteNominations(
                    change, asking: .some([.init(member: member, seats: page.member.seats)]),
                    deadline: page.round.deadline)
            ).map { _ in }
        switch outcome {
        case .success:
            return try await toMailing(
                change.mails,
                orTo: nominations(page.event, "/\(member)", isEnd ? .revoked : .sent))
        case .failure(let refusal):
            page.state.errors = [("", refusal.detail)]
            return page.response(status: 409)
        }
    }

    private func take(
        _ step: ChangeNomination.Step, _ reason: Motivation?, _ page: MemberNominationsPage,
        _ request: Request, _ done: ConsoleWords.Nominations.Done
    ) async throws -> Response {
        let change = try roomChange(request, reason: reason?.description)
        let member = page.member.member
        let outcome = try await database.change(
            ChangeNomination(at: .coordinator(change, member: member), step))
        guard case .failure(let refusal) = outcome else {
            return back(to: page.event, "/\(member)", done)
        }
        var page = page
        page.state.errors = [(refusal.field(orElse: ""), refusal.detail)]
        return page.response(status: 409)
    }

    private func back(
        to event: DashboardEvent, _ rest: String, _ done: ConsoleWords.Nominations.Done
    ) -> Response {
        .redirect(to: nominations(event, rest, done))
    }

    private func nominations(
        _ event: DashboardEvent, _ rest: String, _ done: ConsoleWords.Nominations.Done
    ) -> String {
        "/console/events/\(event.code)/nominations\(rest)?done=\(done.rawValue)"
    }

    /// The page, and the zone that its times are of.
    private func roundPage(
        _ request: Request
    ) async throws -> (page: NominationsPage, zone: TimeZone) {
        let event = try await staffEventOfPage(request)
        let round = try await database.nominations(for: event.code)
        let zone = DateWords.zone(event.schedule.timeZone).zone
        let page = NominationsPage(
            layout: try layout(request, .events), event: try await eventOfPage(request),
            round: round, isOpen: now() < round?.deadline ?? .distantPast,
            members: catalogue.members.map { Choice(value: $0.code, title: $0.name) },
            notice: request.query["done"].flatMap(ConsoleWords.Nominations.Done.init),
            state: FormState(values: ["until": FormState.clock(round?.deadline, in: zone)]))
        return (page, zone)
    }

    /// 404 for a member that has neither a seat nor a nomination in the event.
    private func memberPage(_ request: Request) async throws -> MemberNominationsPage {
        let event = try await eventOfPage(request)
        let code = try request.capture("member", CountryCode.init(parsing:)).description
        guard let round = try await database.nominations(for: event.code()),
            let member = round.members.first(where: { $0.member == code })
        else { throw Problem.notFound }
        let isState = catalogue.countries.contains { $0.code == code }
        return MemberNominationsPage(
            layout: try layout(request, .events), event: event, round: round, member: member,
            isOpen: now() < round.deadline, sectors: sectorChoices, countries: countryChoices,
            languages: languageChoices,
            notice: request.query["done"].flatMap(ConsoleWords.Nominations.Done.init),
            state: FormState(values: isState ? ["country": code] : [:]))
    }
}

extension NominationRefusal {
    /// The field that it is about.
    fileprivate func field(orElse field: String) -> String {
        switch self {
        case .badDeadline: "deadline"
        case .unknown: "member"
        case .nominatedAlready: "email"
        default: field
        }
    }
}

extension FieldReader {
    /// All complaints about a form of the console, whose token was looked at before.
    mutating func completeForm() -> [Problem.FieldError] {
        allow(CSRFToken.field)
        return complete()
    }
}
