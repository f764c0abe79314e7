/// A place where one task at a time waits for the loop, and is woken exactly once.
///
/// Unchecked, because a cancellation comes from any thread: it only hands its ticket over to the
/// loop, whose thread alone touches the rest.
final class Waiter: @unchecked Sendable {
    enum Wake { case ready, deadline, closed, cancelled }

    private let loop: Loop
    private var continuation: UnsafeContinuation<Wake, Never>?
    /// Tells this wait from the next: a late cancellation must not wake somebody else.
    private var ticket: UInt64 = 0

    init(on loop: Loop) { self.loop = loop }

    var isParked: Bool { continuation != nil }

    /// Waits for `wake`; a cancelled task does not wait.
    func wait(isolation: isolated (any Actor)? = #isolation) async -> Wake {
        loop.preconditionOnLoop()
        precondition(continuation == nil, "two tasks wait for the same thing")
        ticket &+= 1
        let ticket = ticket
        return await withTaskCancellationHandler {
            await withUnsafeContinuation { (continuation: UnsafeContinuation<Wake, Never>) in
                if Task.isCancelled {
                    continuation.resume(returning: .cancelled)
                } else {
                    self.continuation = continuation
                }
            }
        } onCancel: {
            loop.submit { if self.ticket == ticket { self.wake(.cancelled) } }
        }
    }

    /// Does nothing when nobody waits.
    func wake(_ wake: Wake) {
        continuation.take()?.resume(returning: wake)
    }
}

extension Loop {
    /// Waits for an instant, or until the task is cancelled.
    public func sleep(until instant: Instant) async throws(CancellationError) {
        let waiter = Waiter(on: self)
        let timer = Timer(on: self, at: instant) { waiter.wake(.ready) }
        defer { timer.cancel() }
        if await waiter.wait() == .cancelled { throw CancellationError() }
    }

    /// Runs work isolated to this loop, from anywhere.
    ///
    /// The loop is the executor preference too: without it every resumption of code that belongs to
    /// no actor goes through the global pool.
    public func run<R: Sendable, E: Error>(
        _ body: @escaping @Sendable () async throws(E) -> sending R
    ) async throws(E) -> R {
        try await LoopActor(self).run(body)
    }
}

/// An actor whose executor is a loop.
private actor LoopActor {
    private let loop: Loop

    init(_ loop: Loop) { self.loop = loop }

    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    func run<R: Sendable, E: Error>(
        _ body: @escaping @Sendable () async throws(E) -> sending R
    ) async throws(E) -> R {
        try await withTaskExecutorPreference(loop) { () async throws(E) -> R in try await body() }
    }
}
