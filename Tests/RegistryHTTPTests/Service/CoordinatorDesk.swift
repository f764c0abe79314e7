import Foundation
import Postgres
import Testing
import TrainingRegistry

@testable import RegistryHTTP

/// A stage with the key of a coordinator.
struct CoordinatorDesk {
    let stage: ServiceStage
    let key: AccessToken

    static func with(
        role: StaffRole = .coordinator,
        _ body: @escaping @Sendable (CoordinatorDesk) async throws -> Void
    ) async throws {
        try await ServiceStage.with { stage in
            let key = AccessToken()
            _ = try await stage.database.createStaffToken(
                try TokenLabel(parsing: "tests"), role: role, secret: key, now: stage.clock, days: 1
            )
            try await body(CoordinatorDesk(stage: stage, key: key))
        }
    }

    /// Sends JSON with the key.
    func send(_ method: String, _ target: String, _ json: String = "") async throws -> Response {
        let head = """
            \(method) \(target) HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nAuthorization: Bearer \(key)\r
            \(json.isEmpty ? "" : "Content-Type: application/json\r\n")\
            Content-Length: \(json.utf8.count)\r\n\r\n
            """
        return try await stage.answer(Array((head + json).utf8))
    }

    /// A document that was answered, as JSON objects.
    func document(_ method: String, _ target: String, _ json: String = "") async throws
        -> [String: Any]
    {
        let response = try await send(method, target, json)
        try #require((200...299).contains(response.status), "\(response.summary)")
        return try #require(
            try JSONSerialization.jsonObject(with: Data(response.body)) as? [String: Any])
    }

    /// One line of a text that a query makes.
    func told(_ expression: String) async throws -> String {
        try await stage.change("CREATE OR REPLACE VIEW told AS SELECT (\(expression))::text AS it")
        try await stage.change("GRANT SELECT ON told TO registry_service")
        let answer = try await stage.database.run(ReadTold()).first
        try await stage.change("DROP VIEW told")
        return answer ?? ""
    }
}

/// Reads what a test asked the database for.
struct ReadTold: Statement {
    static let sql: StaticString = "SELECT coalesce((SELECT it FROM told LIMIT 1), '')"

    func bind(to parameters: inout Parameters) {}

    static func decode(_ row: RowReader) throws(DatabaseError) -> String { try row.text(0) }
}

extension Dictionary where Key == String, Value == Any {
    /// The same document as JSON, with some members changed; `NSNull` takes one away.
    func json(changing changes: [String: Any] = [:]) throws -> String {
        let merged = merging(changes) { _, new in new }.filter { !($0.value is NSNull) }
        let data = try JSONSerialization.data(withJSONObject: merged, options: [.sortedKeys])
        return String(decoding: data, as: UTF8.self)
    }
}
