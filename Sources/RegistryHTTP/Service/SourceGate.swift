public import EventLoop

/// Counts intakes by their source, for all cores of an instance together.
///
/// The one thing a request asks outside of its core: two cores that count alone would let through
/// twice as much, depending on where the kernel puts a connection.
public actor SourceGate {
    private nonisolated let loop: Loop
    private var limiter: SourceLimiter

    public nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    /// Nil when there is no limit, and nothing to ask.
    public init?(perMinute: Int, on loop: Loop) {
        guard perMinute > 0 else { return nil }
        self.loop = loop
        limiter = SourceLimiter(perMinute: perMinute)
    }

    /// Counts one more; nil when it may pass, otherwise the whole seconds until it may again.
    public func admit(_ source: SocketAddress) -> Int? {
        limiter.admit(source, now: loop.now)
    }
}
