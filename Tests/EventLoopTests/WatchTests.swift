import EventLoop
import Glibc
import Testing

@Suite(.timeLimit(.minutes(10))) struct WatchTests {
    /// A pipe that closes itself.
    final class Pipe {
        let reading: Int32
        let writing: Int32

        init() {
            var ends: [Int32] = [-1, -1]
            pipe(&ends)
            (reading, writing) = (ends[0], ends[1])
        }

        deinit {
            close(reading)
            close(writing)
        }

        func fill() { _ = write(writing, "x", 1) }
    }

    @Test("Level-triggered, a descriptor calls until it is read; edge-triggered, once")
    func triggers() async throws {
        try await Stage.play { stage in
            let pipe = Pipe()
            var levels = 0
            var edges = 0
            let level = try Watch(
                pipe.reading, on: stage.loop, trigger: .level, reads: true, writes: false
            ) { _ in levels += 1 }
            pipe.fill()
            try await stage.until { levels > 3 }
            level.cancel()

            let edge = try Watch(
                pipe.reading, on: stage.loop, trigger: .edge, reads: true, writes: false
            ) { _ in edges += 1 }
            try await stage.until { edges > 0 }
            try await stage.loop.sleep(until: .now() + .milliseconds(5))
            #expect(edges == 1)
            edge.cancel()
        }
    }

    @Test("A watch that is cancelled by another's call is not called, though it was ready too")
    func cancelledInBatch() async throws {
        try await Stage.play { stage in
            let pipes = [Pipe(), Pipe()]
            var watches: [Watch] = []
            var called = 0
            for pipe in pipes {
                watches.append(
                    try Watch(
                        pipe.reading, on: stage.loop, trigger: .level, reads: true, writes: false
                    ) { _ in
                        called += 1
                        for watch in watches { watch.cancel() }
                    })
            }
            for pipe in pipes { pipe.fill() }

            try await stage.loop.sleep(until: .now() + .milliseconds(5))

            #expect(called == 1)
        }
    }

    @Test("A watch tells what it was asked for, and the end of the other side")
    func readiness() async throws {
        try await Stage.play { stage in
            let pipe = Pipe()
            var seen: Readiness = []
            let watch = try Watch(
                pipe.writing, on: stage.loop, trigger: .level, reads: false, writes: false
            ) { seen.formUnion($0) }
            try await stage.loop.sleep(until: .now() + .milliseconds(3))
            #expect(seen == [])

            watch.update(reads: false, writes: true)
            try await stage.until { seen == .writable }
            watch.cancel()
            watch.update(reads: true, writes: true)
        }
    }

    @Test("A descriptor that is not open cannot be watched", arguments: [-1, 100_000] as [Int32])
    func closed(descriptor: Int32) async throws {
        try await Stage.play { stage in
            #expect(throws: SystemError(code: EBADF, call: "epoll_ctl")) {
                _ = try Watch(
                    descriptor, on: stage.loop, trigger: .edge, reads: true, writes: false
                ) { _ in }
            }
            return
        }
    }
}
