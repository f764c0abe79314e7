public import EventLoop
public import Foundation
public import Postgres

/// Sweeps when it starts and then every hour, until it is stopped; it lives on a loop.
///
/// One in each instance is fine: they pass over each other's rows.
public final class Sweeper {
    private let database: Database
    private let loop: Loop
    private let unconfirmedDays: Int
    private let interval: Duration
    private let now: () -> Date
    private let report: (DatabaseError) -> Void
    private var isStopped = false
    private var waiting: CheckedContinuation<Void, Never>?
    /// What was deleted since it was made.
    public private(set) var swept = Swept()

    public init(
        database: Database, on loop: Loop, unconfirmedDays: Int,
        every interval: Duration = .seconds(3600),
        now: @escaping () -> Date = { Date() },
        report: @escaping (DatabaseError) -> Void = { _ in }
    ) {
        self.database = database
        self.loop = loop
        self.unconfirmedDays = unconfirmedDays
        self.interval = interval
        self.now = now
        self.report = report
    }

    /// Returns after `stop()`; a sweep that fails is reported, and the next one comes all the same.
    public func run() async {
        while !isStopped {
            do throws(DatabaseError) {
                swept.add(
                    try await database.sweep(Sweep(now: now(), unconfirmedDays: unconfirmedDays)))
            } catch {
                report(error)
            }
            await rest()
        }
    }

    public func stop() {
        isStopped = true
        wake()
    }

    private func wake() {
        waiting?.resume()
        waiting = nil
    }

    private func rest() async {
        guard !isStopped else { return }
        let timer = Timer(on: loop, at: loop.now + interval) { self.wake() }
        // Asked again inside: the call may go through the run queue, and the stop may come first.
        await withCheckedContinuation { continuation in
            if isStopped { continuation.resume() } else { waiting = continuation }
        }
        timer.cancel()
    }
}
