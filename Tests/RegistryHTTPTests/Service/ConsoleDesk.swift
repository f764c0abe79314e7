import Foundation
import Postgres
import Testing
import TrainingRegistry

@testable import RegistryHTTP

/// Somebody of the secretariat who is signed in to the console, with an event and people in it.
final class ConsoleDesk {
    let room: SelectionStage
    private var session: AccessToken

    static func with(
        role: String = "administrator", place: String = "", people: [String] = [],
        _ body: @escaping @Sendable (ConsoleDesk, [String]) async throws -> Void
    ) async throws {
        try await SelectionStage.with { room in
            let ids = try await room.express(people)
            try await body(try await ConsoleDesk(room, role, place), ids)
        }
    }

    private init(_ room: SelectionStage, _ role: String, _ place: String) async throws {
        self.room = room
        session = AccessToken()
        try await signIn(role, place)
    }

    /// From here on, somebody of another role sends the requests.
    ///
    /// `place` is the code of a programme after `programme:`, or of an event after `event:`.
    func signIn(_ role: String, _ place: String = "") async throws {
        session = AccessToken()
        let hex = session.bytes.map { String(Int($0) + 0x100, radix: 16).dropFirst() }.joined()
        let parts = place.split(separator: ":").map(String.init)
        let of = { (kind: String) in
            parts.first == kind
                ? "(SELECT id FROM \(kind) WHERE code = '\(parts[1])')" : "NULL::uuid"
        }
        try await room.room.change(
            """
            WITH who AS (
                INSERT INTO staff (email, email_folded, name, created_at, created_by)
                VALUES ('\(hex)@example.org', '\(hex)@example.org', 'Ieva Ozola', now(), 'test')
                RETURNING id
            ), role AS (
                INSERT INTO staff_role (staff_id, role, programme_id, event_id, granted_at,
                    granted_by)
                SELECT id, '\(role)', \(of("programme")), \(of("event")), now(), 'test' FROM who
            )
            INSERT INTO staff_session (hash, staff_id, created_at, seen_at, expires_at)
            SELECT sha256('\\x\(hex)'), id, now(), now(), now() + interval '1 day' FROM who
            """)
    }

    func get(_ path: String) async throws -> Response {
        try await room.room.get(
            path, "Cookie: \(StaffCookie.session.rawValue)=\(session)", "Accept: text/html")
    }

    /// Sends a form with the token of the session; a name may come often.
    func send(_ path: String, _ values: KeyValuePairs<String, String> = [:]) async throws
        -> Response
    {
        try await send(path, values.map { ($0.key, $0.value) })
    }

    func send(_ path: String, _ values: [(String, String)]) async throws -> Response {
        let plain = CharacterSet.alphanumerics.intersection(CharacterSet(charactersIn: " "..."~"))
        let body = ([("csrf", CSRFToken(of: session).text)] + values).map { name, value in
            "\(name)=\(value.addingPercentEncoding(withAllowedCharacters: plain) ?? "")"
        }.joined(separator: "&")
        return try await room.room.post(
            path, "application/x-www-form-urlencoded", Array(body.utf8),
            [
                "Cookie: \(StaffCookie.session.rawValue)=\(session)",
                "Sec-Fetch-Site: same-origin", "Accept: text/html",
            ])
    }

    /// One line of a text that a query makes.
    func told(_ expression: String) async throws -> String {
        let stage = room.room
        try await stage.change(
            """
            CREATE OR REPLACE VIEW told AS SELECT (\(expression))::text AS it;
            GRANT SELECT ON told TO registry_service
            """)
        let answer = try await stage.database.run(ReadTold()).first
        try await stage.change("DROP VIEW told")
        return answer ?? ""
    }
}

extension Response {
    /// Whether the page says it, however its lines are broken.
    func says(_ words: String) -> Bool {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ").contains(words)
    }
}
