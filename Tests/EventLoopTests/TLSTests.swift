import TestSupport
import Testing

@testable import EventLoop

@Suite(.timeLimit(.minutes(10))) struct TLSTests {
    /// How both sides of a handshake end.
    private struct Handshake: Sendable {
        var client: ChannelError?
        var server: ChannelError?
    }

    private static func shakeHands(
        _ pair: Pair, server: TLSServer, client: TLSClient, serverName: String,
        on stage: isolated Stage
    ) async -> Handshake {
        let serving = Task {
            _ = stage
            return await failure { () async throws(ChannelError) in
                try await pair.server.startTLS(server, deadline: soon)
            }
        }
        let error = await failure { () async throws(ChannelError) in
            try await pair.client.startTLS(client, serverName: serverName, deadline: soon)
        }
        return Handshake(client: error, server: await serving.value)
    }

    /// A pair under TLS with a right certificate.
    private static func securePair(on stage: isolated Stage) async throws -> Pair {
        let certificates = try TestCertificates()
        let (certificate, key) = try certificates.make("right", names: "DNS:localhost")
        let pair = try await Pair(on: stage.loop)
        let handshake = await shakeHands(
            pair, server: try TLSServer(certificateFile: certificate, keyFile: key),
            client: try TLSClient(authorities: .file(certificates.authority)),
            serverName: "localhost", on: stage)
        try #require(handshake.client == nil)
        try #require(handshake.server == nil)
        return pair
    }

    @Test(
        "A server is believed when its chain, its time and one of its names are right",
        arguments: [
            ("DNS:localhost", "localhost", 30, nil),
            ("DNS:other.example,DNS:mail.example.org", "mail.example.org", 30, nil),
            ("DNS:mail.example.org", "MAIL.example.org.", 30, nil),
            ("DNS:*.example.org", "mail.example.org", 30, nil),
            ("IP:127.0.0.1", "127.0.0.1", 30, nil),
            ("IP:::1", "::1", 30, nil),
            ("DNS:*.example.org", "a.b.example.org", 30, "hostname mismatch"),
            ("DNS:ma*.example.org", "mail.example.org", 30, "hostname mismatch"),
            ("DNS:other.example", "localhost", 30, "hostname mismatch"),
            (nil, "localhost", 30, "hostname mismatch"),
            ("DNS:localhost", "127.0.0.1", 30, "IP address mismatch"),
            ("DNS:127.0.0.1", "127.0.0.1", 30, "IP address mismatch"),
            ("DNS:localhost", "localhost", -1, "certificate has expired"),
        ] as [(String?, String, Int, String?)]
    )
    func identity(names: String?, serverName: String, days: Int, reason: String?) async throws {
        try await Stage.play { stage in
            let certificates = try TestCertificates()
            let (certificate, key) = try certificates.make("leaf", names: names, days: days)
            let pair = try await Pair(on: stage.loop)

            let handshake = await Self.shakeHands(
                pair, server: try TLSServer(certificateFile: certificate, keyFile: key),
                client: try TLSClient(authorities: .file(certificates.authority)),
                serverName: serverName, on: stage)

            #expect(handshake.client == reason.map { .tls($0) })
            #expect(pair.client.isTLS == (reason == nil))
        }
    }

    @Test("A server whose authority is not ours is not believed")
    func untrusted() async throws {
        try await Stage.play { stage in
            let certificates = try TestCertificates()
            try certificates.makeAuthority("stranger")
            let (certificate, key) = try certificates.make("leaf", names: "DNS:localhost")
            let server = try TLSServer(certificateFile: certificate, keyFile: key)

            let stranger = TLSAuthorities.file(certificates.path("stranger.pem"))

            for authorities in [.system, stranger] {
                let pair = try await Pair(on: stage.loop)
                let handshake = await Self.shakeHands(
                    pair, server: server, client: try TLSClient(authorities: authorities),
                    serverName: "localhost", on: stage)
                #expect(
                    handshake.client == .tls("unable to get local issuer certificate"),
                    "\(authorities)")
            }
        }
    }

    @Test("After a handshake that failed nothing is sent in the clear")
    func closedAfterFailure() async throws {
        try await Stage.play { stage in
            let pair = try await Pair(on: stage.loop)
            try await pair.server.write(Array("220 not TLS at all\r\n".utf8), deadline: soon)
            let error = await failure { () async throws(ChannelError) in
                try await pair.client.startTLS(
                    try TLSClient.system(), serverName: "localhost", deadline: soon)
            }
            #expect(error == .tls("wrong version number"))

            let later = await failure { () async throws(ChannelError) in
                try await pair.client.write(Array("AUTH PLAIN".utf8), deadline: soon)
            }

            #expect(later == .closed)
        }
    }

    @Test("A handshake with a silent server ends at its deadline")
    func silence() async throws {
        try await Stage.play { stage in
            let pair = try await Pair(on: stage.loop)
            let error = await failure { () async throws(ChannelError) in
                try await pair.client.startTLS(
                    try TLSClient.system(), serverName: "localhost",
                    deadline: .now() + .milliseconds(30))
            }
            #expect(error == .deadlineExceeded)
        }
    }

    @Test("A server that knows only TLS 1.1 is refused")
    func oldVersion() async throws {
        let certificates = try TestCertificates()
        let (certificate, key) = try certificates.make("leaf", names: "DNS:localhost")
        let server = try OldServer(certificate: certificate, key: key)
        defer { withExtendedLifetime(server) {} }
        let port = server.port
        let authority = certificates.authority
        try await Stage.play { stage in
            let client = try await Channel.connect(
                to: .ip(.loopback(port: port)), on: stage.loop, deadline: soon)
            let tls = try TLSClient(authorities: .file(authority))
            let error = await failure { () async throws(ChannelError) in
                try await client.startTLS(tls, serverName: "localhost", deadline: soon)
            }
            #expect(error == .tls("tlsv1 alert protocol version"))
        }
    }

    @Test("What one side writes under TLS the other reads, both ways at once, however much it is")
    func transfer() async throws {
        try await Stage.play { stage in
            let pair = try await Self.securePair(on: stage)
            let bytes = (0..<2_000_000).map { UInt8(truncatingIfNeeded: $0 / 5) }
            let sending = [pair.client, pair.server].map { channel in
                Task {
                    _ = stage
                    try await channel.write(bytes, deadline: soon)
                    channel.shutdownWrite()
                }
            }
            let reading = Task {
                _ = stage
                return try await pair.server.readAll()
            }

            #expect(try await pair.client.readAll() == bytes)
            #expect(try await reading.value == bytes)
            for task in sending { try await task.value }
        }
    }

    @Test("A stream under TLS that is cut is not taken for one that ended")
    func truncation() async throws {
        try await Stage.play { stage in
            let pair = try await Self.securePair(on: stage)
            try await pair.client.write([1, 2, 3], deadline: soon)
            pair.client.socket.shutdownWrite()

            #expect(try await pair.server.read(deadline: soon) == [1, 2, 3])
            let error = await failure { () async throws(ChannelError) in
                try await pair.server.read(deadline: soon)
            }
            #expect(error == .reset)
        }
    }

    @Test("A stream under TLS that is closed ends in order for the other side")
    func closing() async throws {
        try await Stage.play { stage in
            let pair = try await Self.securePair(on: stage)
            try await pair.server.write([1, 2, 3], deadline: soon)
            pair.server.close()

            #expect(try await pair.client.readAll() == [1, 2, 3])
            #expect(try await pair.client.read(deadline: soon) == [])
        }
    }

    @Test("Files that are no certificates are refused when they are loaded")
    func files() throws {
        let certificates = try TestCertificates()
        let (certificate, key) = try certificates.make("one", names: "DNS:localhost")
        let (_, otherKey) = try certificates.make("two", names: "DNS:localhost")

        _ = try TLSServer(certificateFile: certificate, keyFile: key)
        #expect(throws: TLSError(reason: "key values mismatch")) {
            try TLSServer(certificateFile: certificate, keyFile: otherKey)
        }
        #expect(throws: TLSError.self) {
            try TLSServer(certificateFile: key, keyFile: key)
        }
        #expect(throws: TLSError.self) {
            try TLSClient(authorities: .file(certificates.path("missing.pem")))
        }
    }
}

extension TLSClient {
    /// Believes whom this machine believes.
    fileprivate static func system() throws(ChannelError) -> TLSClient {
        do {
            return try TLSClient(authorities: .system)
        } catch {
            throw .tls(error.reason)
        }
    }
}
