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
    private let bell: Bell
    private var isStopped = false
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
        bell = Bell(on: loop)
    }

    /// Returns after `stop()`; a sweep that fails is reported, and the next one comes all the same.
    public func run() async {
        while !isStopped {
            bell.reset()
            do throws(DatabaseError) {
                swept.add(
                    try await database.sweep(Sweep(now: now(), unconfirmedDays: unconfirmedDays)))
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
