import EventLoop

/// Wakes the one who waits, from anywhere on the loop; a ring before the wait is not lost.
final class Bell {
    private let loop: Loop
    private var isRung = false
    private var waiter: CheckedContinuation<Void, Never>?

    init(on loop: Loop) { self.loop = loop }

    func ring() {
        isRung = true
        waiter.take()?.resume()
    }

    /// Forgets earlier rings: whoever looks now sees what they were about.
    func reset() { isRung = false }

    func wait(until instant: Instant) async {
        guard !isRung, loop.now < instant else { return }
        let timer = Timer(on: loop, at: instant) { [weak self] in self?.ring() }
        // Asked again inside: the call may go through the run queue, and a ring may come first.
        await withCheckedContinuation { continuation in
            if isRung { continuation.resume() } else { waiter = continuation }
        }
        timer.cancel()
    }
}
