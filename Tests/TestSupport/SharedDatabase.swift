public import EventLoop
public import Postgres

/// A database on its loop behind an actor, for tests whose tasks use it at the same time.
public actor SharedDatabase {
    private let loop: Loop
    private let database: Database

    public nonisolated var unownedExecutor: UnownedSerialExecutor {
        loop.asUnownedSerialExecutor()
    }

    public init(_ settings: DatabaseSettings, on loop: Loop) {
        self.loop = loop
        database = Database(settings, on: loop)
    }

    public func run<S: Statement>(
        _ statement: S, within: Duration? = nil
    ) async throws(DatabaseError) -> [S.Row] {
        try await database.run(statement, within: within)
    }

    /// What is notified on `channel`, an empty text after each connect.
    public func notifications(_ channel: String) -> AsyncStream<String> {
        let (stream, continuation) = AsyncStream.makeStream(of: String.self)
        database.listen(channel) { continuation.yield($0) }
        return stream
    }

    public func isReady() async -> Bool { await database.isReady() }

    /// Closes, after `time` without waiting for what has no answer.
    public func close(within time: Duration? = nil) async {
        await database.close(by: time.map { loop.now + $0 } ?? .never)
    }
}
