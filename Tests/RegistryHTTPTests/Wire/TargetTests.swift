import Testing

@testable import RegistryHTTP

@Suite struct TargetTests {
    static let accepted: [(String, Method, [String])] = [
        ("/", .get, []),
        ("/events", .get, ["events"]),
        ("/events/", .get, ["events", ""]),
        ("//events", .get, ["", "events"]),
        ("/%252e%252e", .get, ["%2e%2e"]),
        ("/%C3%A5", .get, ["å"]),
        ("/a:b@c;d=e,f", .get, ["a:b@c;d=e,f"]),
        ("/...", .get, ["..."]),
        ("http://a.example/b", .get, ["b"]),
        ("HTTPS://[::1]:8080/b", .get, ["b"]),
        ("http://a", .get, []),
        ("http://a?b=c", .get, []),
        ("*", .options, []),
    ]
    static let refused: [(String, Method)] = [
        ("", .get), ("*", .get), ("events", .get), ("a:443", .get), ("/a#b", .get),
        ("/.", .get), ("/..", .get), ("/a/../b", .get), ("/%2e%2E/b", .get), ("/.%2e", .get),
        ("/a%2fb", .get), ("/a%5Cb", .get), ("/a\\b", .get), ("/a%00", .get), ("/a%0d%0ab", .get),
        ("/a%7f", .get), ("/%zz", .get), ("/%4", .get), ("/%", .get), ("/%c0%ae", .get),
        ("/%ed%a0%80", .get), ("/%ff", .get), ("/a\"b", .get), ("/<a>", .get), ("/å", .get),
        ("/?a=%zz", .get), ("/?a=%00", .get), ("/?a=%0a", .get), ("/?a=%ff", .get),
        ("/?a=<b>", .get), ("http://", .get), ("http:///a", .get), ("http://u@a/b", .get),
        ("http://a:b/", .get), ("ftp://a/b", .get), ("http:/a", .get), ("*/", .options),
    ]

    @Test("A path is taken apart first and decoded once", arguments: accepted)
    func accepts(text: String, method: Method, segments: [String]) {
        #expect(Target(text, for: method)?.segments == segments)
    }

    @Test("What could lead elsewhere than it says is no target", arguments: refused)
    func refuses(text: String, method: Method) {
        #expect(Target(text, for: method) == nil)
    }

    @Test("A query keeps its order, and its first value counts")
    func query() throws {
        let query = try #require(Target("/?a=1&&b=x+y%26z&a=2&c")).query

        #expect(query.items.map(\.name) == ["a", "b", "a", "c"])
        #expect(query["a"] == "1")
        #expect(query["b"] == "x y&z")
        #expect(query["c"] == "")
        #expect(query["d"] == nil)
    }

    @Test("A query has room for a hundred values")
    func many() {
        let items = (0...100).map { "a\($0)=b" }

        #expect(Target("/?" + items.prefix(100).joined(separator: "&")) != nil)
        #expect(Target("/?" + items.joined(separator: "&")) == nil)
    }
}
