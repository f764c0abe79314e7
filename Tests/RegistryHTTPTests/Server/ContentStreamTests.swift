import EventLoop
import Testing

@testable import RegistryHTTP

@Suite(.timeLimit(.minutes(10))) struct ContentStreamTests {
    @Test("A stream is sent in chunks, and the connection lives on (RFC 9112 §7.1)")
    func chunked() async throws {
        try await ServerStage.play { stage, server in
            let client = try await stage.client(of: server)

            try await client.send("GET /stream HTTP/1.1\r\nHost: a\r\n\r\n" + HTTPServerTests.last)
            let text = try await client.readAll()

            #expect(text.statuses == ["200", "200"])
            #expect(
                text.contains(
                    "Transfer-Encoding: chunked\r\n\r\n3\r\none\r\n5\r\nthree\r\n0\r\n\r\n"))
            let head = text.split(separator: "\r\n\r\n", maxSplits: 1).first ?? ""
            #expect(!head.contains("Content-Length"))
            #expect(text.hasSuffix("home"))
        }
    }

    @Test("HTTP/1.0 gets the content as it is, ended by the end of the connection")
    func old() async throws {
        try await ServerStage.play { stage, server in
            let client = try await stage.client(of: server)

            try await client.send("GET /stream HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
            let text = try await client.readAll()

            #expect(!text.contains("chunked"))
            #expect(text.contains("Connection: close\r\n"))
            #expect(text.hasSuffix("\r\n\r\nonethree"))
        }
    }

    @Test("HEAD is answered with the same fields, and nothing is made")
    func head() async throws {
        try await ServerStage.play { stage, server in
            let client = try await stage.client(of: server)

            try await client.send("HEAD /stream HTTP/1.1\r\nHost: a\r\n\r\n" + HTTPServerTests.last)
            let text = try await client.readAll()

            #expect(text.contains("Transfer-Encoding: chunked\r\n\r\nHTTP/1.1 200"))
            #expect(stage.sources.map(\.asked) == [0])
            #expect(stage.sources.map(\.isClosed) == [true])
        }
    }

    @Test("What fails in the middle is cut, and never looks complete", arguments: ["1.1", "1.0"])
    func failing(version: String) async throws {
        try await ServerStage.play { stage, server in
            let client = try await stage.client(of: server)

            try await client.send("GET /broken-stream HTTP/\(version)\r\nHost: a\r\n\r\n")
            await #expect(throws: ChannelError.self) { try await client.readAll() }

            #expect(stage.sources.map(\.isClosed) == [true])
        }
    }

    @Test("A client that takes nothing stops the source; one that leaves ends it")
    func leaving() async throws {
        try await ServerStage.play { stage, server in
            let client = try await stage.client(of: server)
            try await client.send("GET /endless-stream HTTP/1.1\r\nHost: a\r\n\r\n")
            _ = try await client.read(through: "\r\n\r\n")

            client.channel.abort()
            while server.connectionCount > 0 { await Task.yield() }

            #expect(stage.sources.map(\.isClosed) == [true])
            // Sockets hold a few megabytes, and nothing beyond that is made.
            #expect(try #require(stage.sources.first).asked < 1_000)
        }
    }
}

/// Gives pieces until it is out of them, breaks, or goes on for ever.
final class Pieces: ContentSource {
    enum End { case ends, breaks, goesOn }

    struct Broken: Error {}

    private var pieces: [[UInt8]]
    private let end: End
    private(set) var asked = 0
    private(set) var isClosed = false

    init(_ pieces: [String], _ end: End) {
        self.pieces = pieces.reversed().map { Array($0.utf8) }
        self.end = end
    }

    func next() async throws -> [UInt8]? {
        asked += 1
        if let piece = pieces.popLast() { return piece }
        switch end {
        case .ends: return nil
        case .breaks: throw Broken()
        case .goesOn: return [UInt8](repeating: 65, count: 65_536)
        }
    }

    func close() { isClosed = true }
}
