public import EventLoop

/// Where the content of a stream comes from; it belongs to the loop of its connection.
public protocol ContentSource: AnyObject {
    /// The next piece, nil at the end; whatever is thrown cuts the connection.
    func next() async throws -> [UInt8]?
    /// Called once, whether it came to its end or not.
    func close()
}

/// Content that is made while it is sent, piece by piece.
public struct ContentStream: Sendable, Equatable {
    private let source: LoopBound<any ContentSource>

    public init(_ source: any ContentSource, on loop: Loop) {
        self.source = LoopBound(source, on: loop)
    }

    func next() async throws -> [UInt8]? { try await source.value.next() }

    func close() { source.value.close() }

    /// A stream is no other stream.
    public static func == (one: ContentStream, other: ContentStream) -> Bool {
        one.source === other.source
    }
}
