import EventLoop
import Testing

@testable import RegistryHTTP

@Suite(.timeLimit(.minutes(10))) struct HTTPServerLimitsTests {
    private static func limits(_ change: (inout HTTPLimits) -> Void) -> HTTPLimits {
        var limits = HTTPLimits()
        change(&limits)
        return limits
    }

    @Test("A head that does not come in time is answered, however steadily it drips")
    func slowHead() async throws {
        try await ServerStage.play(Self.limits { $0.headTimeout = .milliseconds(60) }) {
            stage, server in
            let client = try await stage.client(of: server)
            let dripping = Task {
                _ = stage
                try await client.send("GET / HTTP/1.1\r\nX: ")
                while !Task.isCancelled {
                    try await client.send("a")
                    try await stage.loop.sleep(until: .now() + .milliseconds(10))
                }
            }

            let text = try await client.readAll()

            #expect(text.statuses == ["408"])
            dripping.cancel()
            _ = await dripping.result
        }
    }

    @Test("Content that comes slower than the least pace is not waited for")
    func slowBody() async throws {
        let limits = Self.limits {
            $0.bodyGrace = .milliseconds(60)
            $0.bodyBytesPerSecondMin = 1_000_000
        }
        try await ServerStage.play(limits) { stage, server in
            let client = try await stage.client(of: server)

            try await client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 99\r\n\r\na")

            #expect(try await client.readAll().statuses == ["408"])
        }
    }

    @Test(
        "Large content of whom nobody knows is refused before any of it is sent",
        arguments: ["Content-Length: 100000", "Transfer-Encoding: chunked"])
    func strangers(length: String) async throws {
        try await ServerStage.play { stage, server in
            let client = try await stage.client(of: server)

            try await client.send(
                """
                POST /console/events/a HTTP/1.1\r\nHost: a\r\nCookie: stranger\r\n\(length)\r\n\r\n
                """)
            let text = try await client.readAll()

            #expect(text.statuses == ["401"])
            #expect(text.contains("Connection: close\r\n"))
        }
    }

    @Test("Small content, and large content of whom is known, is read and answered")
    func known() async throws {
        try await ServerStage.play { stage, server in
            let client = try await stage.client(of: server)

            for (cookie, length) in [("stranger", 5), ("friend", 100_000)] {
                try await client.send(
                    """
                    POST /console/events/a HTTP/1.1\r\nHost: a\r\nCookie: \(cookie)\r\n\
                    Content-Length: \(length)\r\n\r\n\(String(repeating: "a", count: length))
                    """)
            }
            try await client.send(HTTPServerTests.last)

            #expect(try await client.readAll().statuses == ["404", "404", "200"])
        }
    }

    @Test("A connection that rests too long ends without a word")
    func idle() async throws {
        try await ServerStage.play(Self.limits { $0.idleTimeout = .milliseconds(60) }) {
            stage, server in
            let client = try await stage.client(of: server)

            try await client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")

            #expect(try await client.readAll().statuses == ["200"])
        }
    }

    @Test("One connection too many is told so, and the others are not disturbed")
    func connections() async throws {
        try await ServerStage.play(Self.limits { $0.connections = 1 }) { stage, server in
            let first = try await stage.client(of: server)
            try await first.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            _ = try await first.read(through: "home")

            let second = try await stage.client(of: server)
            let refusal = try await second.readAll()

            #expect(refusal.statuses == ["503"])
            #expect(refusal.contains("Retry-After: "))
            try await first.send(HTTPServerTests.last)
            #expect(try await first.readAll().statuses == ["200"])
        }
    }

    @Test("Draining finishes what is in flight, ends what rests, and takes nothing new")
    func drain() async throws {
        try await ServerStage.play { stage, server in
            let resting = try await stage.client(of: server)
            try await resting.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            _ = try await resting.read(through: "home")
            let busy = try await stage.client(of: server)
            try await busy.send("GET /gate HTTP/1.1\r\nHost: a\r\n\r\n" + HTTPServerTests.last)
            await stage.gate.untilSomebodyWaits()
            let draining = Task {
                _ = stage
                await server.drain(within: .seconds(10))
            }

            #expect(try await resting.readAll() == "")
            await #expect(throws: ChannelError.refused) { _ = try await stage.client(of: server) }
            stage.gate.open()
            let text = try await busy.readAll()
            busy.channel.close()

            #expect(text.statuses == ["200"])
            #expect(text.contains("Connection: close\r\n"))
            #expect(text.hasSuffix("passed"))
            await draining.value
            #expect(server.connectionCount == 0)
        }
    }

    @Test("Draining does not wait for ever")
    func drainDeadline() async throws {
        try await ServerStage.play { stage, server in
            let stuck = try await stage.client(of: server)
            try await stuck.send("GET /gate HTTP/1.1\r\nHost: a\r\n\r\n")
            await stage.gate.untilSomebodyWaits()

            await server.drain(within: .milliseconds(50))

            await #expect(throws: ChannelError.reset) { _ = try await stuck.readAll() }
        }
    }
}
