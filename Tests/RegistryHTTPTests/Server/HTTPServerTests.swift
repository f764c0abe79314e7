import EventLoop
import Testing

@testable import RegistryHTTP

@Suite(.timeLimit(.minutes(10))) struct HTTPServerTests {
    static let last = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"

    @Test("Requests that come together are answered in their order, and an error is only an answer")
    func pipelining() async throws {
        try await ServerStage.play { stage, server in
            let client = try await stage.client(of: server)
            let post = "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: "

            try await client.send(
                post + "3\r\n\r\none" + "GET /missing HTTP/1.1\r\nHost: a\r\n\r\n"
                    + "HEAD / HTTP/1.1\r\nHost: a\r\n\r\n" + post + "3\r\n\r\ntwo" + Self.last)
            let text = try await client.readAll()

            #expect(text.statuses == ["200", "404", "200", "200", "200"])
            let bodies = text.split(separator: "\r\n\r\n").dropFirst()
                .map { $0.prefix { $0 != "H" } }
            #expect(bodies.filter { $0 == "one" || $0 == "two" } == ["one", "two"])
            #expect(text.contains("Content-Length: 4\r\n\r\nHTTP/1.1 200"))
            #expect(text.hasSuffix("Connection: close\r\nContent-Length: 4\r\n\r\nhome"))
            #expect(stage.observations.map(\.status) == [200, 404, 200, 200, 200])
        }
    }

    @Test("A client that is still sending reads why its content is refused")
    func lingering() async throws {
        var limits = HTTPLimits()
        limits.lingerTimeout = .seconds(60)
        try await ServerStage.play(limits) { stage, server in
            let client = try await stage.client(of: server)
            try await client.send("POST /echo HTTP/1.1\r\nHost: a\r\n")
            try await client.send("Transfer-Encoding: chunked\r\n\r\n")
            let chunk = "1000\r\n" + String(repeating: " ", count: 4096) + "\r\n"
            let flood = String(repeating: chunk, count: 64)
            let sending = Task {
                _ = stage
                for _ in 0..<64 { try await client.send(flood) }
                client.channel.shutdownWrite()
            }

            let text = try await client.readAll()

            #expect(text.statuses == ["413"])
            #expect(text.contains("Connection: close"))
            try await sending.value
        }
    }

    @Test("A length that is too large is refused from the head alone")
    func tooLarge() async throws {
        try await ServerStage.play { stage, server in
            let client = try await stage.client(of: server)

            try await client.send(
                "POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n"
                    + "Content-Length: 70000\r\n\r\n")

            #expect(try await client.readAll().statuses == ["413"])
        }
    }

    @Test("A client that waits is told to send, and only when its content is wanted")
    func expectation() async throws {
        try await ServerStage.play { stage, server in
            let head = " HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n"
            let wanted = try await stage.client(of: server)
            let unwanted = try await stage.client(of: server)
            let impatient = try await stage.client(of: server)
            let old = try await stage.client(of: server)

            try await wanted.send("POST /echo" + head)
            #expect(
                try await wanted.read(through: "\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n")
            try await wanted.send("ab" + Self.last)
            #expect(try await wanted.readAll().statuses == ["200", "200"])

            try await unwanted.send("POST /none" + head)
            #expect(try await unwanted.readAll().statuses == ["404"])

            try await impatient.send("POST /echo" + head + "ab" + Self.last)
            #expect(try await impatient.readAll().statuses == ["200", "200"])

            try await old.send("POST /echo" + head.replacing("1.1", with: "1.0") + "ab")
            #expect(try await old.readAll().statuses == ["200"])
        }
    }

    @Test("HTTP/1.0 closes, unless the client asks otherwise and is told so")
    func http10() async throws {
        try await ServerStage.play { stage, server in
            let client = try await stage.client(of: server)

            try await client.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
            #expect(try await client.read(through: "home").contains("Connection: keep-alive\r\n"))
            try await client.send("GET / HTTP/1.0\r\n\r\n")
            #expect(try await client.readAll().contains("Connection: close\r\n"))
        }
    }

    @Test("A response of any size arrives whole")
    func large() async throws {
        try await ServerStage.play { stage, server in
            let client = try await stage.client(of: server)

            try await client.send("GET /large HTTP/1.0\r\n\r\n")

            let text = try await client.readAll()
            #expect(text.hasSuffix("\r\n\r\n" + String(repeating: "A", count: 3_000_000)))
        }
    }

    @Test(
        "A request that breaks off is not processed",
        arguments: [
            ("GET / HTT", ["400"]),
            ("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nab", ["400"]),
            ("", []), ("\r\n", []), (Self.last + "GET", ["200"]),
        ])
    func halfClosed(bytes: String, statuses: [String]) async throws {
        try await ServerStage.play { stage, server in
            let client = try await stage.client(of: server)

            try await client.send(bytes)
            client.channel.shutdownWrite()

            #expect(try await client.readAll().statuses == statuses)
        }
    }
}
