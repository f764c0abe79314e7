import Foundation
import Postgres
import TrainingRegistry

extension Service {
    /// The pages that everybody may read.
    static let cataloguePages: [Route<Service>] = [
        Route(.get, "/", Service.showHome),
        Route(.get, "/events", Service.showEvents),
        Route(.get, "/events/{code}", Service.showEvent),
        Route(.get, "/events/{code}/calendar.ics", Service.showCalendar),
        Route(.get, "/programmes", Service.showProgrammes),
        Route(.get, "/programmes/{code}", Service.showProgramme),
        Route(.get, "/figures", Service.showFigures),
        Route(.get, "/privacy", Service.showPrivacy),
        Route(.get, "/accessibility", Service.showAccessibility),
    ]

    /// The home page, made once a minute because doors open and close.
    func showHome(_ request: Request) async throws -> Response {
        let minute = Int(now().timeIntervalSince1970) / 60
        let prepared: CatalogueHolder.Prepared
        if let kept = preparedHome, kept.minute == minute, kept.generation == holder.generation {
            prepared = kept.content
        } else {
            prepared = CatalogueHolder.Prepared(home.html.bytes)
            preparedHome = (minute, holder.generation, prepared)
        }
        return Response.html(prepared.body).revalidated(by: request, tag: prepared.tag)
    }

    private var home: HomePage {
        HomePage(
            site: site,
            events: Array(coming.filter { $0.cancelledAt == nil }.prefix(4)),
            headline: catalogue.figures.first, now: now())
    }

    /// Events that are not over, soonest first.
    private var coming: [Event] {
        let now = now()
        return catalogue.events.filter { !$0.isPast(at: now) }
    }

    /// 422 for a filter that is none.
    func showEvents(_ request: Request) async throws -> Response {
        let query = try EventsQuery(request.query)
        let (events, next) = query.pick(from: catalogue, at: now())
        return EventsPage(
            site: site, events: events, filter: query.filter,
            programmes: catalogue.programmes.map {
                ProgrammeReference(code: $0.code, title: $0.title)
            },
            next: next, now: now()
        ).response()
    }

    func showEvent(_ request: Request) async throws -> Response {
        EventPage(site: site, event: try event(of: request), now: now()).response()
    }

    func showProgrammes(_ request: Request) async throws -> Response {
        ProgrammesPage(site: site, programmes: catalogue.programmes).response()
    }

    func showProgramme(_ request: Request) async throws -> Response {
        let programme = try programme(of: request)
        return ProgrammePage(
            site: site, programme: programme,
            events: coming.filter { $0.programme?.code == programme.code },
            countries: countryChoices, now: now()
        ).response()
    }

    func showFigures(_ request: Request) async throws -> Response {
        let prepared: CatalogueHolder.Prepared
        if let kept = preparedFigures, kept.generation == holder.generation {
            prepared = kept.content
        } else {
            prepared = CatalogueHolder.Prepared(
                FiguresPage(site: site, catalogue: catalogue).html.bytes)
            preparedFigures = (holder.generation, prepared)
        }
        return Response.html(prepared.body).revalidated(by: request, tag: prepared.tag)
    }

    func showPrivacy(_ request: Request) async throws -> Response {
        PrivacyPage(site: site).response()
    }

    func showAccessibility(_ request: Request) async throws -> Response {
        AccessibilityPage(site: site).response()
    }

    /// The published event in the path; 404.
    func event(of request: Request) throws(Problem) -> Event {
        let code = try request.capture("code", Code.init(parsing:))
        guard let event = catalogue.event(code) else { throw .notFound }
        return event
    }

    /// The published programme in the path; 404.
    func programme(of request: Request) throws(Problem) -> Programme {
        let code = try request.capture("code", Code.init(parsing:))
        guard let programme = catalogue.programme(code) else { throw .notFound }
        return programme
    }

    var countryChoices: [Choice] {
        catalogue.countries.map { Choice(value: $0.code, title: $0.name) }
    }

    var sectorChoices: [Choice] {
        catalogue.sectors.map { Choice(value: $0.code, title: $0.heading) }
    }

    var languageChoices: [Choice] {
        catalogue.languages.map { Choice(value: $0.tag, title: $0.name) }
    }
}

extension Response {
    /// The response for anybody to keep, to be asked about again each time.
    func revalidated(by request: Request, tag: String) -> Response {
        var response = self
        response["Cache-Control"] = "public, no-cache"
        return response.conditional(on: request, tag: tag)
    }
}
