import Foundation
import TrainingRegistry

extension Service {
    /// Who sent a request that came through the gate.
    func actor(_ request: Request) throws(Problem) -> RegistryActor {
        guard let principal = request.principal else { throw .unauthorized }
        return principal.actor
    }

    /// Whether who sent it may do this; the one gate of the console and the coordinators' API.
    ///
    /// A change in the console carries the token of its session and does not come from another
    /// site. That names are shown is noted in the `way` it happens.
    func admit(
        _ request: Request, to pattern: String, needs permission: Permission,
        names way: SeenList.Way?
    ) async throws -> Gate {
        let codes = StaffRoute.codes(request, of: pattern)
        guard let caller = try await caller(of: request, about: codes) else {
            return .turnedAway(try turnAway(request))
        }
        if !request.method.isSafe, let session = Self.session(of: request) {
            try refuseForgery(request, of: session)
        }
        switch RoleRules.verdict(caller.principal.grants, permission, on: caller.object) {
        case .allowed: break
        case .hidden: throw Problem.notFound
        case .refused: throw Problem.forbidden
        }
        if let way {
            try await database.note(
                SeenList(
                    way, object: caller.object, via: pattern, actor: caller.principal.actor,
                    now: now()))
        }
        return .admitted(caller.principal)
    }

    /// What the head of a request to the secretariat is reason to answer at once.
    ///
    /// Nil when somebody whom we know sends it, and for a route that everybody may ask.
    func turnAwayStranger(_ request: Request, to pattern: String) async throws -> Response? {
        guard Self.staffPatterns.contains(pattern),
            try await caller(of: request, about: ObjectCodes()) == nil
        else { return nil }
        return try turnAway(request)
    }

    private static let staffPatterns = Set(staffRoutes.map(\.route.pattern))

    /// Who sends a request; nil when nobody is known by what it carries.
    ///
    /// The API takes a bearer token (RFC 6750 §2.1), the console a session.
    private func caller(
        of request: Request, about codes: ObjectCodes
    ) async throws -> Caller? {
        guard !Self.isConsole(request) else {
            guard let session = Self.session(of: request) else { return nil }
            return try await database.caller(
                session: session, about: codes, now: now(), idle: settings.session.idle)
        }
        guard let text = request.fields["authorization"], let secret = Self.bearer(text) else {
            return nil
        }
        return try await database.caller(token: secret, about: codes, now: now())
    }

    private static func isConsole(_ request: Request) -> Bool {
        request.segments.first == "console"
    }

    /// The session of a request to the console; elsewhere a cookie says nothing.
    private static func session(of request: Request) -> AccessToken? {
        isConsole(request) ? StaffCookie.session(of: request) : nil
    }

    private func turnAway(_ request: Request) throws -> Response {
        guard Self.isConsole(request) else { throw Problem.unauthorized }
        return signInFirst(request)
    }

    /// To the page that asks who it is, and back; what was sent is not repeated by itself.
    private func signInFirst(_ request: Request) -> Response {
        guard request.method.isSafe else {
            return SignedOutPage(site: site).response(status: 401)
        }
        let way = ConsolePath(request.segments).map { "?next=\($0.text)" } ?? ""
        return .redirect(to: "/console/sign-in\(way)")
    }

    /// OWASP's two defences together: where it comes from, and what only our page knows.
    private func refuseForgery(_ request: Request, of session: AccessToken) throws {
        try refuseCrossSite(request)
        let sent = request.fields["x-csrf-token"] ?? Self.csrfField(of: request) ?? ""
        guard CSRFToken(of: session).matches(sent) else { throw Problem.staleForm }
    }

    /// What was sent in its field, once; the other fields are the handler's business.
    private static func csrfField(of request: Request) -> String? {
        guard let boundary = try? MultipartBody.boundary(of: request) else {
            let items = try? FormBody.items(
                parsing: request.body, itemCountMax: SheetForm.fieldsMax)
            let sent = items?.filter { $0.name == CSRFToken.field } ?? []
            return sent.count == 1 ? sent[0].value : nil
        }
        let parts = try? MultipartBody.parts(of: request.body, boundary: boundary)
        let sent = parts?.filter { $0.name == CSRFToken.field && !$0.isFile } ?? []
        return sent.count == 1 ? String(validating: sent[0].content, as: UTF8.self) : nil
    }

    /// The scheme is case-insensitive (RFC 9110 §11.1).
    private static func bearer(_ text: String) -> AccessToken? {
        let parts = text.utf8.split(separator: UInt8(ascii: " "))
        guard parts.count == 2, parts[0].map(ASCII.lowered) == Array("bearer".utf8) else {
            return nil
        }
        return AccessToken(parsing: String(decoding: parts[1], as: UTF8.self))
    }
}

extension Permission {
    /// Whether looking at it shows who people are, which is noted.
    var showsNames: Bool {
        switch self {
        case .seePeopleOfEvent, .seeAttendance, .managePeople, .erasePeople, .manageMail,
            .manageStaff:
            true
        default: false
        }
    }

    /// Whether what it allows is published, as a rule.
    var changesCatalogue: Bool {
        switch self {
        case .editEvent, .editProgramme, .importTables: true
        default: false
        }
    }
}

extension Problem {
    /// RFC 6750 §3: nothing is said about what is wrong with a token.
    static let unauthorized = Problem(
        "unauthorized", 401, "This is for coordinators",
        detail: "Send a staff token: Authorization: Bearer …",
        fields: [Field("WWW-Authenticate", "Bearer realm=\"registry\"")])

    static let forbidden = Problem(
        "forbidden", 403, "Your role does not do this",
        detail: "Ask an administrator if it should.")

    static let staleForm = Problem(
        "stale-form", 403, "This form is not of your session",
        detail: "Nothing was changed. Open the page again and send it once more.")
}
