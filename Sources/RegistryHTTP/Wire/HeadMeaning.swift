import EventLoop

/// How the end of a request's content is found (RFC 9112 §6.3).
enum Framing: Sendable, Equatable {
    case none
    case length(Int)
    case chunked
}

/// What a complete head means: the checks that need more than one byte.
extension HeadScanner {
    /// The request, still without content, and how its content is framed.
    func request(
        limits: HTTPLimits, source: SocketAddress
    ) throws(Problem) -> (Request, Framing) {
        guard let method else { throw .methodUnknown }
        guard let target = Target(parsing: bytes[target], for: method) else {
            throw .malformed("The target of the request is not an address that can be asked for.")
        }
        let version: Request.Version = bytes[version.upperBound - 1] == 49 ? .http11 : .http10
        let fields = Fields(bytes: bytes, lines: lines)
        try checkHost(fields, version)
        let bodyMax = limits.bodyBytes(for: target, fields)
        let framing = try framing(fields, version, bodyMax)
        try checkExpectation(fields, version)
        let request = Request(
            method, target: target, version: version, fields: fields, source: source,
            keepsAlive: keepsAlive(fields, version))
        return (request, framing)
    }

    /// RFC 9112 §3.2: exactly one in HTTP/1.1, at most one before, and valid.
    private func checkHost(_ fields: Fields, _ version: Request.Version) throws(Problem) {
        let hosts = fields.values("host")
        guard hosts.count == 1 || (hosts.isEmpty && version == .http10) else {
            throw .malformed("A request has exactly one Host field.")
        }
        guard hosts.allSatisfy(Authority.isValid) else {
            throw .malformed("The Host field is not a host with an optional port.")
        }
    }

    private func framing(
        _ fields: Fields, _ version: Request.Version, _ bodyMax: Int
    ) throws(Problem) -> Framing {
        let codings = fields.values("transfer-encoding")
        let lengths = fields.values("content-length")
        guard codings.isEmpty else {
            // RFC 9112 §6.1: either may be an attempt at request smuggling.
            guard lengths.isEmpty, version == .http11, codings.count == 1 else {
                throw .malformed("Transfer-Encoding stands once, in HTTP/1.1, without a length.")
            }
            try checkCoding(codings[0])
            return .chunked
        }
        guard let first = lengths.first else { return .none }
        guard lengths.count == 1, let length = ASCII.number(first) else {
            throw .malformed("Content-Length is one number of digits.")
        }
        guard length <= bodyMax else { throw .bodyTooLarge }
        return length == 0 ? .none : .length(length)
    }

    /// Exactly `chunked`; empty elements of the list are passed over (RFC 9110 §5.6.1.2).
    ///
    /// An unknown coding is 501 (RFC 9112 §6.1). Chunked twice, not last, or with a parameter, and
    /// what is no coding at all, is 400.
    private func checkCoding(_ value: ArraySlice<UInt8>) throws(Problem) {
        let all = ASCII.list(value)
        let codings = all.filter { !$0.isEmpty }
        let isChunked = codings.map { ASCII.isWord($0, "chunked") }
        guard !codings.isEmpty, all.count - codings.count <= 4,
            codings.allSatisfy(ASCII.isToken), isChunked.count(where: { $0 }) <= 1,
            !isChunked.dropLast().contains(true)
        else { throw .malformed("Transfer-Encoding is not chunked.") }
        guard isChunked == [true] else { throw .codingUnknown }
    }

    /// RFC 9110 §10.1.1: 100-continue is not for HTTP/1.0, which ignores it.
    private func checkExpectation(_ fields: Fields, _ version: Request.Version) throws(Problem) {
        let expectations = fields.values("expect")
        guard expectations.allSatisfy({ ASCII.isWord($0, "100-continue") }) else {
            throw .expectationFailed
        }
    }

    /// RFC 9112 §9.3: `close` wins, 1.1 lives on, 1.0 lives on when it asks to.
    private func keepsAlive(_ fields: Fields, _ version: Request.Version) -> Bool {
        let options = fields.values("connection").flatMap(ASCII.list)
        if options.contains(where: { ASCII.isWord($0, "close") }) { return false }
        return version == .http11 || options.contains { ASCII.isWord($0, "keep-alive") }
    }
}

extension Request {
    /// Whether the client waits for 100 before it sends the content (RFC 9110 §10.1.1).
    var awaitsContinue: Bool { version == .http11 && !fields.values("expect").isEmpty }
}
