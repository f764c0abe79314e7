import EventLoop
import Testing

@Suite(.timeLimit(.minutes(1))) struct ChannelTests {
    @Test("What one side writes the other reads, whole and in order, also when it is large")
    func echo() async throws {
        try await onLoop { loop in
            let pair = try await connectedPair(on: loop)
            let bytes = (0..<4_000_000).map { UInt8(truncatingIfNeeded: $0 / 7) }
            async let echoed: Void = echo(from: pair.server)
            async let sent: Void = send(bytes, to: pair.client)
            var received: [UInt8] = []
            while true {
                let part = try await pair.client.read(deadline: soon)
                if part.isEmpty { break }
                received += part
            }
            try await sent
            try await echoed
            #expect(received == bytes)
        }
    }
}
