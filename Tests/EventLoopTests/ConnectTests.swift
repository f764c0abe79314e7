import EventLoop
import Testing

@Suite(.timeLimit(.minutes(10))) struct ConnectTests {
    @Test("A name is resolved, and each of its addresses is tried")
    func name() async throws {
        try await Stage.play { stage in
            let listener = try Listener(
                at: .loopback(port: 0), on: stage.loop, reusePort: false)
            let endpoint = Endpoint.host("localhost", port: listener.address.port)

            let client = try await Channel.connect(to: endpoint, on: stage.loop, deadline: soon)
            let server = try await listener.accept()

            #expect(client.peer == listener.address)
            #expect(server.peer.isLoopback)
        }
    }

    @Test("A name that does not exist is told from a server that does not answer")
    func unresolvable() async throws {
        try await Stage.play { stage in
            let error = await failure { () async throws(ChannelError) in
                try await Channel.connect(
                    to: .host("nothing.invalid", port: 25), on: stage.loop, deadline: soon)
            }
            guard case .unresolvable = error else {
                Issue.record("\(String(describing: error))")
                return
            }
        }
    }

    @Test("A port where nobody listens refuses")
    func refused() async throws {
        try await Stage.play { stage in
            // The port is held on one loopback address, so that no other test gets it on another.
            let listener = try Listener(
                at: .loopback(port: 0), on: stage.loop, reusePort: false)
            let address = try #require(SocketAddress("127.77.1.2", port: listener.address.port))

            let error = await failure { () async throws(ChannelError) in
                try await Channel.connect(to: .ip(address), on: stage.loop, deadline: soon)
            }

            #expect(error == .refused)
            listener.close()
        }
    }

    @Test("A server that does not take connections up is given up at the deadline")
    func silence() async throws {
        try await Stage.play { stage in
            let listener = try Listener(
                at: .loopback(port: 0), on: stage.loop, reusePort: false, backlog: 0)
            var held: [Channel] = []
            var error: ChannelError?
            // The kernel completes a few by itself before its queue is full.
            while error == nil, held.count < 10 {
                error = await failure { () async throws(ChannelError) in
                    held.append(
                        try await Channel.connect(
                            to: .ip(listener.address), on: stage.loop,
                            deadline: .now() + .milliseconds(100)))
                }
            }
            #expect(error == .deadlineExceeded)
        }
    }

    @Test("Loops share one port when they ask for it, and only then")
    func sharedPort() async throws {
        try await Stage.play { stage in
            let first = try Listener(at: .loopback(port: 0), on: stage.loop, reusePort: true)
            let second = try Listener(at: first.address, on: stage.loop, reusePort: true)
            #expect(second.address == first.address)

            #expect(throws: SystemError.self) {
                try Listener(at: first.address, on: stage.loop, reusePort: false)
            }
        }
    }

    @Test("A listener that closes sends away who waits for a connection")
    func closedListener() async throws {
        try await Stage.play { stage in
            let listener = try Listener(
                at: .loopback(port: 0), on: stage.loop, reusePort: false)
            var hasBegun = false
            let accepting = Task {
                _ = stage
                hasBegun = true
                return await failure { () async throws(ChannelError) in
                    try await listener.accept()
                }
            }
            try await stage.until { hasBegun }

            listener.close()

            #expect(await accepting.value == .closed)
        }
    }
}
