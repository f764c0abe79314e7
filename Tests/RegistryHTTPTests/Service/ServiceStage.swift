import EventLoop
import Foundation
import Mailer
import Postgres
import TestSupport
import Testing
import TrainingRegistry

@testable import RegistryHTTP

/// A service on a database of its own with the demonstration data, asked by bytes.
final class ServiceStage {
    let service: Service
    let database: Database
    private let test: TestDatabase
    private(set) var faults: [String] = []
    var clock: Date

    static let formKey = [UInt8](repeating: 7, count: 32)

    /// Lends a stage on its loop; requests are answered as they are in production.
    static func with(
        perSourceAndMinute: Int = 0, mailbox: [MailboxMessage]? = nil,
        _ body: @escaping @Sendable (ServiceStage) async throws -> Void
    ) async throws {
        let demo = try Repository.text("demo/demo.sql")
        try await TestDatabase.with { test in
            try await test.script(demo)
            try await test.withDatabase { database in
                let stage = try await ServiceStage(
                    test, database, perSourceAndMinute, mailbox)
                try await body(stage)
                #expect(stage.faults == [])
            }
        }
    }

    private init(
        _ test: TestDatabase, _ database: Database, _ perSourceAndMinute: Int,
        _ mails: [MailboxMessage]?
    ) async throws {
        let start = Date()
        clock = start
        let holder = try await CatalogueHolder(database: database, on: test.loop, now: { start })
        let box = Box()
        service = Service(
            database: database,
            intake: InterestIntake(
                database: database, perAddressAndHour: 20, mailDomain: "example.org",
                unconfirmedDays: 7),
            site: ServiceSettings(
                publicURL: "http://127.0.0.1:8080", contact: "trainings@example.org",
                isDemo: true, mailDomain: "example.org", unconfirmedDays: 7, environment: "demo",
                formKey: Self.formKey),
            mails: try Self.mailRenderer(), catalogue: holder,
            probes: ServiceProbes(
                isReady: { await database.isReady() }, metrics: { RequestCounts().prometheus },
                mailbox: mails.map { mails in { mails } },
                renewCatalogues: {}),
            gate: SourceGate(perMinute: perSourceAndMinute, on: test.loop),
            now: { box.stage?.clock ?? start },
            report: { error, route in box.stage?.faults.append("\(route ?? "none"): \(error)") })
        self.database = database
        self.test = test
        box.stage = self
    }

    /// Read once: tests are many.
    private static let shippedTexts = Result { () throws(MailTexts.Defects) in
        try MailTexts(directory: Repository.path("mails"))
    }

    /// With the texts as they are shipped.
    private static func mailRenderer() throws -> MailRenderer {
        MailRenderer(
            publicURL: "http://127.0.0.1:8080",
            from: .init(name: nil, address: try EmailAddress(parsing: "trainings@example.org")),
            unit: "The unit", texts: try shippedTexts.get())
    }

    /// Lets the service's closures see the stage that is made after them.
    private final class Box {
        weak var stage: ServiceStage?
    }

    /// Changes rows as an operator does.
    func change(_ sql: String) async throws { try await test.script(sql) }

    /// Runs what keeps the catalogue current until it is stopped.
    func keepCatalogueCurrent() async { start(isolation: #isolation) }

    private func start(isolation: isolated (any Actor)?) {
        let holder = service.holder
        let loop = test.loop
        Task {
            // Named, so that the task is isolated to this loop.
            _ = isolation
            await withTaskExecutorPreference(loop) { await holder.keepCurrent() }
        }
    }

    var catalogue: Catalogue { service.catalogue }

    /// Answers a request given as bytes.
    func answer(_ bytes: [UInt8]) async throws -> Response {
        var parser = RequestParser()
        parser.feed(bytes)
        while true {
            switch try parser.next() {
            case .needsMore: throw Incomplete()
            case .head: continue
            case .complete(let request): return try await whole(await service.handle(request))
            }
        }
    }

    /// The same with a stream read to its end.
    private func whole(_ response: Response) async throws -> Response {
        guard case .stream(let stream) = response.content else { return response }
        defer { stream.close() }
        var response = response
        response.body = []
        while let piece = try await stream.next() { response.body += piece }
        return response
    }

    struct Incomplete: Error {}

    func get(_ target: String, _ fields: String...) async throws -> Response {
        try await answer(Array(Self.head("GET", target, fields).utf8) + Array("\r\n".utf8))
    }

    func post(
        _ target: String, _ type: String, _ body: [UInt8], _ fields: [String] = []
    ) async throws -> Response {
        let length = ["Content-Type: \(type)", "Content-Length: \(body.count)"]
        let head = Self.head("POST", target, fields + length) + "\r\n"
        return try await answer(Array(head.utf8) + body)
    }

    /// Sends JSON to the API.
    func interest(_ json: String, _ fields: String...) async throws -> Response {
        try await post("/api/v1/interests", "application/json", Array(json.utf8), fields)
    }

    /// Sends a form as a browser does.
    func form(
        _ target: String, _ values: [String: String], site: String = "same-origin"
    ) async throws -> Response {
        let allowed = CharacterSet.alphanumerics.intersection(CharacterSet(charactersIn: " "..."~"))
        let body = values.map { name, value in
            "\(name)=\(value.addingPercentEncoding(withAllowedCharacters: allowed) ?? "")"
        }.joined(separator: "&")
        return try await post(
            target, "application/x-www-form-urlencoded", Array(body.utf8),
            ["Sec-Fetch-Site: \(site)", "Accept: text/html"])
    }

    private static func head(_ method: String, _ target: String, _ fields: [String]) -> String {
        "\(method) \(target) HTTP/1.1\r\nHost: 127.0.0.1:8080\r\n"
            + fields.map { "\($0)\r\n" }.joined()
    }

    /// How many interests, links and promised mails there are.
    func stored() async throws -> [Int] {
        try #require(try await database.run(CountStored()).first)
    }

    /// The token in the latest promised mail of a template.
    func mailedToken(_ template: String) async throws -> String? {
        try await database.run(FindMailedToken(template: template)).first
    }
}

/// Counts what an intake leaves behind.
struct CountStored: Statement {
    static let sql: StaticString = """
        SELECT (SELECT count(*) FROM interest), (SELECT count(*) FROM access_token),
               (SELECT count(*) FROM outbox)
        """

    func bind(to parameters: inout Parameters) {}

    static func decode(_ row: RowReader) throws(DatabaseError) -> [Int] {
        [try row.integer(0), try row.integer(1), try row.integer(2)]
    }
}

/// Finds the link that was mailed last.
struct FindMailedToken: Statement {
    static let sql: StaticString = """
        SELECT parameters ->> 'token' FROM outbox WHERE template = $1 ORDER BY id DESC LIMIT 1
        """

    var template: String

    func bind(to parameters: inout Parameters) { parameters.add(template) }

    static func decode(_ row: RowReader) throws(DatabaseError) -> String { try row.text(0) }
}

extension Response {
    var text: String { String(decoding: body, as: UTF8.self) }

    /// `422 invalid-fields /email bad-domain, /sector unknown-sector`.
    var summary: String {
        guard let problem = try? JSONSerialization.jsonObject(with: Data(body)) as? [String: Any]
        else { return "\(status)" }
        let type = (problem["type"] as? String)?.dropFirst("/problems/".count) ?? ""
        let errors = (problem["errors"] as? [[String: Any]] ?? []).map { error in
            "\(error["pointer"] ?? "") \(error["code"] ?? "")"
        }
        return (["\(status) \(type)"] + [errors.joined(separator: ", ")])
            .filter { !$0.isEmpty }.joined(separator: " ")
    }
}
