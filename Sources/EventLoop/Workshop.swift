import Glibc
import Synchronization

/// Threads for work that keeps a processor busy for long, away from the loops.
///
/// So many at a time and so many that wait for their turn: a burst of such work takes its time and
/// not the machine's.
public final class Workshop: Sendable {
    private typealias Job = @Sendable () -> Void

    private struct Floor {
        var busy = 0
        var queue: [Job] = []
    }

    private let threads: Int
    private let queuedMax: Int
    private let floor = Mutex(Floor())

    public init(threads: Int, queuedMax: Int) {
        precondition(threads > 0 && queuedMax >= 0, "a workshop has threads")
        self.threads = threads
        self.queuedMax = queuedMax
    }

    /// What the work returns; nil when too much waits already, or no thread can be had.
    public func perform<Product: Sendable>(
        _ work: @escaping @Sendable () -> Product
    ) async -> Product? {
        await withCheckedContinuation { continuation in
            let isTaken = take { continuation.resume(returning: work()) }
            if !isTaken { continuation.resume(returning: nil) }
        }
    }

    private enum Place { case thread, queue, none }

    private func take(_ job: @escaping Job) -> Bool {
        let place = floor.withLock { floor -> Place in
            if floor.busy < threads {
                floor.busy += 1
                return .thread
            }
            guard floor.queue.count < queuedMax else { return .none }
            floor.queue.append(job)
            return .queue
        }
        switch place {
        case .queue: return true
        case .none: return false
        case .thread:
            if start(job) { return true }
            floor.withLock { $0.busy -= 1 }
            return false
        }
    }

    /// What a thread begins with.
    private final class Bench: Sendable {
        let workshop: Workshop
        let first: Job

        init(_ workshop: Workshop, _ first: @escaping Job) {
            self.workshop = workshop
            self.first = first
        }
    }

    private func start(_ job: @escaping Job) -> Bool {
        var thread = pthread_t()
        let context = Unmanaged.passRetained(Bench(self, job))
        let failure = pthread_create(
            &thread, nil,
            { context in
                guard let context else { return nil }
                let bench = Unmanaged<Bench>.fromOpaque(context).takeRetainedValue()
                var next: Job? = bench.first
                while let job = next {
                    job()
                    next = bench.workshop.nextOrGo()
                }
                return nil
            }, context.toOpaque())
        guard failure == 0 else {
            context.release()
            return false
        }
        pthread_detach(thread)
        return true
    }

    /// The job that waited longest; without one the thread ends.
    private func nextOrGo() -> Job? {
        floor.withLock { floor in
            guard !floor.queue.isEmpty else {
                floor.busy -= 1
                return nil
            }
            return floor.queue.removeFirst()
        }
    }
}
