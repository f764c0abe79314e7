import EventLoop
import Glibc
import Testing

@Suite(.timeLimit(.minutes(10))) struct ListenerTests {
    /// Descriptors are the process's, so this one has a process of its own.
    @Test("With all descriptors in use a listener rests, and goes on when some are free")
    func fullTable() async throws {
        await #expect(processExitsWith: .success) {
            try await Stage.play { stage in
                let listener = try Listener(
                    at: .loopback(port: 0), on: stage.loop, reusePort: false)
                let client = try await Channel.connect(
                    to: .ip(listener.address), on: stage.loop, deadline: soon)
                var hoard: [Int32] = []
                var limit = rlimit(rlim_cur: 256, rlim_max: 256)
                setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
                while true {
                    let copy = dup(0)
                    if copy < 0 { break }
                    hoard.append(copy)
                }
                let accepting = Task {
                    _ = stage
                    return try await listener.accept().peer.isLoopback
                }

                let before = clock()
                try await stage.loop.sleep(until: .now() + .milliseconds(300))
                // 300 ms of spinning would be 300,000 ticks.
                precondition(clock() - before < 100_000)
                for copy in hoard { close(copy) }

                let isThere = try await accepting.value
                precondition(isThere)
                client.close()
            }
        }
    }
}
