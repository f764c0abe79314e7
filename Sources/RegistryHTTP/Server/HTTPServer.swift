public import EventLoop

/// An HTTP/1.1 server on one loop: takes connections, and ends them in order when it is drained.
///
/// Used by code that is isolated to its loop only. Every core has one of its own.
public final class HTTPServer {
    /// One answer, for whoever measures; nothing in it names a person or an address.
    public struct Observation: Sendable, Equatable {
        /// Nil when the request could not be read that far.
        public var method: Method?
        /// The pattern of the route, nil when none was found.
        public var route: String?
        public var status: Int
        /// From the complete request to the complete response.
        public var duration: Duration
    }

    public let limits: HTTPLimits
    let loop: Loop
    let handler: (Request) async -> Response
    /// What can be told from a head alone, asked before content that a client waits to send, or
    /// that may be large, is taken in.
    let screen: (Request) async -> Response?
    let observe: (Observation) -> Void
    let proxies: TrustedProxies
    /// Nil when clients, or a proxy before us, speak HTTP without TLS.
    let tls: TLSServer?
    /// One for all connections, so that the date is formatted once a second.
    var encoder = ResponseEncoder()
    public private(set) var isDraining = false

    private let listener: Listener
    private var connections: [ObjectIdentifier: HTTPConnection] = [:]
    private var whenEmpty: [CheckedContinuation<Void, Never>] = []

    /// So many connections beyond the limit are told so; further ones are broken off.
    private static let turnedAwayMax = 64

    public init(
        listener: Listener, on loop: Loop, limits: HTTPLimits = HTTPLimits(),
        proxies: TrustedProxies = TrustedProxies(), tls: TLSServer? = nil,
        screen: @escaping (Request) async -> Response? = { _ in nil },
        observe: @escaping (Observation) -> Void = { _ in },
        handler: @escaping (Request) async -> Response
    ) {
        self.listener = listener
        self.loop = loop
        self.limits = limits
        self.proxies = proxies
        self.tls = tls
        self.screen = screen
        self.observe = observe
        self.handler = handler
    }

    public var address: SocketAddress { listener.address }

    public var connectionCount: Int { connections.count }

    /// Takes connections until the server is drained or the task is cancelled.
    public func serve(isolation: isolated (any Actor)? = #isolation) async {
        while !isDraining {
            guard let channel = try? await listener.accept() else { return }
            guard connections.count < limits.connections + Self.turnedAwayMax else {
                channel.abort()
                continue
            }
            let isTurnedAway = connections.count >= limits.connections
            start(HTTPConnection(channel, of: self), isTurnedAway: isTurnedAway)
        }
    }

    private func start(
        _ connection: HTTPConnection, isTurnedAway: Bool,
        isolation: isolated (any Actor)? = #isolation
    ) {
        connections[ObjectIdentifier(connection)] = connection
        let loop = loop
        Task {
            // Named, so that the task is isolated to this loop.
            _ = isolation
            await withTaskExecutorPreference(loop) {
                guard await connection.secure() else { return }
                if isTurnedAway { await connection.turnAway() } else { await connection.serve() }
            }
            self.forget(connection)
        }
    }

    private func forget(_ connection: HTTPConnection) {
        connections[ObjectIdentifier(connection)] = nil
        if connections.isEmpty { stopWaiting() }
    }

    private func stopWaiting() {
        for waiting in whenEmpty { waiting.resume() }
        whenEmpty = []
    }

    /// Takes no more connections, lets requests in flight finish, and breaks off what is left.
    ///
    /// Connections that rest are closed at once; the others are told `Connection: close`.
    public func drain(within time: Duration) async {
        isDraining = true
        listener.close()
        for connection in connections.values { connection.closeIfIdle() }
        guard !connections.isEmpty else { return }
        let timer = Timer(on: loop, at: loop.now + time) {
            for connection in self.connections.values { connection.abort() }
            self.stopWaiting()
        }
        // Asked again inside: the call may go through the run queue, and the last may end first.
        await withCheckedContinuation { continuation in
            if connections.isEmpty { continuation.resume() } else { whenEmpty.append(continuation) }
        }
        timer.cancel()
    }
}
