import EventLoop
import Glibc

/// The signals that end a command in order, as values.
actor SignalGate {
    static let endings = [SIGTERM, SIGINT]

    private nonisolated let loop: Loop
    private var signals: Signals?

    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    init(on loop: Loop) {
        self.loop = loop
    }

    /// The next signal; 0 when the task is cancelled.
    func next() async throws -> Int32 {
        let signals = try self.signals ?? Signals(Self.endings, on: loop)
        self.signals = signals
        return await signals.next()
    }
}
