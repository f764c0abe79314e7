/// Everything in HTTP that has a bound, with the unit in the type or in the name.
public struct HTTPLimits: Sendable, Equatable {
    /// The request target alone (414).
    public var targetBytes = 8 * 1024
    /// Request line and fields together, and the trailer section of a chunked body (431).
    public var headBytes = 16 * 1024
    /// Field lines in a head, and in a trailer section (431).
    public var fieldCount = 100
    /// The content after its transfer coding is undone (413).
    public var bodyBytes = 64 * 1024
    /// Where content may be larger, for requests that say who sends them (413).
    public var uploadPath = ["api", "v1", "imports"]
    public var uploadBytes = 4 * 1024 * 1024
    /// The same where the secretariat sends whole sheets (413).
    public var staffBodyBytes = 1024 * 1024
    /// Chunk extensions of one request together (400).
    public var chunkExtensionBytes = 4 * 1024

    /// Connections of one loop at a time; one more is told 503.
    public var connections = 4096
    /// How long a connection may rest between requests.
    public var idleTimeout = Duration.seconds(75)
    /// From the first byte of a request to the end of its head (408).
    public var headTimeout = Duration.seconds(10)
    /// From the end of the head to the end of the content (408).
    public var bodyTimeout = Duration.seconds(20)
    /// How long content may come slower than `bodyBytesPerSecondMin`.
    public var bodyGrace = Duration.seconds(8)
    /// On average, counted from the end of the head and after the grace (408).
    public var bodyBytesPerSecondMin = 256
    /// How long a client may take to receive `writeSliceBytes` of a response.
    public var writeTimeout = Duration.seconds(30)
    /// A response is handed to the socket in parts of this size.
    public var writeSliceBytes = 256 * 1024
    /// How long bytes are thrown away after the last response, so that the client can read it.
    public var lingerTimeout = Duration.seconds(3)
    /// How many bytes are thrown away at most after the last response.
    public var lingerBytes = 64 * 1024 * 1024

    public init() {}

    /// How much content a request may bring: more only where the secretariat sends whole files and
    /// sheets, and says who it is.
    ///
    /// Whether that is true is asked before the content is read; who says nothing is refused by
    /// the head.
    func bodyBytes(for target: Target, _ fields: Fields) -> Int {
        let hasKey = fields.contains("authorization")
        let hasSession = !fields.values("cookie").isEmpty
        if hasKey, target.segments.starts(with: uploadPath) { return max(bodyBytes, uploadBytes) }
        let isSheet =
            hasSession && target.segments.starts(with: ["console", "events"])
            || hasKey && target.segments.starts(with: ["api", "v1", "events"])
        return isSheet ? max(bodyBytes, staffBodyBytes) : bodyBytes
    }

    /// Whether a request may bring more than anybody may: what comes in chunks may be any size.
    func mayBringMuch(_ request: Request) -> Bool {
        let announced = request.fields["content-length"].flatMap { Int($0) } ?? .max
        return announced > bodyBytes && bodyBytes(for: request.target, request.fields) > bodyBytes
    }
}
