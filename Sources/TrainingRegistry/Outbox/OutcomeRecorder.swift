import EventLoop
import FoundationEssentials
import Postgres

/// Writes down how attempts ended: what ends while one statement is on the wire is the next one.
///
/// It gives up nothing while the database is away: what was sent and not recorded is sent twice.
final class OutcomeRecorder {
    private let database: Database
    private let instance: UUID
    private let onRecorded: ([AttemptEnd]) -> Void
    private let report: (String) -> Void
    private let bell: Bell
    private var waiting: [AttemptEnd] = []
    private var isWriting = false
    private var deadline = Instant.never

    private static let endsMax = 256
    private static let pause = Duration.milliseconds(500)

    init(
        database: Database, instance: UUID, onRecorded: @escaping ([AttemptEnd]) -> Void,
        report: @escaping (String) -> Void
    ) {
        self.database = database
        self.instance = instance
        self.onRecorded = onRecorded
        self.report = report
        bell = Bell(on: database.loop)
    }

    func record(_ end: AttemptEnd, isolation: isolated (any Actor)? = #isolation) {
        waiting.append(end)
        guard !isWriting else { return }
        isWriting = true
        let loop = database.loop
        Task {
            // Named, so that the task is isolated to this loop.
            _ = isolation
            await withTaskExecutorPreference(loop) { await self.writeAll() }
        }
    }

    /// Waits until everything is written, or until there is no more time for it.
    func finish(by deadline: Instant) async {
        self.deadline = deadline
        while isWriting {
            bell.reset()
            await bell.wait(until: .never)
        }
    }

    private func writeAll() async {
        while !waiting.isEmpty {
            let ends = Array(waiting.prefix(Self.endsMax))
            waiting.removeFirst(ends.count)
            await write(ends)
        }
        isWriting = false
        bell.ring()
    }

    private func write(_ ends: [AttemptEnd]) async {
        do throws(DatabaseError) {
            _ = try await database.run(RecordOutcome(ends: ends, instance: instance))
            onRecorded(ends)
        } catch {
            if case .unavailable = error {
                // Repeating it is safe: an attempt ends once.
                guard database.loop.now < deadline else { return onRecorded(ends) }
                waiting.insert(contentsOf: ends, at: 0)
                try? await database.loop.sleep(until: database.loop.now + Self.pause)
            } else if ends.count > 1 {
                // One that cannot be written must not take its neighbours along.
                for end in ends { await write([end]) }
            } else {
                report("the outcome of a mail cannot be recorded: \(error)")
                onRecorded(ends)
            }
        }
    }
}
