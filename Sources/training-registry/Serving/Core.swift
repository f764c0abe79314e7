import EventLoop
import Foundation
import Postgres
import RegistryHTTP
import TrainingRegistry

/// The web service on one loop: a listener, its clients, and connections to PostgreSQL.
///
/// A request never leaves its core. It listens at once, and answers with 503 until the database was
/// reached; the order in which the two start does not matter.
actor Core {
    nonisolated let loop: Loop
    private let settings: Settings
    private let database: Database
    private let intake: InterestIntake
    private let log = Log()
    private var server: HTTPServer?
    private var service: Service?
    private var holder: CatalogueHolder?
    private var figures = CoreFigures()
    private var isDraining = false
    private var serving: Task<Void, Never>?
    private var preparing: Task<Void, Never>?

    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    init(_ settings: Settings, on loop: Loop) {
        self.loop = loop
        self.settings = settings
        let database = Database(
            settings.service(connections: settings.database.connectionsPerCore), on: loop)
        self.database = database
        intake = InterestIntake(
            database: database, perAddressAndHour: settings.intake.perAddressAndHour,
            mailDomain: settings.mailDomain, unconfirmedDays: settings.unconfirmedDays)
    }

    /// Finds out whether the port is free; a port that is shared could be another process's.
    func claim(_ address: SocketAddress) throws(SystemError) {
        try Listener(at: address, on: loop, reusePort: false).close()
    }

    /// Opens the port and serves from now on; returns the address with the port that was chosen.
    func start(
        at address: SocketAddress, tls: TLSServer?, sharing shared: SharedParts
    ) throws(SystemError) -> SocketAddress {
        let server = HTTPServer(
            listener: try Listener(at: address, on: loop, reusePort: true), on: loop,
            limits: settings.http.limits, proxies: settings.intake.trustedProxies, tls: tls,
            screen: { await self.service?.screen($0) },
            observe: { self.figures.requests.record($0) },
            handler: { await self.answer($0) })
        self.server = server
        serving = Task(executorPreference: loop) { await self.serve() }
        preparing = Task(executorPreference: loop) { await self.prepare(shared) }
        return server.address
    }

    /// Whether it has reached the database since it started.
    var isPrepared: Bool { service != nil }

    func renewCatalogue() async { await holder?.renew() }

    func currentFigures() -> CoreFigures {
        var current = figures
        current.intake = intake.counts
        current.connections = server?.connectionCount ?? 0
        return current
    }

    /// Lets requests in flight end, then closes everything.
    func drain(within time: Duration) async {
        isDraining = true
        let deadline = loop.now + time
        preparing?.cancel()
        await server?.drain(within: time)
        await serving?.value
        holder?.stop()
        await database.close(by: deadline)
        await preparing?.value
    }

    private func serve() async { await server?.serve() }

    private func answer(_ request: Request) async -> Response {
        guard let service else {
            return Service.answerBeforeReady(request, site: settings.site(formKey: []))
        }
        return await service.handle(request)
    }

    /// Reaches the database, however long that takes, and then keeps the catalogue current.
    private func prepare(_ shared: SharedParts) async {
        var pause = Duration.milliseconds(100)
        while !isDraining {
            do throws(DatabaseError) {
                let holder = try await makeService(shared)
                await holder.keepCurrent()
                return
            } catch {
                log.fault("not ready: \(error)")
                try? await loop.sleep(until: loop.now + pause)
                pause = min(pause * 2, .seconds(2))
            }
        }
    }

    private func metrics(_ shared: SharedParts) async -> String {
        let now = Date()
        let outbox = try? await database.outboxHealth(at: now)
        let attempts = try? await database.attempts(until: now)
        return Metrics(await shared.figures(), outbox: outbox, attempts: attempts).text
    }

    private func makeService(
        _ shared: SharedParts
    ) async throws(DatabaseError) -> CatalogueHolder {
        let key = try await database.key(.form)
        let log = log
        let holder = try await CatalogueHolder(
            database: database, on: loop,
            report: { log.fault("the catalogue could not be read: \($0)") })
        let readiness = Readiness(
            database, Migrator(directory: settings.migrationsDirectory), log)
        service = Service(
            database: database, intake: intake, site: settings.site(formKey: key),
            mails: shared.mails, catalogue: holder,
            probes: ServiceProbes(
                isReady: { await shared.arePrepared() ? await readiness.isReady() : false },
                metrics: { await self.metrics(shared) },
                mailbox: shared.mailbox.map { mailbox in { await mailbox.newestFirst } },
                renewCatalogues: { await shared.renewCatalogues() }),
            gate: shared.gate,
            report: { error, route in log.fault("\(route ?? "no route"): \(error)") })
        self.holder = holder
        // What stopped it while the catalogue was read did not know of it.
        if isDraining { holder.stop() }
        return holder
    }
}
