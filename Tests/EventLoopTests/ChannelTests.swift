import EventLoop
import Glibc
import Testing

@Suite(.timeLimit(.minutes(1))) struct ChannelTests {
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
}
