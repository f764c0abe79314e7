import EventLoop
import Testing

@Suite(.timeLimit(.minutes(10))) struct TimerTests {
    @Test("A thousand timers fire in the order of their instants, set in whatever order")
    func order() async throws {
        try await Stage.play { stage in
            let start = Instant.now() + .milliseconds(5)
            let delays = (0..<1_000).shuffled()
            var fired: [Int] = []

            for delay in delays {
                _ = Timer(on: stage.loop, at: start + .microseconds(delay * 20)) {
                    fired.append(delay)
                }
            }
            try await stage.until { fired.count == 1_000 }

            #expect(fired == Array(0..<1_000))
        }
    }

    @Test("Timers of one instant fire in the order they were set")
    func ties() async throws {
        try await Stage.play { stage in
            let instant = Instant.now() + .milliseconds(2)
            var fired: [Int] = []
            for number in 0..<100 {
                _ = Timer(on: stage.loop, at: instant) { fired.append(number) }
            }
            try await stage.until { fired.count == 100 }

            #expect(fired == Array(0..<100))
        }
    }

    @Test("A cancelled timer does not fire, wherever it stood; the others do")
    func cancelled() async throws {
        try await Stage.play { stage in
            var fired: Set<Int> = []
            let now = Instant.now()
            let timers = (0..<500).map { number in
                Timer(on: stage.loop, at: now + .microseconds(number * 37 % 4_000)) {
                    fired.insert(number)
                }
            }
            for number in stride(from: 0, to: 500, by: 3).shuffled() { timers[number].cancel() }
            try await stage.loop.sleep(until: now + .milliseconds(10))

            #expect(fired == Set((0..<500).filter { $0 % 3 != 0 }))
        }
    }

    @Test("A timer never fires early, and one that is overdue fires soon")
    func punctuality() async throws {
        try await Stage.play { stage in
            for delay in [-5, 0, 1, 3, 10] {
                let due = Instant.now() + .milliseconds(delay)
                try await stage.loop.sleep(until: due)
                #expect(Instant.now() >= due)
                #expect(Instant.now() - due < .seconds(5))
            }
        }
    }

    @Test("A timer that sets the next one does not keep the loop from anything else")
    func chain() async throws {
        try await Stage.play { stage in
            var isDone = false
            var links = 0
            func link() {
                links += 1
                if !isDone { _ = Timer(on: stage.loop, at: .now(), fire: link) }
            }
            link()
            try await stage.loop.sleep(until: .now() + .milliseconds(5))
            isDone = true
            #expect(links > 1)
        }
    }

    @Test("A cancelled task does not sleep on")
    func sleep() async throws {
        try await Stage.play { stage in
            let sleeping = Task {
                _ = stage
                try await stage.loop.sleep(until: .never)
            }
            sleeping.cancel()
            await #expect(throws: CancellationError.self) { try await sleeping.value }
        }
    }
}
