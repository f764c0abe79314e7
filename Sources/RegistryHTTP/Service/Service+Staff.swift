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
    /// The API takes a bearer token (RFC 6750 §2.1), the console a session. A change in the
    /// console carries the token of its session and does not come from another site.
    func admit(
        _ request: Request, to pattern: String, needs permission: Permission
    ) async throws -> Gate {
        let isConsole = request.segments.first == "console"
        let codes = StaffRoute.codes(request, of: pattern)
        let caller: Caller?
        if isConsole {
            guard let session = StaffCookie.session(of: request) else {
                return signInFirst(request)
            }
            caller = try await database.caller(
                session: session, about: codes, now: now(), idle: settings.session.idle)
            guard caller != nil else { return signInFirst(request) }
            if !request.method.isSafe { try refuseForgery(request, of: session) }
        } else {
            guard let text = request.fields["authorization"], let secret = Self.bearer(text) else {
                throw Problem.unauthorized
            }
            caller = try await database.caller(token: secret, about: codes, now: now())
        }
        guard let caller else { throw Problem.unauthorized }
        switch RoleRules.verdict(caller.principal.grants, permission, on: caller.object) {
        case .allowed: break
        case .hidden: throw Problem.notFound
        case .refused: throw Problem.forbidden
        }
        if request.method.isSafe, permission.showsNames {
            try await database.note(
                SeenList(
                    object: caller.object, via: pattern, actor: caller.principal.actor,
                    now: now()))
        }
        return .admitted(caller.principal)
    }

    /// To the page that asks who it is, and back; what was sent is not repeated by itself.
    private func signInFirst(_ request: Request) -> Gate {
        guard request.method.isSafe else {
            return .turnedAway(SignedOutPage(site: site).response(status: 401))
        }
        let way = ConsolePath(request.segments).map { "?next=\($0.text)" } ?? ""
        return .turnedAway(.redirect(to: "/console/sign-in\(way)"))
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
        case .seePeopleOfEvent, .seeAttendance, .managePeople, .erasePeople, .manageMail: true
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
