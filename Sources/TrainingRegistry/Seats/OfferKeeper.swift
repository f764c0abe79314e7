public import EventLoop
public import Foundation
public import Postgres

/// Ends offers and nominations whose time is over and offers what is free, every minute.
///
/// It lives on a loop. One in each instance is fine: they wait for each other's rooms.
public final class OfferKeeper {
    private let database: Database
    private let loop: Loop
    private let mailDomain: String
    private let interval: Duration
    private let now: () -> Date
    private let report: (DatabaseError) -> Void
    private let bell: Bell
    private var isStopped = false
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
        bell = Bell(on: loop)
    }

    /// Returns after `stop()`; what fails is reported and tried again a minute later.
    public func run() async {
        while !isStopped {
            bell.reset()
            do throws(DatabaseError) {
                lapses += try await database.lapseOffers(at: now(), mailDomain: mailDomain)
                _ = try await database.lapseNominations(at: now(), mailDomain: mailDomain)
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
