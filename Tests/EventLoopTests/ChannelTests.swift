import EventLoop
import Glibc
import Testing

@Suite(.timeLimit(.minutes(10))) struct ChannelTests {
    @Test("What one side writes the other reads, whole and in order, also when it is large")
    func echo() async throws {
        try await Stage.play { stage in
            let pair = try await Pair(on: stage.loop)
            let bytes = (0..<4_000_000).map { UInt8(truncatingIfNeeded: $0 / 7) }
            let echoing = Task {
                _ = stage
                while true {
                    let part = try await pair.server.read(deadline: soon)
                    if part.isEmpty { return pair.server.close() }
                    try await pair.server.write(part, deadline: soon)
                }
            }
            let sending = Task {
                _ = stage
                try await pair.client.write(bytes, deadline: soon)
                pair.client.shutdownWrite()
            }

            let received = try await pair.client.readAll()

            try await sending.value
            try await echoing.value
            #expect(received == bytes)
        }
    }

    @Test("A read of a silent peer ends at its deadline, and the stream is still good")
    func readDeadline() async throws {
        try await Stage.play { stage in
            let pair = try await Pair(on: stage.loop)
            let start = Instant.now()

            let error = await failure { () async throws(ChannelError) in
                try await pair.client.read(deadline: start + .milliseconds(30))
            }

            #expect(error == .deadlineExceeded)
            #expect(Instant.now() - start >= .milliseconds(30))
            try await pair.server.write([1], deadline: soon)
            #expect(try await pair.client.read(deadline: soon) == [1])
        }
    }

    @Test("A write to a peer that does not read ends at its deadline")
    func writeDeadline() async throws {
        try await Stage.play { stage in
            let pair = try await Pair(on: stage.loop)
            let bytes = [UInt8](repeating: 1, count: 30_000_000)

            let error = await failure { () async throws(ChannelError) in
                try await pair.client.write(bytes, deadline: .now() + .milliseconds(50))
            }

            #expect(error == .deadlineExceeded)
        }
    }

    @Test("A later read may have an earlier deadline than the one before it had")
    func movedDeadline() async throws {
        try await Stage.play { stage in
            let pair = try await Pair(on: stage.loop)
            try await pair.server.write([1], deadline: soon)
            _ = try await pair.client.read(deadline: soon)

            for milliseconds in [40, 20, 1] {
                let start = Instant.now()
                let error = await failure { () async throws(ChannelError) in
                    try await pair.client.read(deadline: start + .milliseconds(milliseconds))
                }
                #expect(error == .deadlineExceeded)
                #expect(Instant.now() - start < .seconds(5))
            }
        }
    }

    @Test("A cancelled task stops waiting, and the next task may read")
    func cancellation() async throws {
        try await Stage.play { stage in
            let pair = try await Pair(on: stage.loop)
            var hasBegun = false
            let reading = Task {
                _ = stage
                hasBegun = true
                return await failure { () async throws(ChannelError) in
                    try await pair.client.read(deadline: soon)
                }
            }
            try await stage.until { hasBegun }

            reading.cancel()

            #expect(await reading.value == .cancelled)
            try await pair.server.write([7], deadline: soon)
            #expect(try await pair.client.read(deadline: soon) == [7])
        }
    }

    @Test("Closing wakes whoever reads and whoever writes")
    func closing() async throws {
        try await Stage.play { stage in
            let pair = try await Pair(on: stage.loop)
            var begun = 0
            let reading = Task {
                _ = stage
                begun += 1
                return await failure { () async throws(ChannelError) in
                    try await pair.client.read(deadline: .never)
                }
            }
            let writing = Task {
                _ = stage
                begun += 1
                return await failure { () async throws(ChannelError) in
                    let bytes = [UInt8](repeating: 1, count: 30_000_000)
                    try await pair.client.write(bytes, deadline: .never)
                }
            }
            try await stage.until { begun == 2 }

            pair.client.close()

            #expect(await reading.value == .closed)
            #expect(await writing.value == .closed)
            let later = await failure { () async throws(ChannelError) in
                try await pair.client.read(deadline: soon)
            }
            #expect(later == .closed)
        }
    }

    @Test("A stream that was broken off is not taken for one that ended")
    func abort() async throws {
        try await Stage.play { stage in
            let pair = try await Pair(on: stage.loop)

            pair.client.abort()

            let error = await failure { () async throws(ChannelError) in
                try await pair.server.read(deadline: soon)
            }
            #expect(error == .reset)
        }
    }

    @Test("Ending one direction leaves the other open")
    func halfClose() async throws {
        try await Stage.play { stage in
            let pair = try await Pair(on: stage.loop)
            try await pair.client.write(Array("question".utf8), deadline: soon)
            pair.client.shutdownWrite()

            #expect(try await pair.server.readAll() == Array("question".utf8))
            try await pair.server.write(Array("answer".utf8), deadline: soon)
            pair.server.close()

            #expect(try await pair.client.readAll() == Array("answer".utf8))
        }
    }

    @Test("A stream that nobody holds any more is closed")
    func dropping() async throws {
        try await Stage.play { stage in
            var pair: Pair? = try await Pair(on: stage.loop)
            let server = try #require(pair?.server)

            pair = nil

            #expect(try await server.read(deadline: soon) == [])
        }
    }

    @Test("A small read leaves the rest for the next")
    func smallReads() async throws {
        try await Stage.play { stage in
            let pair = try await Pair(on: stage.loop)
            try await pair.client.write([1, 2, 3, 4, 5], deadline: soon)
            pair.client.close()

            var parts: [[UInt8]] = []
            while parts.last != [] {
                parts.append(try await pair.server.read(atMost: 2, deadline: soon))
            }

            #expect(parts == [[1, 2], [3, 4], [5], []])
        }
    }
}
