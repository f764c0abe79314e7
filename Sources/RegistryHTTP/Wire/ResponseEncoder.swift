/// Turns responses into bytes: exact framing, `Date`, and the security fields on every one.
public struct ResponseEncoder {
    /// What the encoder has to know of the request that is answered.
    public struct Context: Sendable {
        /// HEAD: all fields, no content (RFC 9110 §9.3.2).
        public var isHEAD = false
        public var keepsAlive = true
        /// A client of HTTP/1.0 is told when its connection lives on (RFC 9112 §C.2.2).
        public var isHTTP10 = false

        public init(isHEAD: Bool = false, keepsAlive: Bool = true, isHTTP10: Bool = false) {
            self.isHEAD = isHEAD
            self.keepsAlive = keepsAlive
            self.isHTTP10 = isHTTP10
        }
    }

    private var date = HTTPDate()

    public init() {}

    static let interim100 = Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)

    /// Appends a response to `bytes`.
    ///
    /// A field that would break out of its line is a defect of ours; the whole response is then
    /// withheld and replaced by 500.
    public mutating func encode(
        _ response: Response, for context: Context, into bytes: inout [UInt8]
    ) {
        guard response.isWritable else {
            return encode(Response(.internalError), for: context, into: &bytes)
        }
        let body = response.body
        bytes.reserveCapacity(bytes.count + body.count + 1024)
        bytes += Self.statusLine(response.status)
        bytes += "Date: ".utf8
        bytes += date.now()
        bytes += "\r\n".utf8
        var present: Set<Int> = []
        for field in response.fields where !Self.isOurs(field) {
            if let index = Self.defaults.firstIndex(where: { field.isNamed($0.name) }) {
                present.insert(index)
            }
            Self.append(field, to: &bytes)
        }
        if present.isEmpty {
            bytes += Self.allDefaults
        } else {
            for (index, field) in Self.defaults.enumerated() where !present.contains(index) {
                Self.append(field, to: &bytes)
            }
        }
        if !context.keepsAlive {
            bytes += "Connection: close\r\n".utf8
        } else if context.isHTTP10 {
            bytes += "Connection: keep-alive\r\n".utf8
        }
        // RFC 9110 §8.6: none in 204; in 304 it would be that of the content not sent.
        let hasContent = response.status != 204 && response.status != 304
        switch response.content {
        case .bytes where hasContent:
            bytes += "Content-Length: ".utf8
            bytes += String(body.count).utf8
            bytes += "\r\n".utf8
        // To HTTP/1.0 the end of the connection is the end of the content (RFC 9112 §6.3).
        case .stream where hasContent && !context.isHTTP10:
            bytes += "Transfer-Encoding: chunked\r\n".utf8
        default: break
        }
        bytes += "\r\n".utf8
        if hasContent, !context.isHEAD { bytes += body }
    }

    /// Appends a piece of a stream as a chunk (RFC 9112 §7.1), or as it is to HTTP/1.0.
    ///
    /// An empty piece would end the content, so it is left out.
    static func encode(
        piece: [UInt8], for context: Context, into bytes: inout [UInt8]
    ) {
        guard !piece.isEmpty else { return }
        guard !context.isHTTP10 else {
            bytes += piece
            return
        }
        bytes += String(piece.count, radix: 16).utf8
        bytes += "\r\n".utf8
        bytes += piece
        bytes += "\r\n".utf8
    }

    /// What follows the last chunk, and nothing else: a content that was cut has no such end.
    static let lastChunk = Array("0\r\n\r\n".utf8)

    /// Framing and connection are decided here, whatever a handler says.
    private static func isOurs(_ field: Field) -> Bool {
        switch field.name.utf8.count {
        case 4: field.isNamed("date")
        case 10: field.isNamed("connection") || field.isNamed("keep-alive")
        case 14: field.isNamed("content-length")
        case 17: field.isNamed("transfer-encoding")
        default: false
        }
    }

    private static func append(_ field: Field, to bytes: inout [UInt8]) {
        bytes += field.name.utf8
        bytes += ": ".utf8
        bytes += field.value.utf8
        bytes += "\r\n".utf8
    }

    /// On every response that does not say otherwise, those to unreadable requests too.
    ///
    /// No referrer, because addresses hold tokens; no caching, because pages hold personal data.
    static let defaults = [
        Field(Field.contentPolicy, policy),
        Field("X-Content-Type-Options", "nosniff"),
        Field("Referrer-Policy", "no-referrer"),
        Field("Cross-Origin-Opener-Policy", "same-origin"),
        Field("Cross-Origin-Resource-Policy", "same-origin"),
        Field(
            "Permissions-Policy",
            "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
        Field("Cache-Control", "no-store"),
    ]

    /// What a page may load, and who may put it into a frame (CSP 3): nobody.
    static let policy =
        "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; "
        + "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

    private static let allDefaults: [UInt8] = {
        var bytes: [UInt8] = []
        for field in defaults { append(field, to: &bytes) }
        return bytes
    }()

    private static func statusLine(_ status: Int) -> [UInt8] {
        statusLines[status] ?? Array("HTTP/1.1 \(status) \r\n".utf8)
    }

    private static let statusLines: [Int: [UInt8]] = {
        let reasons = [
            200: "OK", 201: "Created", 202: "Accepted", 204: "No Content", 301: "Moved Permanently",
            303: "See Other", 304: "Not Modified", 307: "Temporary Redirect", 400: "Bad Request",
            401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed",
            406: "Not Acceptable", 408: "Request Timeout", 409: "Conflict", 410: "Gone",
            412: "Precondition Failed", 413: "Content Too Large", 414: "URI Too Long",
            415: "Unsupported Media Type", 417: "Expectation Failed", 421: "Misdirected Request",
            422: "Unprocessable Content", 429: "Too Many Requests",
            431: "Request Header Fields Too Large", 500: "Internal Server Error",
            501: "Not Implemented", 503: "Service Unavailable", 505: "HTTP Version Not Supported",
        ]
        return reasons.reduce(into: [:]) { lines, reason in
            lines[reason.key] = Array("HTTP/1.1 \(reason.key) \(reason.value)\r\n".utf8)
        }
    }()
}
