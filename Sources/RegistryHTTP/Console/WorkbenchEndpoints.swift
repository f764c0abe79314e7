import Foundation
import TrainingRegistry

extension Service {
    /// Events as the secretariat sees them, and where each stands.
    static let workbenchPages: [StaffRoute] = [
        StaffRoute(.get, "/console/events", needs: .seeEvents, Service.showConsoleEvents),
        StaffRoute(.get, "/console/events/{code}", needs: .seeEvents, Service.showOverview),
        StaffRoute(
            .get, "/console/events/{code}/mails", needs: .seePeopleOfEvent, Service.showEventMails),
    ]

    func showConsoleEvents(_ request: Request) async throws -> Response {
        let layout = try layout(request, .events)
        var query = FieldReader(query: request.query)
        let filter = ReadDashboard.Filter(
            state: query.optional("state", EventState.init(parameter:)),
            programme: query.optional("programme", Code.init(parsing:)),
            kind: query.optional("kind", EventKind.init(parameter:)),
            text: query.optional("text").map { String($0.prefix(100)) })
        try query.finish()
        let reach = layout.principal.reach(for: .seeEvents)
        let events = try await database.dashboard(
            ReadDashboard(reach, now: now(), filter: filter))
        let programmes = try await database.programmes(in: reach)
        return ConsoleEventsPage(
            layout: layout, events: events, filter: filter,
            programmes: programmes.map { Choice(value: $0.code, title: $0.title) }
        ).response()
    }

    func showOverview(_ request: Request) async throws -> Response {
        let event = try await eventOfPage(request)
        return EventOverviewPage(layout: try layout(request, .events), event: event).response()
    }

    func showEventMails(_ request: Request) async throws -> Response {
        let event = try await eventOfPage(request)
        var query = FieldReader(query: request.query)
        let onlyFailed = query.optional("state") == "failed"
        try query.finish()
        let mails = try await database.mails(
            of: event.code(), onlyFailed: onlyFailed, now: now())
        return EventMailsPage(
            layout: try layout(request, .events), event: event, mails: mails,
            onlyFailed: onlyFailed
        ).response()
    }

    /// The event in the address with its numbers; 404 without one.
    func eventOfPage(_ request: Request) async throws -> DashboardEvent {
        let code = try request.capture("code", Code.init(parsing:))
        guard let event = try await database.numbers(of: code, now: now()) else {
            throw Problem.notFound
        }
        return event
    }

    var codeNames: CodeNames {
        CodeNames(
            countries: catalogue.countries.map { Choice(value: $0.code, title: $0.name) },
            sectors: catalogue.sectors.map { Choice(value: $0.code, title: $0.heading) })
    }

    /// Writes a mail as it would leave.
    func mailDraft(_ mail: PlannedMail, template: String) -> MailDraft? {
        mails.draft(
            template: template, parameters: mail.parameters, writtenAt: now(),
            language: mail.language)
    }

    /// Mails by template, each with one of them written out.
    func samples(of mails: [PlannedMail]) -> [MoveDraftPage.Sample] {
        var order: [String] = []
        for mail in mails where !order.contains(mail.template) { order.append(mail.template) }
        return order.map { template in
            let group = mails.filter { $0.template == template }
            return MoveDraftPage.Sample(
                template: template, names: group.map(\.name),
                draft: group.first.flatMap { mailDraft($0, template: template) })
        }
    }
}

extension DashboardEvent {
    /// What the database holds is a code.
    func code() throws -> Code { try Code(parsing: code) }
}
