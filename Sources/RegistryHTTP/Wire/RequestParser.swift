public import EventLoop

/// Reads requests from the bytes of one connection, strictly (RFC 9112).
///
/// A pure state machine: bytes in, requests out. What could be read two ways is refused, not
/// repaired, and after a refusal nothing more is read. How the bytes were cut up never matters, and
/// each byte is looked at once.
public struct RequestParser: Sendable {
    /// What the bytes so far amount to.
    public enum Step: Sendable {
        case needsMore
        /// The head of a request whose content is still to be read.
        case head(Request)
        case complete(Request)
    }

    private enum Phase {
        case head
        case fixed(remaining: Int)
        case chunked
        case failed(Problem)
    }

    private let limits: HTTPLimits
    private let source: SocketAddress
    private var phase = Phase.head
    private var buffer: [UInt8] = []
    /// Where the first byte that has not been looked at lies in `buffer`.
    private var position = 0
    private var head = HeadScanner()
    private var chunks = ChunkScanner()
    private var chunkLimits: HTTPLimits
    private var pending: Request?
    private var body: [UInt8] = []

    public init(
        limits: HTTPLimits = HTTPLimits(), source: SocketAddress = .loopback(port: 0)
    ) {
        self.limits = limits
        chunkLimits = limits
        self.source = source
    }

    /// Takes the next bytes of the connection.
    public mutating func feed(_ bytes: [UInt8]) {
        if position == buffer.count {
            buffer = bytes
            position = 0
        } else {
            buffer.removeFirst(position)
            position = 0
            buffer += bytes
        }
    }

    /// Whether no byte of a further request has come.
    ///
    /// The empty line that is tolerated before a request (RFC 9112 §2.2) is no such byte.
    public var isBetweenRequests: Bool {
        if case .head = phase { position == buffer.count && !head.hasBegun } else { false }
    }

    /// Whether there is something left to look at.
    public var hasBufferedBytes: Bool { position < buffer.count }

    /// Whether the request that is being read, or was refused, is a HEAD.
    public var isReadingHEAD: Bool { pending?.method == .head || head.method == .head }

    /// Bytes of the current request's content that have come, undone of their coding.
    public var bodyBytesRead: Int { body.count }

    /// Goes as far as the bytes allow, up to the next request or half of it.
    public mutating func next() throws(Problem) -> Step {
        do {
            let step = try advance()
            // Nothing is kept for a connection that waits.
            if position == buffer.count {
                buffer = []
                position = 0
            }
            return step
        } catch {
            phase = .failed(error)
            buffer = []
            position = 0
            throw error
        }
    }

    private mutating func advance() throws(Problem) -> Step {
        switch phase {
        case .failed(let problem):
            throw problem
        case .head:
            return try advanceHead()
        case .fixed(let remaining):
            let count = min(remaining, buffer.count - position)
            body += buffer[position..<(position + count)]
            position += count
            phase = .fixed(remaining: remaining - count)
            return remaining == count ? finish() : .needsMore
        case .chunked:
            let isDone = try chunks.scan(buffer, from: &position, into: &body, limits: chunkLimits)
            return isDone ? finish() : .needsMore
        }
    }

    private mutating func advanceHead() throws(Problem) -> Step {
        guard try head.scan(buffer, from: &position, limits: limits) else { return .needsMore }
        let (request, framing) = try head.request(limits: limits, source: source)
        head = HeadScanner()
        switch framing {
        case .none:
            return .complete(request)
        case .length(let count):
            // Announced is not sent: room for more is made when it comes.
            body.reserveCapacity(min(count, 65_536))
            phase = .fixed(remaining: count)
        case .chunked:
            chunks = ChunkScanner()
            chunkLimits.bodyBytes = limits.bodyBytes(for: request.target, request.fields)
            phase = .chunked
        }
        pending = request
        return .head(request)
    }

    private mutating func finish() -> Step {
        guard var request = pending else { return .needsMore }
        request.body = body
        body = []
        pending = nil
        phase = .head
        return .complete(request)
    }
}
