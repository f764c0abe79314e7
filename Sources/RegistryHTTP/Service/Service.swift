import EventLoop
public import Foundation
public import Postgres
public import TrainingRegistry

/// The web service of one core: what a handler may use, and the one way from request to response.
///
/// Used by code that is isolated to its loop only.
public final class Service {
    let database: Database
    let intake: InterestIntake
    let settings: ServiceSettings
    let mails: MailRenderer
    let holder: CatalogueHolder
    let probes: ServiceProbes
    let now: () -> Date
    let report: (any Error, String?) -> Void
    private let gate: SourceGate?
    /// The home page, good for a minute and a catalogue.
    var preparedHome: (minute: Int, generation: Int, content: CatalogueHolder.Prepared)?

    /// The page of figures, good for a catalogue.
    var preparedFigures: (generation: Int, content: CatalogueHolder.Prepared)?

    /// The gate is shared by all cores; nil when a source may send as much as it likes.
    ///
    /// `report` is told every fault once, with the pattern of the route it happened on.
    public init(
        database: Database, intake: InterestIntake, site: ServiceSettings, mails: MailRenderer,
        catalogue: CatalogueHolder, probes: ServiceProbes,
        gate: SourceGate?, now: @escaping () -> Date = { Date() },
        report: @escaping (any Error, String?) -> Void
    ) {
        self.database = database
        self.intake = intake
        settings = site
        self.mails = mails
        holder = catalogue
        self.probes = probes
        self.now = now
        self.report = report
        self.gate = gate
    }

    static let table = RouteTable(routes)

    var catalogue: Catalogue { holder.catalogue }
    var site: Site { settings.site }
    var formToken: FormToken { FormToken(key: settings.formKey) }

    /// Answers one request, whatever it is.
    public func handle(_ request: Request) async -> Response {
        await Self.table.respond(to: request, with: self) { error, request in
            self.describe(error, request)
        }
    }

    /// What the head alone is reason to refuse, before the content is sent.
    public func screen(_ request: Request) async -> Response? {
        do {
            if let problem = Self.table.refusal(of: request) { throw problem }
            guard let pattern = Self.table.pattern(of: request) else { return nil }
            return try await turnAwayStranger(request, to: pattern)
        } catch {
            return describe(error, request)
        }
    }

    /// Answers while the database was not reached yet: alive, not ready, everything else later.
    public static func answerBeforeReady(_ request: Request, site: ServiceSettings) -> Response {
        switch request.segments.map({ $0 }) {
        case ["healthz"]: .text("ok\n")
        case ["readyz"]: .text("not ready\n", status: 503)
        default: answer(.unavailable, to: request, on: site.site)
        }
    }

    private func describe(_ error: any Error, _ request: Request) -> Response {
        let problem = Problem(describing: error)
        if problem.status >= 500 {
            report(error, Self.table.pattern(of: request))
        }
        return Self.answer(problem, to: request, on: site)
    }

    /// As a page for who reads pages, and as a problem for everybody else.
    private static func answer(_ problem: Problem, to request: Request, on site: Site) -> Response {
        guard request.prefersHTML, !speaksJSON(request) else { return Response(problem) }
        var response = ErrorPage(
            site: site, status: problem.status, detail: problem.detail,
            retryAfterSeconds: problem.retryAfterSeconds
        ).response(status: problem.status)
        response.fields += problem.fields
        return response
    }

    /// Programs read these, whatever they say they accept.
    private static func speaksJSON(_ request: Request) -> Bool {
        guard let first = request.segments.first else { return false }
        return ["api", "healthz", "readyz", "metrics", "openapi.json"].contains(first)
    }

    /// Counts a request to take an interest against its source; 429 when it had its share.
    func admit(_ request: Request) async throws(Problem) {
        if let seconds = await gate?.admit(request.source) {
            throw .tooManyRequests(retryAfterSeconds: seconds)
        }
    }
}

extension RouteTable {
    /// The pattern a request leads to, if there is one.
    fileprivate func pattern(of request: Request) -> String? {
        if case .found(let route, _) = match(request) { route.pattern } else { nil }
    }
}

extension Problem {
    fileprivate var retryAfterSeconds: Int? {
        fields.first { $0.name == "Retry-After" }.flatMap { Int($0.value) }
    }
}

extension Page {
    /// The page as a response; it is not stored by anybody unless the caller says so.
    func response(status: Int = 200) -> Response { .html(html.bytes, status: status) }
}
