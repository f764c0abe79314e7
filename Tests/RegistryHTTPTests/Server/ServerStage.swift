import EventLoop

@testable import RegistryHTTP

/// Where a server and its clients run in a test: an actor on a loop of its own.
actor ServerStage {
    let loop: Loop
    /// What the server was seen to answer.
    private(set) var observations: [HTTPServer.Observation] = []
    /// Holds back every answer to `/gate`.
    private(set) var gate = Gate()

    init(_ loop: Loop) { self.loop = loop }

    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    /// Runs a test beside a server on a port of its own, and drains it at the end.
    static func play(
        _ limits: HTTPLimits = HTTPLimits(),
        _ body: @Sendable (isolated ServerStage, HTTPServer) async throws -> Void
    ) async throws {
        let loop = try Loop(name: "test")
        defer { loop.stop() }
        let stage = ServerStage(loop)
        try await withTaskExecutorPreference(loop) { try await stage.host(limits, body) }
    }

    private func host(
        _ limits: HTTPLimits,
        _ body: @Sendable (isolated ServerStage, HTTPServer) async throws -> Void
    ) async throws {
        let server = HTTPServer(
            listener: try Listener(at: .loopback(port: 0), on: loop, reusePort: false),
            on: loop, limits: limits,
            screen: { request in
                if request.segments == ["none"] { return Response(.notFound) }
                return request.fields["cookie"] == "stranger" ? Response(.unauthorized) : nil
            },
            observe: { self.observations.append($0) },
            handler: { await self.answer($0) })
        let serving = Task {
            _ = self
            await server.serve()
        }
        try await body(self, server)
        gate.open()
        await server.drain(within: .seconds(5))
        await serving.value
    }

    private func answer(_ request: Request) async -> Response {
        switch request.segments.first {
        case nil: return .text("home")
        case "echo": return Response(status: 200, body: request.body)
        case "large": return Response(status: 200, body: [UInt8](repeating: 65, count: 3_000_000))
        case "gate":
            await gate.pass()
            return .text("passed")
        default: return Response(.notFound)
        }
    }

    func client(of server: HTTPServer) async throws -> Client {
        Client(
            channel: try await Channel.connect(to: .ip(server.address), on: loop, deadline: soon))
    }
}

/// Late enough for a busy machine, early enough to fail a test.
var soon: Instant { .now() + .seconds(20) }

/// Holds tasks back until it is opened, and tells when one has come.
final class Gate {
    private var isOpen = false
    private var waiting: [CheckedContinuation<Void, Never>] = []
    private var watchers: [CheckedContinuation<Void, Never>] = []

    func pass() async {
        guard !isOpen else { return }
        await withCheckedContinuation {
            waiting.append($0)
            for watcher in watchers { watcher.resume() }
            watchers = []
        }
    }

    func untilSomebodyWaits() async {
        guard waiting.isEmpty else { return }
        await withCheckedContinuation { watchers.append($0) }
    }

    func open() {
        isOpen = true
        for task in waiting { task.resume() }
        waiting = []
    }
}

/// The other end: writes bytes and reads text.
final class Client {
    let channel: Channel
    private var received: [UInt8] = []

    init(channel: Channel) { self.channel = channel }

    func send(_ text: String) async throws {
        try await channel.write(Array(text.utf8), deadline: soon)
    }

    /// Everything up to the end of the stream.
    func readAll() async throws -> String {
        while true {
            let bytes = try await channel.read(deadline: soon)
            if bytes.isEmpty { return String(decoding: received, as: UTF8.self) }
            received += bytes
        }
    }

    /// What has come once `end` has; that much is then taken off.
    func read(through end: String) async throws -> String {
        while true {
            let text = String(decoding: received, as: UTF8.self)
            if let range = text.firstRange(of: end) {
                received = Array(text[range.upperBound...].utf8)
                return String(text[..<range.upperBound])
            }
            let bytes = try await channel.read(deadline: soon)
            if bytes.isEmpty { return text }
            received += bytes
        }
    }
}

extension String {
    /// The status codes of the responses in it.
    var statuses: [String] {
        matches(of: #/HTTP/1\.1 ([0-9]{3}) /#).map { String($0.1) }
    }
}
