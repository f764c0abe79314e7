public import EventLoop
public import FoundationEssentials
public import Mailer
public import Postgres

/// Sends the mails that were promised, over a few sessions that it keeps for the next mails.
///
/// It lives on the loop of its database. Any number of workers may run: each claims messages with a
/// lease, so one that dies delays them and loses none.
public final class DeliveryWorker {
    /// What became of the mails of one `deliverOnce`.
    public typealias Tally = (sent: Int, failed: Int, deferred: Int)

    let database: Database
    let renderer: MailRenderer
    let policy: RetryPolicy
    let report: (String) -> Void
    let recorder: OutcomeRecorder
    var circuit = DeliveryCircuit()
    var tally: Tally = (0, 0, 0)
    var isStopping = false
    /// Why the outbox could not be read the last time.
    private var fault: DatabaseError?
    private let pace: MailPace
    private let lease: Duration
    private let instance: UUID
    private let bell: Bell
    private let held: HeldMail
    private var idle: [(client: SMTPClient, since: Instant)]
    private var busy: [Int: Task<Void, Never>] = [:]
    private var sessionCount = 0
    private var renewal: Task<Void, Never>?
    private var grace: Timer?
    private var deadline = Instant.never

    /// A session that rests for longer is ended with QUIT.
    private static let longestRest = Duration.seconds(60)
    /// It looks at least this often, should a notification be lost.
    private static let longestWait = Duration.seconds(30)

    /// Reads the authorities' file, so that a wrong path is found at the start.
    public init(
        database: Database, mail: SMTPSettings, renderer: MailRenderer,
        policy: RetryPolicy = RetryPolicy(), pace: MailPace = MailPace(), lease: Duration,
        sessions: Int, instance: UUID,
        report: @escaping (String) -> Void
    ) throws(TLSError) {
        self.database = database
        self.renderer = renderer
        self.policy = policy
        self.pace = pace
        self.lease = lease
        self.instance = instance
        self.report = report
        idle = []
        let held = HeldMail()
        self.held = held
        bell = Bell(on: database.loop)
        recorder = OutcomeRecorder(
            database: database, instance: instance,
            onRecorded: { ends in for end in ends { held.forget(end.id, end.number) } },
            report: report)
        for _ in 0..<max(1, sessions) {
            idle.append((try SMTPClient(mail, on: database.loop), .now()))
        }
    }

    /// Sends what is due and what becomes due, until it is stopped.
    public func run() async {
        database.listen("outbox") { [weak self] _ in self?.bell.ring() }
        while !isStopping {
            bell.reset()
            let next = await claimWhatIsDue(by: nil)
            await bell.wait(until: next)
            await closeRested()
        }
        await finish()
    }

    /// Sends what is due now and tells what became of it.
    ///
    /// Ends early when no session can be had, and when as many have gone as may go at once.
    ///
    /// - Throws: why the outbox could not be read to its end; what was sent until then is recorded.
    public func deliverOnce() async throws(DatabaseError) -> Tally {
        tally = (0, 0, 0)
        let start = Date()
        while !isStopping {
            bell.reset()
            let next = await claimWhatIsDue(by: start)
            if busy.isEmpty {
                // Nothing was claimed, though a session was free.
                if next > loop.now { break }
            } else {
                await bell.wait(until: .never)
            }
        }
        await finish()
        if let fault { throw fault }
        return tally
    }

    /// Claims nothing more; what is being sent has this long to come to its end.
    public func stop(within time: Duration) {
        guard !isStopping else { return }
        isStopping = true
        deadline = loop.now + time
        // A cancelled attempt is lost where it stands: deferred, or unknown after its last byte.
        grace = Timer(on: loop, at: deadline) { [weak self] in
            for task in self?.busy.values.map({ $0 }) ?? [] { task.cancel() }
        }
        bell.ring()
    }

    var loop: Loop { database.loop }

    /// Waits for the sessions, records, and takes leave of the server.
    private func finish() async {
        while !busy.isEmpty {
            bell.reset()
            await bell.wait(until: .never)
        }
        grace?.cancel()
        await recorder.finish(by: deadline == .never ? .never : deadline + .seconds(2))
        renewal?.cancel()
        for session in idle { await session.client.close() }
    }
}

extension DeliveryWorker {
    /// Gives every free session its mails; tells when to look again.
    private func claimWhatIsDue(by dueBy: Date?) async -> Instant {
        while !isStopping {
            if let until = circuit.pausesUntil(loop.now) { return until }
            let limit = circuit.limit(at: loop.now, busy: busy.count)
            // A session that comes free rings.
            guard limit > 0, !idle.isEmpty else { return loop.now + Self.longestWait }
            do throws(DatabaseError) {
                let mails = try await claim(limit, dueBy: dueBy)
                fault = nil
                if mails.isEmpty { return try await nextDue() }
                serve(mails)
            } catch {
                // The mails wait.
                fault = error
                return loop.now + (dueBy == nil ? .seconds(1) : Self.longestWait)
            }
        }
        return loop.now
    }

    private func claim(_ limit: Int, dueBy: Date?) async throws(DatabaseError) -> [ClaimedMail] {
        let now = Date()
        // Kept before the question: on our clock the lease must not end after it did.
        let leaseEnd = loop.now + lease
        let mails = try await database.run(
            ClaimMail(
                now: now, dueBy: min(dueBy ?? now, now), limit: limit,
                leaseEnd: now + lease.seconds, instance: instance, pace: pace))
        for mail in mails { held.keep(mail, until: leaseEnd) }
        renewWhileHeld()
        return mails
    }

    private func nextDue() async throws(DatabaseError) -> Instant {
        let latest = loop.now + Self.longestWait
        let next = try await database.run(FindNextDue(pace: pace)).first ?? nil
        guard let due = next else { return latest }
        // Never at once: what is due and could not be claimed is locked by somebody else.
        let pause = Duration.seconds(max(due.timeIntervalSinceNow, 0)) + .milliseconds(5)
        return min(latest, loop.now + pause)
    }

    private func serve(
        _ mails: [ClaimedMail], isolation: isolated (any Actor)? = #isolation
    ) {
        // The last that came back: its session is the most likely to be open.
        guard let client = idle.popLast()?.client else { return }
        sessionCount += 1
        let number = sessionCount
        let loop = loop
        busy[number] = Task {
            // Named, so that the task is isolated to this loop.
            _ = isolation
            await withTaskExecutorPreference(loop) {
                await self.send(mails, over: client)
                self.busy[number] = nil
                self.idle.append((client, loop.now))
                self.bell.ring()
            }
        }
    }

    private func closeRested() async {
        let now = loop.now
        for session in idle
        where session.client.isIdle && session.since + Self.longestRest <= now {
            await session.client.close()
        }
        if busy.isEmpty, idle.allSatisfy({ !$0.client.isIdle }) { circuit.rested() }
    }

    /// True when the lease of a mail is ours for certain.
    func mayStillSend(_ mail: ClaimedMail) -> Bool {
        held.holds(mail.id, mail.number, at: loop.now)
    }

    private func renewWhileHeld(isolation: isolated (any Actor)? = #isolation) {
        guard renewal == nil, !held.isEmpty else { return }
        let loop = loop
        renewal = Task {
            // Named, so that the task is isolated to this loop.
            _ = isolation
            await withTaskExecutorPreference(loop) {
                while !self.held.isEmpty {
                    try? await loop.sleep(until: loop.now + self.lease / 3)
                    if Task.isCancelled { break }
                    await self.renew()
                }
                self.renewal = nil
            }
        }
    }

    private func renew() async {
        let ids = held.ids
        guard !ids.isEmpty else { return }
        let leaseEnd = loop.now + lease
        let renewed = try? await database.run(
            RenewLeases(ids: ids, instance: instance, leaseEnd: Date() + lease.seconds))
        // Without an answer the old ends hold.
        for id in renewed ?? [] { held.prolong(id, until: leaseEnd) }
    }
}

/// The mails that are claimed and not recorded yet, and until when they are ours.
final class HeldMail {
    private var leases: [Int64: (number: Int, until: Instant)] = [:]

    var isEmpty: Bool { leases.isEmpty }
    var ids: [Int64] { Array(leases.keys) }

    func keep(_ mail: ClaimedMail, until: Instant) { leases[mail.id] = (mail.number, until) }

    func prolong(_ id: Int64, until: Instant) { leases[id]?.until = until }

    func holds(_ id: Int64, _ number: Int, at now: Instant) -> Bool {
        guard let lease = leases[id] else { return false }
        return lease.number == number && now < lease.until
    }

    func forget(_ id: Int64, _ number: Int) {
        if leases[id]?.number == number { leases[id] = nil }
    }
}
