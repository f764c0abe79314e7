public import EventLoop
public import Foundation
public import Postgres

/// Ends offers whose time is over and offers what is free, every minute, until it is stopped.
///
/// It lives on a loop. One in each instance is fine: they wait for each other's rooms.
public final class OfferKeeper {
    private let database: Database
    private let loop: Loop
    private let mailDomain: String
    private let interval: Duration
    private let now: () -> Date
    private let report: (DatabaseError) -> Void
    private var isStopped = false
    private var waiting: CheckedContinuation<Void, Never>?
    /// How many offers it has ended since it was made.
    public private(set) var lapses = 0

    public init(
        database: Database, on loop: Loop, mailDomain: String,
        every interval: Duration = .seconds(60), now: @escaping () -> Date = { Date() },
        report: @escaping (DatabaseError) -> Void = { _ in }
    ) {
        self.database = database
        self.loop = loop
        self.mailDomain = mailDomain
        self.interval = interval
        self.now = now
        self.report = report
    }

    /// Returns after `stop()`; what fails is reported and tried again a minute later.
    public func run() async {
        while !isStopped {
            do throws(DatabaseError) {
                lapses += try await database.lapseOffers(at: now(), mailDomain: mailDomain)
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
        await withCheckedContinuation { waiting = $0 }
        timer.cancel()
    }
}
