@testable import Mailer

/// A conversation played against a dialogue: what the client wrote, and how it ended.
struct Transcript: Equatable {
    /// Lines without their CRLF; `<TLS>` where the handshake took place.
    var client: [String] = []
    var outcomes: [SMTPOutcome] = []
    var failure: SMTPFailure?
    var isUsable = false

    /// What the server does when the client has written, or has to wait.
    enum Turn: ExpressibleByStringLiteral, ExpressibleByStringInterpolation {
        /// Says these lines, separated by `|`.
        case says(String)
        case bytes([UInt8])
        case leaves
        /// Says these lines before it was asked, when the client looks.
        case blurts(String)
        /// The connection ends while the client looks.
        case leavesEarly
        /// Reads no more: what the client writes next fails.
        case stopsReading

        init(stringLiteral value: String) { self = .says(value) }
    }

    static let hello: Turn = "250-mail.example|250-SIZE 10000|250 8BITMIME"
    static let pipeliningHello: Turn = "250-mail.example|250-PIPELINING|250-SIZE 10000|250 8BITMIME"

    /// Plays `mails` one after the other in one session; what is left of `server` is not played.
    init(
        _ server: [Turn], tls: SMTPSettings.TLSMode = .none, credentials: SMTPCredentials? = nil,
        mails: [SMTPMail]
    ) {
        var dialogue = SMTPDialogue(tls: tls, credentials: credentials, helloName: "me.example")
        var turns = server[...]
        play(dialogue.connected(), &dialogue, &turns)
        for mail in mails where dialogue.isUsable {
            play(dialogue.submit(mail), &dialogue, &turns)
        }
        isUsable = dialogue.isUsable
    }

    private mutating func play(
        _ first: SMTPDialogue.Step, _ dialogue: inout SMTPDialogue, _ turns: inout ArraySlice<Turn>
    ) {
        var step = first
        while true {
            switch step {
            case .ready: return
            case .finished(let outcome):
                outcomes.append(outcome)
                return
            case .failed(let failure):
                self.failure = failure
                return
            case .startTLS:
                client.append("<TLS>")
                step = dialogue.tlsStarted()
            case .write(let bytes):
                var lines = String(decoding: bytes, as: UTF8.self).replacing("\r\n", with: "\n")
                if lines.hasSuffix("\n") { lines.removeLast() }
                client += lines.split(separator: "\n", omittingEmptySubsequences: false)
                    .map(String.init)
                if case .stopsReading = turns.first {
                    turns.removeFirst()
                    step = dialogue.writeFailed("stuck")
                } else {
                    step = dialogue.wrote()
                }
            case .look:
                switch turns.first {
                case .blurts(let lines):
                    turns.removeFirst()
                    step = dialogue.received(Self.bytes(lines))
                case .leavesEarly:
                    turns.removeFirst()
                    step = dialogue.lost("gone")
                default: step = dialogue.nothingCame()
                }
            case .read:
                switch turns.popFirst() {
                case .says(let lines), .blurts(let lines):
                    step = dialogue.received(Self.bytes(lines))
                case .bytes(let bytes): step = dialogue.received(bytes)
                case .leaves, .leavesEarly, .stopsReading, nil: step = dialogue.lost("gone")
                }
            }
        }
    }

    private static func bytes(_ lines: String) -> [UInt8] {
        lines.utf8.split(separator: UInt8(ascii: "|"), omittingEmptySubsequences: false)
            .flatMap { Array($0) + [UInt8].crlf }
    }
}

extension SMTPMail {
    static func sample(
        to recipient: String = "ieva@example.org", body: String = "Subject: x\r\n\r\nHi\r\n"
    ) throws -> SMTPMail {
        SMTPMail(
            from: try EmailAddress(parsing: "office@example.org"),
            recipient: try EmailAddress(parsing: recipient), bytes: Array(body.utf8))
    }
}
