import EventLoop
import Foundation
import TestSupport

@testable import Mailer

/// Where a test's tasks run: an actor on a loop of its own.
actor Stage {
    let loop: Loop

    init(_ loop: Loop) { self.loop = loop }

    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    /// Runs a test on a new loop and ends the loop's thread after it.
    @discardableResult
    static func play<R: Sendable>(
        _ body: @Sendable (isolated Stage) async throws -> R
    ) async throws -> R {
        let loop = try Loop(name: "mail")
        defer { loop.stop() }
        let stage = Stage(loop)
        return try await withTaskExecutorPreference(loop) { try await body(stage) }
    }
}

/// Keeps what a receiver took.
actor Mailbox {
    private(set) var mails: [ReceivedMail] = []

    func keep(_ mail: ReceivedMail) { mails.append(mail) }
}

/// A server that says its lines whatever it hears, each after the client has said something.
actor ScriptedServer {
    enum Turn: Sendable {
        case says(String)
        /// One byte at a time, so many milliseconds apart.
        case trickles(String, milliseconds: Int)
        case ends
        case resets
        case keepsSilent
    }

    private nonisolated let loop: Loop
    private let turns: [Turn]
    private var heard: [UInt8] = []

    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    init(_ turns: [Turn], on loop: Loop) {
        self.turns = turns
        self.loop = loop
    }

    /// What the clients have said so far.
    var lines: [String] {
        String(decoding: heard, as: UTF8.self).replacing("\r\n", with: "\n")
            .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    func start() throws -> SocketAddress {
        let listener = try Listener(at: .loopback(port: 0), on: loop, reusePort: false)
        Task(executorPreference: loop) {
            while let channel = try? await listener.accept() {
                try? await self.serve(channel)
                channel.close()
            }
        }
        return listener.address
    }

    private func serve(_ channel: Channel) async throws(ChannelError) {
        let deadline = Instant.now() + .seconds(20)
        for turn in turns {
            switch turn {
            case .says(let lines):
                try await channel.write(Array("\(lines)\r\n".utf8), deadline: deadline)
            case .trickles(let lines, let milliseconds):
                for byte in "\(lines)\r\n".utf8 {
                    try await channel.write([byte], deadline: deadline)
                    _ = try? await loop.sleep(until: .now() + .milliseconds(milliseconds))
                }
            case .ends: return channel.close()
            case .resets: return channel.abort()
            case .keepsSilent:
                while !(try await channel.read(deadline: deadline)).isEmpty {}
                return
            }
            let bytes = try await channel.read(deadline: deadline)
            guard !bytes.isEmpty else { return }
            heard += bytes
        }
    }
}
