/// One endpoint: a method, a pattern of a path, and what answers.
///
/// `Route(.get, "/events/{code}", Endpoints.showEvent)`; a segment in braces stands for any text.
public struct Route<Endpoints>: Sendable {
    public typealias Handler = @Sendable (Endpoints) -> (Request) async throws -> Response

    public let method: Method
    public let pattern: String
    public let handler: Handler

    public init(_ method: Method, _ pattern: String, _ handler: @escaping Handler) {
        self.method = method
        self.pattern = pattern
        self.handler = handler
    }

    enum Part: Equatable {
        case literal(String)
        case capture(String)
    }

    var parts: [Part] {
        pattern.utf8.dropFirst().split(
            separator: UInt8(ascii: "/"), omittingEmptySubsequences: false
        )
        .filter { !($0.isEmpty && pattern == "/") }
        .map { part in
            let isCapture = part.first == UInt8(ascii: "{") && part.last == UInt8(ascii: "}")
            return isCapture
                ? .capture(String(decoding: part.dropFirst().dropLast(), as: UTF8.self))
                : .literal(String(decoding: part, as: UTF8.self))
        }
    }
}
