import EventLoop
import Foundation
import Mailer
import Postgres
import TrainingRegistry

/// What happens without anybody asking: mails are delivered, and what has expired is deleted.
actor Background {
    nonisolated let loop: Loop
    private let settings: Settings
    private let mails: MailRenderer
    private let database: Database
    private let log = Log()
    private var receiver: SMTPReceiver?
    private var worker: DeliveryWorker?
    private var delivering: Task<Void, Never>?
    private var deliveringOnce: Task<DeliveryTally, any Error>?
    private var keepers: [Keeper] = []
    private var keeping: [Task<Void, Never>] = []

    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    init(_ settings: Settings, mails: MailRenderer, on loop: Loop) {
        self.loop = loop
        self.settings = settings
        self.mails = mails
        // A slow sweep must not hold up mails.
        database = Database(settings.service(connections: 2), on: loop)
    }

    /// Opens the development mailbox, where there is one, and returns its address.
    func openMailbox(_ mailbox: Mailbox) async throws -> SocketAddress? {
        guard let address = settings.mail.mailboxListen else { return nil }
        let receiver = SMTPReceiver(on: loop) { await mailbox.keep($0) }
        self.receiver = receiver
        return try await receiver.start(at: address)
    }

    /// Deletes from now on what has expired, ends offers and nominations whose time is over, keeps
    /// the pool and reminds.
    func startKeeping() {
        let (database, domain, days) = (database, settings.mailDomain, settings.unconfirmedDays)
        keep(every: .seconds(3600), "the sweep failed") { () throws(DatabaseError) in
            _ = try await database.sweep(Sweep(now: Date(), unconfirmedDays: days))
        }
        keep(every: .seconds(60), "offers were not kept") { () throws(DatabaseError) in
            _ = try await database.lapseOffers(at: Date(), mailDomain: domain)
            _ = try await database.lapseNominations(at: Date(), mailDomain: domain)
        }
        keep(every: .seconds(60), "the pool was not kept") { () throws(DatabaseError) in
            _ = try await database.keepPool(at: Date(), mailDomain: domain)
        }
        keep(every: .seconds(60), "reminders were not kept") { () throws(DatabaseError) in
            _ = try await database.keepReminders(at: Date(), mailDomain: domain)
        }
    }

    private func keep(
        every interval: Duration, _ fault: String,
        _ work: @escaping () async throws(DatabaseError) -> Void
    ) {
        let log = log
        let place = keepers.count
        keepers.append(
            Keeper(on: loop, every: interval, report: { log.fault("\(fault): \($0)") }, work: work))
        keeping.append(Task(executorPreference: loop) { await self.run(keeper: place) })
    }

    private func run(keeper place: Int) async { await keepers[place].run() }

    /// Delivers from now on.
    ///
    /// - Parameter relay: of the settings, or the development mailbox.
    /// - Throws: when the authorities' file or a key cannot be used.
    func start(relay: SMTPSettings) throws {
        worker = try makeWorker(relay)
        delivering = Task(executorPreference: loop) { await self.deliver() }
    }

    /// Sends what is due now.
    ///
    /// - Throws: `DatabaseError` when the outbox could not be read to its end.
    func deliverOnce(relay: SMTPSettings) async throws -> DeliveryTally {
        let worker = try makeWorker(relay)
        self.worker = worker
        // Kept for `stop`: the database is closed when the last outcome has been recorded.
        let once = Task(executorPreference: loop) { try await self.deliverOnce() }
        deliveringOnce = once
        let ended = await once.result
        await database.close()
        return try ended.get()
    }

    private func makeWorker(_ relay: SMTPSettings) throws -> DeliveryWorker {
        let log = log
        return try DeliveryWorker(
            database: database, mail: relay, renderer: mails,
            policy: settings.outbox.retry, pace: settings.outbox.pace,
            lease: settings.outbox.lease, sessions: settings.mail.sessions, instance: UUID(),
            report: { log.fault($0) })
    }

    /// Lets mails that are being sent come to their end.
    func stop(within time: Duration) async {
        let deadline = loop.now + time
        worker?.stop(within: time)
        for keeper in keepers { keeper.stop() }
        let hurrying = Task(executorPreference: loop) { await self.hurry(after: deadline) }
        await delivering?.value
        _ = await deliveringOnce?.result
        await receiver?.stop()
        hurrying.cancel()
        await database.close(by: deadline)
        for task in keeping { await task.value }
    }

    /// A statement that hangs does not hold up the end, nor does what waits behind it.
    private func hurry(after deadline: Instant) async {
        guard (try? await loop.sleep(until: deadline + Self.recordingTime)) != nil else { return }
        await database.close(by: loop.now)
    }

    /// What the worker has after its time to record what became of the last mails.
    private static let recordingTime = Duration.seconds(2)

    private func deliver() async { await worker?.run() }

    private func deliverOnce() async throws -> DeliveryTally {
        let start = Date()
        let tally: DeliveryWorker.Tally = try await worker?.deliverOnce() ?? (0, 0, 0)
        return DeliveryTally(
            sent: tally.sent, failed: tally.failed, deferred: tally.deferred,
            waiting: try await database.mailsWaiting(since: start))
    }
}
