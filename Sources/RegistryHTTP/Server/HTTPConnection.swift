import EventLoop

/// One client's connection: requests one after the other, answers in the same order.
final class HTTPConnection {
    /// What came, or why nothing more will.
    private enum Arrival {
        case request(Request)
        /// Answered, and then the connection ends.
        case refused(Response)
        /// Ended without an answer.
        case ended
    }

    private let channel: Channel
    private let server: HTTPServer
    private var parser: RequestParser
    private var output: [UInt8] = []
    /// What an idle connection may hold on to.
    private static let keptCapacity = 4096
    private var isIdle = false
    /// When the first byte of the head that is being read was seen.
    private var headBegan: Instant?
    /// When the content that is being read was first waited for.
    private var bodyBegan: Instant?

    init(_ channel: Channel, of server: HTTPServer) {
        self.channel = channel
        self.server = server
        parser = RequestParser(limits: server.limits, source: channel.peer)
    }

    private var limits: HTTPLimits { server.limits }
    private var loop: Loop { server.loop }

    func closeIfIdle() {
        if isIdle { channel.close() }
    }

    func abort() { channel.abort() }

    /// Begins TLS where it is spoken; false when that failed and the connection is over.
    func secure() async -> Bool {
        guard let tls = server.tls else { return true }
        do throws(ChannelError) {
            try await channel.startTLS(tls, deadline: loop.now + limits.headTimeout)
            return true
        } catch {
            channel.abort()
            return false
        }
    }

    /// Answers requests until either side has had enough.
    func serve() async {
        var isOpen = true
        while isOpen {
            switch await receive() {
            case .request(let request): isOpen = await answer(request)
            case .refused(let response): isOpen = await refuse(with: response)
            case .ended:
                channel.close()
                return
            }
        }
    }

    /// Says that there are too many connections already.
    func turnAway() async { _ = await refuse(with: Response(.overloaded)) }

    /// True when the connection lives on.
    private func answer(_ request: Request) async -> Bool {
        let began = loop.now
        let response = await server.handler(request)
        let context = ResponseEncoder.Context(
            isHEAD: request.method == .head, keepsAlive: request.keepsAlive && !server.isDraining,
            isHTTP10: request.version == .http10)
        let isSent = await send(response, for: context)
        server.observe(
            HTTPServer.Observation(
                method: request.method, route: response.route, status: response.status,
                duration: loop.now - began))
        guard isSent else {
            channel.abort()
            return false
        }
        guard !context.keepsAlive else { return true }
        await linger()
        return false
    }

    private func refuse(with response: Response) async -> Bool {
        let isHEAD = parser.isReadingHEAD
        let context = ResponseEncoder.Context(isHEAD: isHEAD, keepsAlive: false)
        let isSent = await send(response, for: context)
        server.observe(
            HTTPServer.Observation(
                method: nil, route: response.route, status: response.status, duration: .zero))
        if isSent { await linger() } else { channel.abort() }
        return false
    }

    /// Reads up to the end of the next request.
    private func receive() async -> Arrival {
        headBegan = nil
        bodyBegan = nil
        while true {
            do {
                switch try parser.next() {
                case .complete(var request):
                    request.source = server.proxies.client(of: request.fields, peer: channel.peer)
                    return .request(request)
                case .head(let request):
                    if let arrival = await invite(request) { return arrival }
                    bodyBegan = loop.now
                case .needsMore:
                    if let arrival = await readMore() { return arrival }
                }
            } catch {
                return .refused(Response(error))
            }
        }
    }

    /// Asks what the head is reason to refuse before content is taken in that a client waits to
    /// send or that may be large, and tells the one that waits to send it.
    ///
    /// A client whose content is here already did not wait (RFC 9110 §10.1.1). One that is refused
    /// may or may not send it, so its connection cannot be used further.
    private func invite(_ request: Request) async -> Arrival? {
        let isWaiting = request.awaitsContinue && !parser.hasBufferedBytes
        guard isWaiting || limits.mayBringMuch(request) else { return nil }
        if let refusal = await server.screen(request) { return .refused(refusal) }
        guard isWaiting else { return nil }
        return await write(ResponseEncoder.interim100) ? nil : .ended
    }

    /// Feeds the parser; an arrival when there is nothing more to feed it with.
    private func readMore() async -> Arrival? {
        let isBetweenRequests = parser.isBetweenRequests
        if isBetweenRequests, server.isDraining { return .ended }
        isIdle = isBetweenRequests
        defer { isIdle = false }
        do {
            let bytes = try await channel.read(deadline: readDeadline(isBetweenRequests))
            guard !bytes.isEmpty else {
                return isBetweenRequests
                    ? .ended : .refused(Response(.malformed("The request ends too early.")))
            }
            parser.feed(bytes)
            return nil
        } catch .deadlineExceeded where !isBetweenRequests {
            return .refused(Response(.tooSlow))
        } catch {
            return .ended
        }
    }

    /// Until when the next bytes have to come.
    ///
    /// Content has an end by which all of it must be here, and before that a pace: each byte that
    /// has come buys time for the next.
    private func readDeadline(_ isBetweenRequests: Bool) -> Instant {
        let now = loop.now
        if isBetweenRequests { return now + limits.idleTimeout }
        if let bodyBegan {
            let pace = max(1, limits.bodyBytesPerSecondMin)
            let earned = Duration.seconds(parser.bodyBytesRead) / pace
            return bodyBegan + min(limits.bodyTimeout, limits.bodyGrace + earned)
        }
        let began = headBegan ?? now
        headBegan = began
        return began + limits.headTimeout
    }

    private func send(_ response: Response, for context: ResponseEncoder.Context) async -> Bool {
        output.removeAll(keepingCapacity: true)
        server.encoder.encode(response, for: context, into: &output)
        let isSent = await write(output)
        if output.capacity > Self.keptCapacity { output = [] }
        return isSent
    }

    /// In slices, so that a slow client has to take some of a large response before each deadline.
    private func write(_ bytes: [UInt8]) async -> Bool {
        let slice = limits.writeSliceBytes
        do {
            guard bytes.count > slice else {
                try await channel.write(bytes, deadline: loop.now + limits.writeTimeout)
                return true
            }
            for start in stride(from: 0, to: bytes.count, by: slice) {
                try await channel.write(
                    Array(bytes[start..<min(start + slice, bytes.count)]),
                    deadline: loop.now + limits.writeTimeout)
            }
            return true
        } catch {
            return false
        }
    }

    /// Ends our side and throws away what still comes, for a while (RFC 9112 §9.6).
    ///
    /// Closing with unread bytes would reset the connection, and the reset may destroy the response
    /// before the client has read it.
    private func linger() async {
        channel.shutdownWrite()
        let deadline = loop.now + limits.lingerTimeout
        var left = limits.lingerBytes
        while left > 0, let bytes = try? await channel.read(deadline: deadline), !bytes.isEmpty {
            left -= bytes.count
        }
        channel.close()
    }
}
