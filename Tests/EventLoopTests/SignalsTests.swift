import EventLoop
import Glibc
import Testing

@Suite(.timeLimit(.minutes(10))) struct SignalsTests {
    @Test("Signals come one by one instead of ending the process")
    func next() async throws {
        try await Stage.play { stage in
            // To this thread alone: the other tests' threads have not blocked it.
            Signals.block([SIGUSR1, SIGUSR2])
            let signals = try Signals([SIGUSR1, SIGUSR2], on: stage.loop)
            pthread_kill(pthread_self(), SIGUSR2)
            #expect(await signals.next() == SIGUSR2)

            let waiting = Task {
                _ = stage
                return await signals.next()
            }
            try await stage.loop.sleep(until: .now() + .milliseconds(2))
            pthread_kill(pthread_self(), SIGUSR1)
            #expect(await waiting.value == SIGUSR1)
        }
    }

    @Test("A cancelled task does not wait for a signal")
    func cancelled() async throws {
        try await Stage.play { stage in
            Signals.block([SIGUSR1])
            let signals = try Signals([SIGUSR1], on: stage.loop)
            let waiting = Task {
                _ = stage
                return await signals.next()
            }
            waiting.cancel()
            #expect(await waiting.value == 0)
        }
    }
}
