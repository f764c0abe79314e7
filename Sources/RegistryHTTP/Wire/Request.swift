public import EventLoop
public import TrainingRegistry

/// One request that was read whole and can be read one way only.
public struct Request: Sendable {
    /// The versions we speak; both have the same major number (RFC 9110 §2.5).
    public enum Version: Sendable { case http10, http11 }

    public var method: Method
    public var version: Version
    public var target: Target
    public var fields: Fields
    public var body: [UInt8]
    /// The client's address: the peer's, or what a trusted proxy says.
    public var source: SocketAddress
    /// The segments that stand for a name in the route's pattern.
    public var captures: Captures
    /// Who of the secretariat sent it, once that is known.
    public var principal: Principal?
    /// Whether the client lets the connection live on (RFC 9112 §9.3).
    public var keepsAlive: Bool

    public init(
        _ method: Method, target: Target, version: Version = .http11, fields: Fields = Fields(),
        body: [UInt8] = [], source: SocketAddress = .loopback(port: 0), keepsAlive: Bool = true
    ) {
        self.method = method
        self.version = version
        self.target = target
        self.fields = fields
        self.body = body
        self.source = source
        self.keepsAlive = keepsAlive
        captures = Captures()
    }

    /// The decoded segments of the path: `/events/a%20b` is `["events", "a b"]`.
    public var segments: [String] { target.segments }

    public var query: Query { target.query }

    /// Reads a captured segment into a value; a text that is no such value names nothing: 404.
    public func capture<Value, Rejection: Error>(
        _ name: String, _ parse: (String) throws(Rejection) -> Value
    ) throws(Problem) -> Value {
        guard let text = captures[name] else { throw .notFound }
        do {
            return try parse(text)
        } catch {
            throw .notFound
        }
    }

    /// The same for an initialiser that may give nil.
    public func capture<Value>(
        _ name: String, _ parse: (String) -> Value?
    ) throws(Problem) -> Value {
        guard let text = captures[name], let value = parse(text) else { throw .notFound }
        return value
    }
}

/// What a route's pattern took out of a path.
public struct Captures: Sendable, Equatable {
    private var pairs: [(name: String, value: String)] = []

    public init() {}

    init(names: [String], values: [String]) {
        pairs = Array(zip(names, values))
    }

    public subscript(name: String) -> String? {
        pairs.first { $0.name == name }?.value
    }

    public static func == (left: Captures, right: Captures) -> Bool {
        left.pairs.elementsEqual(right.pairs) { $0 == $1 }
    }
}
