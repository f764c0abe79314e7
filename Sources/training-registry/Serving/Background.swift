import EventLoop
import Foundation
import Mailer
import Postgres
import TrainingRegistry

/// What happens without anybody asking: mails are delivered, and what has expired is deleted.
actor Background {
    nonisolated let loop: Loop
    private let settings: Settings
    private let database: Database
    private let log = Log()
    private var receiver: SMTPReceiver?
    private var worker: DeliveryWorker?
    private var delivering: Task<Void, Never>?
    private var deliveringOnce: Task<DeliveryWorker.Tally, Never>?
    private var sweeper: Sweeper?
    private var sweeping: Task<Void, Never>?
    private var keeper: OfferKeeper?
    private var keeping: Task<Void, Never>?
    private var poolKeeper: PoolKeeper?
    private var keepingPool: Task<Void, Never>?

    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    init(_ settings: Settings, on loop: Loop) {
        self.loop = loop
        self.settings = settings
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

    /// Deletes from now on what has expired, ends offers whose time is over, and keeps the pool.
    func startSweeping() {
        let log = log
        sweeper = Sweeper(
            database: database, on: loop, unconfirmedDays: settings.unconfirmedDays,
            report: { log.fault("the sweep failed: \($0)") })
        sweeping = Task(executorPreference: loop) { await self.sweep() }
        keeper = OfferKeeper(
            database: database, on: loop, mailDomain: settings.mailDomain,
            report: { log.fault("offers were not kept: \($0)") })
        keeping = Task(executorPreference: loop) { await self.keepOffers() }
        poolKeeper = PoolKeeper(
            database: database, on: loop, mailDomain: settings.mailDomain,
            report: { log.fault("the pool was not kept: \($0)") })
        keepingPool = Task(executorPreference: loop) { await self.keepPool() }
    }

    /// Delivers from now on.
    ///
    /// - Parameter relay: of the settings, or the development mailbox.
    /// - Throws: when the authorities' file cannot be used.
    func start(relay: SMTPSettings) throws(TLSError) {
        worker = try makeWorker(relay)
        delivering = Task(executorPreference: loop) { await self.deliver() }
    }

    /// Sends what is due now.
    func deliverOnce(relay: SMTPSettings) async throws -> DeliveryTally {
        let worker = try makeWorker(relay)
        self.worker = worker
        // Kept for `stop`: the database is closed when the last outcome has been recorded.
        let once = Task(executorPreference: loop) { await self.deliverOnce() }
        deliveringOnce = once
        let tally = await once.value
        await database.close()
        return DeliveryTally(sent: tally.sent, failed: tally.failed, deferred: tally.deferred)
    }

    private func makeWorker(_ relay: SMTPSettings) throws(TLSError) -> DeliveryWorker {
        let log = log
        return try DeliveryWorker(
            database: database, mail: relay, renderer: settings.renderer,
            policy: settings.outbox.retry, lease: settings.outbox.lease,
            sessions: settings.mail.sessions, instance: UUID(), report: { log.fault($0) })
    }

    /// Lets mails that are being sent come to their end.
    func stop(within time: Duration) async {
        let deadline = loop.now + time
        worker?.stop(within: time)
        sweeper?.stop()
        keeper?.stop()
        poolKeeper?.stop()
        let hurrying = Task(executorPreference: loop) { await self.hurry(after: deadline) }
        await delivering?.value
        _ = await deliveringOnce?.value
        await receiver?.stop()
        hurrying.cancel()
        await database.close(by: deadline)
        await sweeping?.value
        await keeping?.value
        await keepingPool?.value
    }

    /// A statement that hangs does not hold up the end, nor does what waits behind it.
    private func hurry(after deadline: Instant) async {
        guard (try? await loop.sleep(until: deadline + Self.recordingTime)) != nil else { return }
        await database.close(by: loop.now)
    }

    /// What the worker has after its time to record what became of the last mails.
    private static let recordingTime = Duration.seconds(2)

    private func deliver() async { await worker?.run() }

    private func deliverOnce() async -> DeliveryWorker.Tally {
        await worker?.deliverOnce() ?? (0, 0, 0)
    }

    private func sweep() async { await sweeper?.run() }

    private func keepOffers() async { await keeper?.run() }

    private func keepPool() async { await poolKeeper?.run() }
}
