public import EventLoop
public import Postgres

/// Does its work when it starts and again after each interval, until it is stopped.
///
/// It lives on a loop. One in each instance is fine: the statements of such work pass over each
/// other's rows or wait for each other's rooms.
public final class Keeper {
    private let loop: Loop
    private let interval: Duration
    private let work: () async throws(DatabaseError) -> Void
    private let report: (DatabaseError) -> Void
    private let bell: Bell
    private var isStopped = false

    public init(
        on loop: Loop, every interval: Duration,
        report: @escaping (DatabaseError) -> Void,
        work: @escaping () async throws(DatabaseError) -> Void
    ) {
        self.loop = loop
        self.interval = interval
        self.report = report
        self.work = work
        bell = Bell(on: loop)
    }

    /// Returns after `stop()`; what fails is reported and tried again after the interval.
    public func run() async {
        while !isStopped {
            bell.reset()
            do throws(DatabaseError) {
                try await work()
            } catch {
                report(error)
            }
            await bell.wait(until: loop.now + interval)
        }
    }

    public func stop() {
        isStopped = true
        bell.ring()
    }
}
