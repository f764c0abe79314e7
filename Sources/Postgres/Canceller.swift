import EventLoop

/// Cancels what a connection executes, and knows whom a cancel may have struck by accident.
///
/// A cancel names the connection, not the statement: when its target ends at that moment, it
/// strikes the next one. That one has been rolled back and is sent again, unnoticed by its caller.
final class Canceller {
    /// From one attempt to the next.
    private static let pause = Duration.milliseconds(100)

    private let settings: DatabaseSettings
    private let loop: Loop
    private var cancellation: Cancellation?
    private var target: Job?
    private var timer: Timer?
    /// Until then the latest cancel may strike another, because its target has ended.
    private var mayStrikeUntil: Instant?

    init(_ settings: DatabaseSettings, on loop: Loop) {
        self.settings = settings
        self.loop = loop
    }

    /// False while another cancel is under way; `onNoAnswer` is called when the server ignores it.
    func strike(
        _ job: Job, _ connection: OpaquePointer, onNoAnswer: @escaping () -> Void
    ) -> Bool {
        guard cancellation == nil, target == nil else { return false }
        target = job
        cancel(connection, until: loop.now + settings.cancelTimeout, onNoAnswer: onNoAnswer)
        return true
    }

    /// Cancels until the target ends: a server that has not begun a statement yet forgets it.
    private func cancel(
        _ connection: OpaquePointer, until end: Instant, onNoAnswer: @escaping () -> Void
    ) {
        // Without one, for lack of descriptors, the connection is dropped when the time is up.
        if cancellation == nil {
            cancellation = Cancellation(connection, on: loop) { [weak self] in
                self?.cancellation = nil
            }
        }
        let next = min(loop.now + Self.pause, end)
        timer = Timer(on: loop, at: next) { [weak self] in
            if next == end { return onNoAnswer() }
            self?.cancel(connection, until: end, onNoAnswer: onNoAnswer)
        }
    }

    /// Says whether a job that has ended with an error was struck in place of another.
    func ended(_ job: Job) -> Bool {
        if job === target {
            target = nil
            timer?.cancel()
            timer = nil
            mayStrikeUntil = loop.now + settings.cancelTimeout
            return false
        }
        guard target == nil, let until = mayStrikeUntil else { return false }
        if cancellation == nil, loop.now > until { mayStrikeUntil = nil }
        return mayStrikeUntil != nil && job.error?.sqlState == "57014" && !job.isOverdue
    }

    func stop() {
        timer?.cancel()
        timer = nil
        cancellation = nil
        target = nil
    }
}
