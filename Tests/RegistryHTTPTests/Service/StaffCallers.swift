import Foundation
import Postgres
import TrainingRegistry

@testable import RegistryHTTP

/// Somebody of the secretariat as tests send requests: with a session, and with a key where the API
/// knows such keys.
struct StaffCaller: Sendable {
    let name: String
    let grants: [RoleGrant]
    /// Whether what they have is good now.
    var isGood = true
    let id = UUID()
    let session = AccessToken()
    let key = AccessToken()

    /// Keys hold everywhere, so only some roles have them.
    var hasKey: Bool { !grants.isEmpty && grants.allSatisfy { $0.scope == .everything } }

    var csrf: String { CSRFToken(of: session).text }

    /// What makes a request theirs.
    func fields(_ target: String) -> [String] {
        if target.hasPrefix("/api/") { return ["Authorization: Bearer \(key)"] }
        return [
            "Cookie: __Host-session=\(session)", "Sec-Fetch-Site: same-origin",
            "Accept: text/html",
        ]
    }

    /// The rows that they are made of.
    var sql: String {
        let id = id.uuidString
        let roles = grants.map { grant in
            let (programme, event): (UUID?, UUID?) =
                switch grant.scope {
                case .everything: (nil, nil)
                case .programme(let id): (id, nil)
                case .event(let id): (nil, id)
                }
            func sql(_ id: UUID?) -> String { id.map { "'\($0)'" } ?? "NULL" }
            return """
                INSERT INTO staff_role (staff_id, role, programme_id, event_id, granted_at,
                                        granted_by)
                VALUES ('\(id)', '\(grant.role.rawValue)', \(sql(programme)), \(sql(event)), now(),
                        'test');
                """
        }
        let token = grants.first.map { grant in
            """
            INSERT INTO staff_token (label, hash, created_at, expires_at, role, revoked_at)
            VALUES ('test', sha256('\\x\(FormToken.hexadecimal(key.bytes))'),
                    now() - interval '1 hour', now() + interval '1 day', '\(grant.role.rawValue)',
                    \(isGood ? "NULL" : "now()"));
            """
        }
        return """
            INSERT INTO staff (id, email, email_folded, name, created_at, created_by, disabled_at)
            VALUES ('\(id)', '\(id)@example.org', '\(id)@example.org', 'Ieva Ozola', now(), 'test',
                    \(isGood ? "NULL" : "now()"));
            INSERT INTO staff_session (hash, staff_id, created_at, seen_at, expires_at)
            VALUES (sha256('\\x\(FormToken.hexadecimal(session.bytes))'), '\(id)', now(), now(),
                    now() + interval '1 day');
            \(roles.joined(separator: "\n"))
            \(hasKey ? token ?? "" : "")
            """
    }
}

extension ServiceStage {
    /// Sends a request as somebody; a form in the console, and JSON to the API.
    func send(
        _ method: RegistryHTTP.Method, _ target: String, as caller: StaffCaller?,
        body: String? = nil
    ) async throws -> Response {
        var fields = caller?.fields(target) ?? ["Accept: text/html"]
        var content: [UInt8] = []
        if !method.isSafe {
            let isAPI = target.hasPrefix("/api/")
            let form = ["csrf=\(caller?.csrf ?? "")", body].compactMap { $0 }
            content = Array((isAPI ? body ?? "{}" : form.joined(separator: "&")).utf8)
            fields += [
                "Content-Type: application/\(isAPI ? "json" : "x-www-form-urlencoded")",
                "Content-Length: \(content.count)",
            ]
        }
        let head =
            "\(method.rawValue) \(target) HTTP/1.1\r\nHost: 127.0.0.1:8080\r\n"
            + fields.map { "\($0)\r\n" }.joined()
        return try await answer(Array((head + "\r\n").utf8) + content)
    }
}

/// What requests are about: an event with its programme and a session of it.
struct StaffObjectSample: Sendable {
    let event: UUID
    let eventCode: String
    let programme: UUID
    let programmeCode: String
    let session: UUID
}

/// Reads an event of each programme that has one with a session.
struct ReadObjectSamples: Statement {
    static let sql: StaticString = """
        SELECT DISTINCT ON (p.id) event.id, event.code, p.id, p.code, session.id
        FROM event JOIN programme p ON p.id = event.programme_id
        JOIN session ON session.event_id = event.id
        ORDER BY p.id, event.code
        """

    func bind(to parameters: inout Parameters) {}

    static func decode(_ row: RowReader) throws(DatabaseError) -> StaffObjectSample {
        StaffObjectSample(
            event: try row.uuid(0), eventCode: try row.text(1), programme: try row.uuid(2),
            programmeCode: try row.text(3), session: try row.uuid(4))
    }
}
