import EventLoop
import Testing

@Suite(.timeLimit(.minutes(10))) struct LoopTests {
    @Test("Work that was sent to a loop is there before and after everything it waits for")
    func stays() async throws {
        try await Stage.play { stage in
            let loop = stage.loop
            #expect(Loop.current === loop)
            try await loop.sleep(until: .now() + .milliseconds(1))
            #expect(Loop.current === loop)
            let pair = try await Pair(on: loop)
            #expect(Loop.current === loop)
            try await pair.client.write([1], deadline: soon)
            _ = try await pair.server.read(deadline: soon)
            #expect(Loop.current === loop)
        }
        #expect(Loop.current == nil)
    }

    @Test("Anybody may run work on a loop and gets its value or its error")
    func run() async throws {
        let loop = try Loop(name: "test")
        defer { loop.stop() }

        let isThere = await loop.run { Loop.current === loop }
        #expect(isThere)
        await #expect(throws: CancellationError.self) {
            try await loop.run { () async throws(CancellationError) in throw CancellationError() }
        }
    }

    @Test("Tasks from every thread come through to the loop, none lost and none twice")
    func crossThread() async throws {
        let loop = try Loop(name: "test")
        defer { loop.stop() }
        let stage = Stage(loop)

        await withTaskGroup { group in
            for _ in 0..<200 {
                group.addTask { for _ in 0..<50 { await stage.hop() } }
            }
        }

        #expect(await stage.hops == 10_000)
    }

    @Test("Work that never waits does not keep timers and connections from their turn")
    func fairness() async throws {
        try await Stage.play { stage in
            let pair = try await Pair(on: stage.loop)
            let busy = Task {
                while !stage.isDone { await Task.yield() }
            }
            // Always something to read and room to write: neither would ever have to wait.
            let flooding = Task {
                while !stage.isDone { try await pair.client.write([1, 2], deadline: soon) }
            }
            let draining = Task {
                while !stage.isDone { _ = try await pair.server.read(atMost: 1, deadline: soon) }
            }

            try await stage.loop.sleep(until: .now() + .milliseconds(20))
            stage.isDone = true

            await busy.value
            try await flooding.value
            try await draining.value
        }
    }

    @Test("A loop that is stopped finishes what is ready and ends")
    func stop() async throws {
        let loop = try Loop(name: "test")
        let stage = Stage(loop)
        await stage.hop()
        loop.stop()
        loop.join()
        loop.join()
        #expect(loop.isIsolatingCurrentContext() == false)
    }

    @Test("What a loop calls outside of tasks counts as isolated to its actors")
    func isolation() async throws {
        try await Stage.play { stage in
            var hops = -1
            _ = Timer(on: stage.loop, at: .now()) {
                hops = stage.assumeIsolated { $0.hops }
            }
            try await stage.until { hops >= 0 }
            #expect(hops == 0)
        }
    }
}
