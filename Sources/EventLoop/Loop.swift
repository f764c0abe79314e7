import COpenSSL
import Glibc
import Synchronization

/// One thread that runs tasks and waits for descriptors and timers between them.
///
/// A task of an actor on the loop should prefer the loop as its executor too
/// (`withTaskExecutorPreference(loop)`): otherwise each wake goes through the global pool first.
///
/// Unchecked, with this invariant: every stored `var` is touched by the loop's own thread only;
/// what other threads may reach is constant, atomic or behind a mutex. A loop lives until `stop()`.
public final class Loop: SerialExecutor, TaskExecutor, @unchecked Sendable {
    /// What other threads hand over.
    private struct Inbox {
        var jobs: [UnownedJob] = []
        var calls: [@Sendable () -> Void] = []
        /// The thread is in epoll_wait or about to be, so a hand-over has to wake it.
        var isAsleep = false
        var isStopping = false
        var isEmpty: Bool { jobs.isEmpty && calls.isEmpty }
    }

    public let name: String
    private let wakeup: Int32
    private let inbox = Mutex(Inbox())
    private let threadID = Atomic<UInt>(0)
    private let thread = Mutex<pthread_t?>(nil)

    let poller: Poller
    /// Where bytes land before they become arrays of their right size.
    let scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: 65_536, alignment: 16)
    var timers = TimerHeap()
    private var ready: [UnownedJob] = []
    private var nextReady = 0
    private var takenJobs: [UnownedJob] = []
    private var takenCalls: [@Sendable () -> Void] = []
    private var yielding: [UnsafeContinuation<Void, Never>] = []
    private var credit = 0

    /// After so many jobs the loop looks at its descriptors, however many are waiting.
    private static let jobsPerTurn = 512
    /// So many reads, writes and accepts succeed at once in one job before it has to yield.
    private static let transfersPerJob = 64

    /// Makes the descriptors and starts the thread.
    public init(name: String) throws(SystemError) {
        self.name = name
        poller = try Poller()
        wakeup = eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC))
        guard wakeup >= 0 else { throw SystemError(call: "eventfd") }
        try poller.add(wakeup, key: Poller.wakeupKey, events: EPOLLIN.rawValue | EPOLLET.rawValue)
        var handle = pthread_t()
        let context = Unmanaged.passRetained(self)
        let failure = pthread_create(
            &handle, nil,
            { context in
                guard let context else { return nil }
                Unmanaged<Loop>.fromOpaque(context).takeRetainedValue().serve()
                return nil
            }, context.toOpaque())
        guard failure == 0 else {
            context.release()
            throw SystemError(code: failure, call: "pthread_create")
        }
        thread.withLock { $0 = handle }
    }

    deinit {
        if let handle = thread.withLock({ $0.take() }) { pthread_detach(handle) }
        if wakeup >= 0 { Glibc.close(wakeup) }
        scratch.deallocate()
    }

    private static let currentKey: pthread_key_t = {
        var key = pthread_key_t()
        pthread_key_create(&key, nil)
        return key
    }()

    /// The loop whose thread this is.
    public static var current: Loop? {
        guard let loop = pthread_getspecific(currentKey) else { return nil }
        return Unmanaged<Loop>.fromOpaque(loop).takeUnretainedValue()
    }

    public var now: Instant { .now() }

    /// Asks the thread to end once nothing is left to run; what is parked then stays parked.
    public func stop() {
        inbox.withLock { $0.isStopping = true }
        wake()
    }

    /// Waits until the thread has ended.
    public func join() {
        guard let handle = thread.withLock({ $0.take() }) else { return }
        pthread_join(handle, nil)
    }

    var isOnThread: Bool { threadID.load(ordering: .relaxed) == pthread_self() }

    public func preconditionOnLoop() {
        precondition(isOnThread, "used outside of its loop")
    }

    public func checkIsolated() { preconditionOnLoop() }

    public func isIsolatingCurrentContext() -> Bool? { isOnThread }

    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        if isOnThread {
            ready.append(job)
        } else {
            handOver { $0.jobs.append(job) }
        }
    }

    /// Has the loop call this soon, outside of any task.
    func submit(_ call: @escaping @Sendable () -> Void) {
        handOver { $0.calls.append(call) }
    }

    private func handOver(_ put: (inout Inbox) -> Void) {
        let mustWake = inbox.withLock { inbox in
            put(&inbox)
            defer { inbox.isAsleep = false }
            return inbox.isAsleep
        }
        if mustWake { wake() }
    }

    /// The eventfd is edge-triggered and never read: each write is an edge of its own.
    private func wake() {
        var one: UInt64 = 1
        _ = Glibc.write(wakeup, &one, 8)
    }
}

extension Loop {
    /// Counts a transfer that succeeded at once; true when the job has had its share.
    func isOutOfCredit() -> Bool {
        credit -= 1
        return credit < 0
    }

    /// Lets everything else that is ready, descriptors too, come first.
    ///
    /// Not `Task.yield()`: that leaves the loop when the task has no executor preference.
    func yield(isolation: isolated (any Actor)? = #isolation) async {
        await withUnsafeContinuation { yielding.append($0) }
    }

    private func serve() {
        threadID.store(pthread_self(), ordering: .relaxed)
        pthread_setspecific(Self.currentKey, Unmanaged.passUnretained(self).toOpaque())
        loop_name_thread(name)
        var polled = Instant.now()
        while true {
            takeInbox()
            for call in takenCalls { call() }
            takenCalls.removeAll(keepingCapacity: true)
            runJobs()
            // Only what was due when the descriptors were last looked at: what had come by then
            // was before the time was up, however long this thread did not run.
            fireTimers(until: polled)
            resumeYielding()
            guard let timeout = decideToSleep() else { break }
            polled = .now()
            poller.poll(milliseconds: timeout)
        }
        pthread_setspecific(Self.currentKey, nil)
        threadID.store(0, ordering: .relaxed)
    }

    private func takeInbox() {
        inbox.withLock { inbox in
            inbox.isAsleep = false
            swap(&inbox.jobs, &takenJobs)
            swap(&inbox.calls, &takenCalls)
        }
        ready.append(contentsOf: takenJobs)
        takenJobs.removeAll(keepingCapacity: true)
    }

    private func runJobs() {
        let serial = asUnownedSerialExecutor()
        let task = asUnownedTaskExecutor()
        var left = Self.jobsPerTurn
        while nextReady < ready.count, left > 0 {
            let job = ready[nextReady]
            nextReady += 1
            left -= 1
            credit = Self.transfersPerJob
            job.runSynchronously(isolatedTo: serial, taskExecutor: task)
        }
        if nextReady == ready.count {
            ready.removeAll(keepingCapacity: ready.capacity <= 16_384)
            nextReady = 0
        } else if nextReady >= 4_096 {
            ready.removeFirst(nextReady)
            nextReady = 0
        }
    }

    private func resumeYielding() {
        guard !yielding.isEmpty else { return }
        let continuations = yielding
        yielding.removeAll()
        for continuation in continuations { continuation.resume() }
    }

    /// How long epoll may wait, -1 for ever, nil to end the thread.
    private func decideToSleep() -> Int32? {
        let hasWork = !ready.isEmpty
        return inbox.withLock { inbox in
            if hasWork || !inbox.isEmpty { return 0 }
            if inbox.isStopping { return nil }
            inbox.isAsleep = true
            guard let next = timers.next else { return -1 }
            let wait = next.nanoseconds - Instant.now().nanoseconds
            // Rounded up: a turn that comes too early finds nothing due and spins.
            return wait <= 0 ? 0 : Int32(clamping: (wait + 999_999) / 1_000_000)
        }
    }
}
