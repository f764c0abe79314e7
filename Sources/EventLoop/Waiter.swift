/// A place where one task at a time waits for the loop, and is woken exactly once.
///
/// Unchecked, because a cancellation comes from any thread: it only hands its ticket over to the
/// loop, whose thread alone touches the rest.
final class Waiter: @unchecked Sendable {
    enum Wake { case ready, deadline, closed, cancelled }

    private enum State {
        case idle
        /// The wait has begun; the task may still be on its way.
        case arriving
        case parked(UnsafeContinuation<Wake, Never>)
        case wokenEarly(Wake)
    }

    private let loop: Loop
    private var state = State.idle
    /// Tells this wait from the next: a late cancellation must not wake somebody else.
    private var ticket: UInt64 = 0

    init(on loop: Loop) { self.loop = loop }

    var isWaiting: Bool {
        if case .idle = state { false } else { true }
    }

    /// Announces a wait: from here on a wake is kept for it.
    ///
    /// Apart from `wait`, because a call of an asynchronous function may go through the run queue,
    /// and what the task saw before may not be so any more when it gets there.
    func begin() {
        loop.preconditionOnLoop()
        precondition(!isWaiting, "two tasks wait for the same thing")
        ticket &+= 1
        state = .arriving
    }

    /// Waits for `wake`; a cancelled task does not wait.
    func wait(isolation: isolated (any Actor)? = #isolation) async -> Wake {
        let ticket = ticket
        return await withTaskCancellationHandler {
            // Naming the isolation keeps this closure on it, without a hop.
            _ = isolation
            return await withUnsafeContinuation(isolation: isolation) { park($0) }
        } onCancel: {
            loop.submit { if self.ticket == ticket { self.wake(.cancelled) } }
        }
    }

    private func park(_ continuation: UnsafeContinuation<Wake, Never>) {
        if case .wokenEarly(let wake) = state {
            state = .idle
            continuation.resume(returning: wake)
        } else if Task.isCancelled {
            state = .idle
            continuation.resume(returning: .cancelled)
        } else {
            state = .parked(continuation)
        }
    }

    /// Does nothing when nobody waits.
    func wake(_ wake: Wake) {
        switch state {
        case .idle, .wokenEarly:
            break
        case .arriving:
            state = .wokenEarly(wake)
        case .parked(let continuation):
            state = .idle
            continuation.resume(returning: wake)
        }
    }
}

extension Loop {
    /// Waits for an instant, or until the task is cancelled.
    public func sleep(until instant: Instant) async throws(CancellationError) {
        let waiter = Waiter(on: self)
        waiter.begin()
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
