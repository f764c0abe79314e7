/// A JSON value as it was sent: members in their order, numbers as their digits.
enum JSONValue: Sendable, Equatable {
    struct Member: Sendable, Equatable {
        var name: String
        var value: JSONValue
    }

    case object([Member])
    case array([JSONValue])
    case string(String)
    /// The text of the number: reading it as a `Double` would take `1e400` for infinity.
    case number(String)
    case flag(Bool)
    case null

    /// Reads one object and nothing else (RFC 8259).
    static func object(parsing bytes: [UInt8]) throws(Problem) -> [Member] {
        var parser = JSONParser(bytes)
        return try parser.wholeObject()
    }
}
