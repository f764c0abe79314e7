import Testing

@testable import RegistryHTTP

/// A service that answers with the name of its handler.
private final class Directory {
    func home(_ request: Request) async throws -> Response { .text("home") }
    func list(_ request: Request) async throws -> Response { .text("list") }
    func create(_ request: Request) async throws -> Response { .text("create") }
    func new(_ request: Request) async throws -> Response { .text("new") }
    func show(_ request: Request) async throws -> Response {
        .text("show \(try request.capture("code") { Int($0) })")
    }
    func seat(_ request: Request) async throws -> Response {
        .text("seat \(request.captures["code"] ?? "") \(request.captures["seat"] ?? "")")
    }

    static let table = RouteTable<Directory>([
        Route(.get, "/", Directory.home),
        Route(.get, "/events", Directory.list),
        Route(.post, "/events", Directory.create),
        Route(.get, "/events/new", Directory.new),
        Route(.get, "/events/{code}", Directory.show),
        Route(.delete, "/events/{code}/seats/{seat}", Directory.seat),
    ])
}

@Suite struct RouteTableTests {
    static let table: [(Method, String, String)] = [
        (.get, "/", "200 home"),
        (.head, "/", "200 home"),
        (.get, "/events", "200 list"),
        (.post, "/events", "200 create"),
        (.get, "/events/new", "200 new"),
        (.get, "/events/7", "200 show 7"),
        (.get, "/events/x", "404"),
        (.delete, "/events/a%20b/seats/c", "200 seat a b c"),
        (.delete, "/events/new/seats/c", "200 seat new c"),
        (.get, "/events/", "404"),
        (.get, "//events", "404"),
        (.get, "/Events", "404"),
        (.get, "/none", "404"),
        (.delete, "/events/a/seats", "404"),
        (.put, "/events", "405 GET, HEAD, POST, OPTIONS"),
        (.post, "/events/new", "405 GET, HEAD, OPTIONS"),
        (.get, "/events/a/seats/c", "405 DELETE, OPTIONS"),
        (.options, "/events", "204 GET, HEAD, POST, OPTIONS"),
        (.options, "*", "204 GET, HEAD, POST, DELETE, OPTIONS"),
        (.options, "/none", "404"),
    ]

    @Test("A path and a method lead to one endpoint or to a plain no", arguments: table)
    func respond(method: Method, path: String, expected: String) async throws {
        let request = Request(method, target: try #require(Target(path, for: method)))

        let response = await Directory.table.respond(to: request, with: Directory()) { error, _ in
            Response((error as? Problem) ?? .internalError)
        }

        let rest =
            switch response.status {
            case 200: " " + String(decoding: response.body, as: UTF8.self)
            case 204, 405: " " + (response["Allow"] ?? "")
            default: ""
            }
        #expect("\(response.status)\(rest)" == expected)
    }

    @Test("A response carries the pattern of its route, a refused one too")
    func route() async throws {
        for path in ["/events/7", "/events/x"] {
            let request = Request(.get, target: try #require(Target(path)))
            let response = await Directory.table.respond(to: request, with: Directory()) { _, _ in
                Response(.notFound)
            }
            #expect(response.route == "/events/{code}")
        }
    }

    @Test("The head alone tells what nobody would read")
    func refusal() throws {
        let table = Directory.table

        #expect(table.refusal(of: Request(.post, target: try #require(Target("/events")))) == nil)
        #expect(
            table.refusal(of: Request(.post, target: try #require(Target("/"))))?.status == 405)
        #expect(
            table.refusal(of: Request(.post, target: try #require(Target("/x"))))?.status == 404)
    }
}
