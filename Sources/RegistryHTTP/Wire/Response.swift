import FoundationEssentials

/// One field of a response.
public struct Field: Sendable, Equatable {
    public var name: String
    public var value: String

    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }

    static let contentPolicy = "Content-Security-Policy"

    /// Whether it can be written without ending its line (RFC 9110 §5.5).
    ///
    /// Looked at byte by byte: CR LF is one Character, and a search for either misses it.
    var isWritable: Bool {
        !name.isEmpty && name.utf8.allSatisfy { ASCII.isToken($0) }
            && value.utf8.allSatisfy { ASCII.isFieldContent($0) }
    }

    func isNamed(_ other: String) -> Bool {
        name.utf8.count == other.utf8.count
            && zip(name.utf8, other.utf8).allSatisfy { ASCII.lowered($0) == ASCII.lowered($1) }
    }
}

/// What a handler answers; framing, `Date` and the security fields are the encoder's business.
public struct Response: Sendable, Equatable {
    public var status: Int
    public var fields: [Field]
    public var content: Content
    /// The pattern of the route that answered, for measuring; never written.
    public var route: String?

    /// What a response carries.
    public enum Content: Sendable, Equatable {
        case bytes([UInt8])
        /// Made while it is sent; nobody knows how long it will be.
        case stream(ContentStream)
    }

    public init(status: Int, fields: [Field] = [], body: [UInt8] = []) {
        self.init(status: status, fields: fields, content: .bytes(body))
    }

    public init(status: Int, fields: [Field], content: Content) {
        self.status = status
        self.fields = fields
        self.content = content
    }

    /// Whether its head can be sent at all; the encoder sends 500 in its place otherwise.
    var isWritable: Bool { (200...599).contains(status) && fields.allSatisfy(\.isWritable) }

    /// The content where it is here; empty of a stream.
    public var body: [UInt8] {
        get { if case .bytes(let bytes) = content { bytes } else { [] } }
        set { content = .bytes(newValue) }
    }

    public static func html(_ markup: [UInt8], status: Int = 200) -> Response {
        Response(
            status: status, fields: [Field("Content-Type", "text/html; charset=utf-8")],
            body: markup)
    }

    public static func text(_ text: String, status: Int = 200) -> Response {
        Response(
            status: status, fields: [Field("Content-Type", "text/plain; charset=utf-8")],
            body: Array(text.utf8))
    }

    public static func json(_ json: [UInt8], status: Int = 200) -> Response {
        Response(
            status: status, fields: [Field("Content-Type", "application/json")], body: json)
    }

    /// A JSON value written by hand, which costs a tenth of an encoder.
    public static func json(status: Int = 200, _ write: (inout JSONWriter) -> Void) -> Response {
        var writer = JSONWriter()
        write(&writer)
        return json(writer.bytes, status: status)
    }

    public static func json(
        encoding document: some Encodable, status: Int = 200
    ) throws -> Response {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return json(Array(try encoder.encode(document)), status: status)
    }

    public init(_ problem: Problem) {
        self.init(
            status: problem.status,
            fields: [Field("Content-Type", "application/problem+json")] + problem.fields,
            body: problem.json)
    }

    /// 303: the answer to a form is a page of its own, so that reloading it sends nothing twice.
    public static func redirect(to location: String) -> Response {
        Response(status: 303, fields: [Field("Location", location)])
    }

    public static let empty = Response(status: 204)

    public subscript(name: String) -> String? {
        get { fields.first { $0.isNamed(name) }?.value }
        set {
            fields.removeAll { $0.isNamed(name) }
            if let newValue { fields.append(Field(name, newValue)) }
        }
    }
}
