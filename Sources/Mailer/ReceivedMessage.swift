/// A message as it is shown: its fields and texts made readable.
///
/// Lenient on purpose: it shows what was received in development and decides nothing.
public struct ReceivedMessage: Sendable, Equatable {
    /// One header field, unfolded and decoded (RFC 5322 §2.2.3, RFC 2047).
    public struct Field: Sendable, Equatable {
        public let name: String
        public let value: String
    }

    public private(set) var fields: [Field]
    public private(set) var text: String?
    public private(set) var html: String?

    public init(parsing bytes: [UInt8]) {
        let message = MIMEPart(parsing: bytes[...])
        fields = message.fields.map { Field(name: $0.name, value: EncodedWord.decode($0.value)) }
        take(message, depth: 0)
    }

    /// The value of the first field of this name, in whatever case.
    public subscript(name: String) -> String? {
        fields.first { $0.name.isSameName(as: name) }?.value
    }

    private mutating func take(_ part: MIMEPart, depth: Int) {
        if part.type.isMultipart {
            guard depth < MIMEPart.deepest else { return }
            for inner in part.parts { take(inner, depth: depth + 1) }
            return
        }
        let charset = Charset(name: (part.type.parameters["charset"] ?? "utf-8").utf8) ?? .utf8
        if part.type.name == "text/plain", text == nil { text = charset.decode(part.content) }
        if part.type.name == "text/html", html == nil { html = charset.decode(part.content) }
    }
}
