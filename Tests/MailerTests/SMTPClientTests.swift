import EventLoop
import Foundation
import TestSupport
import Testing

@testable import Mailer

@Suite(.timeLimit(.minutes(10))) struct SMTPClientTests {
    private static func settings(
        _ address: SocketAddress, tls: SMTPSettings.TLSMode = .none,
        authorities: TLSAuthorities = .system, timeout: Duration = .seconds(20)
    ) -> SMTPSettings {
        var settings = SMTPSettings(
            endpoint: .ip(address), tls: tls, authorities: authorities,
            timeouts: SMTPTimeouts(all: timeout))
        settings.serverName = "localhost"
        return settings
    }

    @Test("Mails reach the receiver as they were written, several over one connection")
    func conversation() async throws {
        try await Stage.play { stage in
            let mailbox = Mailbox()
            let receiver = SMTPReceiver(on: stage.loop) { await mailbox.keep($0) }
            let address = try await receiver.start(at: .loopback(port: 0))
            let client = try SMTPClient(Self.settings(address), on: stage.loop)
            let message = MIMEMessage(
                from: .init(address: try EmailAddress(parsing: "office@example.org")),
                to: [
                    .init(name: "Ieva Ö.", address: try EmailAddress(parsing: "jösé@example.org"))
                ],
                subject: "Žydrė", date: Date(timeIntervalSince1970: 0), messageID: "1@example.org",
                parts: [.text(".\n..\nä"), .html("<p>.</p>")])
            let mail = SMTPMail(
                from: message.from.address, recipient: message.to[0].address,
                bytes: try message.bytes())

            for _ in 1...3 {
                #expect(
                    await client.send(mail) == .sent(SMTPReply(code: 250, text: "2.0.0 OK")))
                #expect(client.isIdle)
            }
            let received = await mailbox.mails
            await client.close()
            await receiver.stop()

            #expect(received.map(\.bytes) == [mail.bytes, mail.bytes, mail.bytes])
            #expect(received[0].recipients == ["jösé@example.org"])
            #expect(!client.isIdle)
        }
    }

    @Test(
        "Over STARTTLS with a certificate of the right name the mail is sent, and in no other way")
    func startTLS() async throws {
        try await Stage.play { stage in
            let mailbox = Mailbox()
            let certificates = try TestCertificates()
            var offer = SMTPReceiver.Settings()
            offer.tls = try certificates.server(names: "DNS:localhost")
            let receiver = SMTPReceiver(offer, on: stage.loop) { await mailbox.keep($0) }
            let address = try await receiver.start(at: .loopback(port: 0))
            let settings = Self.settings(
                address, tls: .starttls, authorities: .file(certificates.authority))
            let client = try SMTPClient(settings, on: stage.loop)

            for _ in 1...2 {
                #expect(
                    await client.send(try .sample())
                        == .sent(SMTPReply(code: 250, text: "2.0.0 OK")))
            }
            await client.close()
            await receiver.stop()

            #expect(await mailbox.mails.map(\.isSecure) == [true, true])
        }
    }

    @Test(
        "A certificate of another name, of another authority or of another time is refused",
        arguments: [
            ("DNS:other.example", 30, true, "tls: TLS: hostname mismatch"),
            ("DNS:localhost", -1, true, "tls: TLS: certificate has expired"),
            ("DNS:localhost", 30, false, "tls: TLS: unable to get local issuer certificate"),
        ]
    )
    func wrongCertificate(names: String, days: Int, isKnown: Bool, reason: String) async throws {
        try await Stage.play { stage in
            let mailbox = Mailbox()
            let certificates = try TestCertificates()
            var offer = SMTPReceiver.Settings()
            offer.tls = try certificates.server(names: names, days: days)
            let receiver = SMTPReceiver(offer, on: stage.loop) { await mailbox.keep($0) }
            let address = try await receiver.start(at: .loopback(port: 0))
            let other = try TestCertificates()
            let authority = isKnown ? certificates.authority : other.authority
            let client = try SMTPClient(
                Self.settings(address, tls: .starttls, authorities: .file(authority)),
                on: stage.loop)

            let outcome = await client.send(try .sample())
            await receiver.stop()

            guard case .sessionFailed(let failure) = outcome else {
                Issue.record("\(outcome)")
                return
            }
            #expect(failure.description == reason)
            #expect(failure.needsOperator)
            #expect(await mailbox.mails == [])
        }
    }

    @Test("When STARTTLS was stripped from the offer, nothing but EHLO is sent")
    func stripped() async throws {
        try await Stage.play { stage in
            let server = ScriptedServer(
                [.says("220 hi"), .says("250-m\r\n250 SIZE 1000"), .keepsSilent], on: stage.loop)
            let client = try SMTPClient(
                Self.settings(try await server.start(), tls: .starttls), on: stage.loop)

            let outcome = await client.send(try .sample())

            #expect(
                outcome
                    == .sessionFailed(
                        SMTPFailure(
                            phase: .startTLS, reason: "the server does not offer STARTTLS",
                            needsOperator: true)))
            #expect(await server.lines == ["EHLO [127.0.0.1]", ""])
        }
    }

    @Test("An implicit TLS that meets a server in clear fails in the handshake")
    func implicitPlain() async throws {
        try await Stage.play { stage in
            let server = ScriptedServer([.says("220 hi"), .keepsSilent], on: stage.loop)
            let client = try SMTPClient(
                Self.settings(try await server.start(), tls: .implicit), on: stage.loop)

            #expect(await client.send(try .sample()).failure?.phase == .handshake)
        }
    }

    private static let opening: [ScriptedServer.Turn] = [.says("220 hi"), .says("250 m")]
    private static let silence = "the server did not answer in time"

    @Test(
        "A server that keeps silent, leaves or breaks off decides nothing that it did not say",
        arguments: [
            ([.keepsSilent], "session greeting: \(silence)"),
            ([.says("220 hi"), .resets], "session ehlo: the peer broke off the connection"),
            ([.ends], "session greeting: the server closed the connection"),
            ([.says("220 hi"), .keepsSilent], "session ehlo: \(silence)"),
            (opening + [.keepsSilent], "deferred mail: \(silence)"),
            (opening + [.ends], "deferred mail: the server closed the connection"),
            (opening + [.says("250 a"), .keepsSilent], "deferred rcpt: \(silence)"),
            (
                opening + [.says("250 a"), .resets],
                "deferred rcpt: the peer broke off the connection"
            ),
            (
                opening + [.says("250 a"), .says("250 b"), .keepsSilent],
                "deferred data: \(silence)"
            ),
            (
                opening + [.says("250 a"), .says("250 b"), .says("354 c"), .keepsSilent],
                "unknown end-of-data: \(silence)"
            ),
            (
                opening + [.says("250 a"), .says("250 b"), .says("354 c"), .ends],
                "unknown end-of-data: the server closed the connection"
            ),
            ([.trickles("220 hi", milliseconds: 60)], "session greeting: \(silence)"),
        ] as [([ScriptedServer.Turn], String)]
    )
    func silent(turns: [ScriptedServer.Turn], expected: String) async throws {
        try await Stage.play { stage in
            let server = ScriptedServer(turns, on: stage.loop)
            let settings = Self.settings(
                try await server.start(), timeout: .milliseconds(200))
            let client = try SMTPClient(settings, on: stage.loop)

            let outcome = await client.send(try .sample())

            let kind =
                switch outcome {
                case .sessionFailed: "session"
                case .deferred: "deferred"
                case .unknown: "unknown"
                default: "other"
                }
            #expect("\(kind) \(outcome.failure?.description ?? "")" == expected)
            #expect(!client.isIdle)
        }
    }

    @Test(
        "What a server refuses in the middle of a mail is refused, whether it stays or goes",
        arguments: [[.keepsSilent], [.ends], [.resets]] as [[ScriptedServer.Turn]])
    func refusedMidway(end: [ScriptedServer.Turn]) async throws {
        try await Stage.play { stage in
            let turns =
                Self.opening + [
                    .says("250 a"), .says("250 b"), .says("354 c"), .says("552 5.3.4 too large"),
                ]
            let server = ScriptedServer(turns + end, on: stage.loop)
            let client = try SMTPClient(
                Self.settings(try await server.start()), on: stage.loop)
            // So many blocks that the end cannot be out before the answer.
            let lines = String(repeating: "Many, many words.\r\n", count: 100_000)

            let outcome = await client.send(try .sample(body: lines))

            #expect(
                outcome
                    == .refused(
                        SMTPFailure(
                            phase: .body, reply: SMTPReply(code: 552, text: "5.3.4 too large"))))
        }
    }

    @Test("A connection that was closed while it was idle is noticed before a mail is lost on it")
    func idle() async throws {
        try await Stage.play { stage in
            let mailbox = Mailbox()
            let first = SMTPReceiver(on: stage.loop) { await mailbox.keep($0) }
            let address = try await first.start(at: .loopback(port: 0))
            let client = try SMTPClient(Self.settings(address), on: stage.loop)
            _ = await client.send(try .sample())
            await first.stop()
            let second = SMTPReceiver(on: stage.loop) { await mailbox.keep($0) }
            // Somebody else may have the port for a moment, since the system hands it out.
            while (try? await second.start(at: address)) == nil {
                try await stage.loop.sleep(until: stage.loop.now + .milliseconds(10))
            }

            #expect(await client.send(try .sample()) == .staleConnection)
            #expect(
                await client.send(try .sample()) == .sent(SMTPReply(code: 250, text: "2.0.0 OK")))
            #expect(await mailbox.mails.count == 2)
            await second.stop()
            await client.close()
        }
    }

    @Test("A server that is not there fails the session, not the mail")
    func refused() async throws {
        try await Stage.play { stage in
            let listener = try Listener(at: .loopback(port: 0), on: stage.loop, reusePort: false)
            let address = listener.address
            listener.close()
            let client = try SMTPClient(Self.settings(address), on: stage.loop)

            #expect(
                await client.send(try .sample())
                    == .sessionFailed(
                        SMTPFailure(phase: .connect, reason: "the connection was refused")))
        }
    }

    @Test("A file of authorities that cannot be read is noticed before any mail")
    func authorities() async throws {
        try await Stage.play { stage in
            let settings = Self.settings(
                .loopback(port: 1), tls: .starttls, authorities: .file("/nonexistent.pem"))
            let error = #expect(throws: TLSError.self) {
                _ = try SMTPClient(settings, on: stage.loop)
            }
            #expect(error != nil)
        }
    }
}
