import EventLoop

/// Late enough for a busy machine, early enough to fail a test.
var soon: Instant { .now() + .seconds(60) }

/// Where a test's tasks run: an actor on a loop of its own.
actor Stage {
    let loop: Loop
    private(set) var hops = 0
    var isDone = false

    init(_ loop: Loop) { self.loop = loop }

    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    /// Runs a test on a new loop and ends the loop's thread after it.
    static func play<R: Sendable>(
        _ body: @Sendable (isolated Stage) async throws -> R
    ) async throws -> R {
        let loop = try Loop(name: "test")
        defer { loop.stop() }
        let stage = Stage(loop)
        return try await withTaskExecutorPreference(loop) { try await body(stage) }
    }

    func hop() { hops += 1 }

    /// Waits for a fact that another task of the loop brings about.
    func until(_ fact: () -> Bool) async throws {
        while !fact() { try await loop.sleep(until: .now() + .milliseconds(1)) }
    }
}

/// Two ends of one connection over loopback.
struct Pair {
    let client: Channel
    let server: Channel

    init(on loop: Loop) async throws {
        let listener = try Listener(at: .loopback(port: 0), on: loop, reusePort: false)
        client = try await Channel.connect(to: .ip(listener.address), on: loop, deadline: soon)
        server = try await listener.accept()
        listener.close()
    }
}

extension Channel {
    /// Reads up to the end of the stream.
    func readAll() async throws(ChannelError) -> [UInt8] {
        var bytes: [UInt8] = []
        while true {
            let part = try await read(deadline: soon)
            if part.isEmpty { return bytes }
            bytes += part
        }
    }
}

/// The error that work ends with, nil when it ends well.
func failure<R>(_ work: () async throws(ChannelError) -> R) async -> ChannelError? {
    do {
        _ = try await work()
        return nil
    } catch {
        return error
    }
}
