import COpenSSL
import Glibc

/// Signals that come to a loop as values instead of interrupting the process.
public final class Signals {
    private let descriptor: Int32
    private var watch: Watch?
    private let waiter: Waiter
    private var received: [Int32] = []

    /// They have to be blocked in every thread, see `block`.
    public init(_ signals: [Int32], on loop: Loop) throws(SystemError) {
        loop.preconditionOnLoop()
        waiter = Waiter(on: loop)
        var set = Self.set(of: signals)
        let flags = Int32(SFD_NONBLOCK) | Int32(SFD_CLOEXEC)
        descriptor = signalfd(-1, &set, flags)
        guard descriptor >= 0 else { throw SystemError(call: "signalfd") }
        watch = try Watch(descriptor, on: loop, trigger: .level, reads: true, writes: false) {
            [weak self] _ in self?.takeReceived()
        }
    }

    deinit {
        watch = nil
        if descriptor >= 0 { Glibc.close(descriptor) }
    }

    /// Keeps the signals from their usual effect, in this thread and those it starts.
    ///
    /// Call it first thing in the process: a thread that exists already would still be hit.
    public static func block(_ signals: [Int32]) {
        var set = set(of: signals)
        pthread_sigmask(SIG_BLOCK, &set, nil)
    }

    /// The next signal, in the order of arrival; 0 when the task is cancelled.
    public func next() async -> Int32 {
        while received.isEmpty {
            waiter.begin()
            guard await waiter.wait() == .ready else { return 0 }
        }
        return received.removeFirst()
    }

    private func takeReceived() {
        var info = signalfd_siginfo()
        let size = MemoryLayout<signalfd_siginfo>.size
        while Glibc.read(descriptor, &info, size) == size {
            received.append(Int32(bitPattern: info.ssi_signo))
        }
        if !received.isEmpty { waiter.wake(.ready) }
    }

    private static func set(of signals: [Int32]) -> sigset_t {
        var set = sigset_t()
        sigemptyset(&set)
        for signal in signals { sigaddset(&set, signal) }
        return set
    }
}
