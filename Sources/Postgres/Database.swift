public import EventLoop

/// The one door to PostgreSQL for the code of a loop: a few connections and a queue before them.
///
/// It belongs to its loop and is not `Sendable`. It connects when it is first used, and connects
/// again by itself for as long as it is not closed.
public final class Database {
    public let settings: DatabaseSettings
    public let loop: Loop
    private var lanes: [Lane] = []
    private var waiting = Queue<Job>()
    private var unanswered = 0
    private var openSnapshots = 0
    private var checkTimer: Timer?
    private var nextCheck = Instant.never
    private var notifications: Notifications?
    private var isClosed = false
    private var closers: [CheckedContinuation<Void, Never>] = []

    /// Does nothing on the network yet, so it may be made off the loop.
    public init(_ settings: DatabaseSettings, on loop: Loop) {
        self.settings = settings
        self.loop = loop
    }

    /// Runs `statement` in a transaction of its own and returns its rows.
    ///
    /// Within `within` (or the settings' request timeout) plus the time a cancel may take, there
    /// is an answer. A statement that was not sent yet waits until then for its turn, but where no
    /// connection is up never longer than the request timeout: `within` is patience with what
    /// others do in the database, not with a database that is away. One that was sent when the
    /// connection broke fails with `.unavailable`, because only the caller knows
    /// whether it may be repeated. A cancelled task does not cancel its statement: what has been
    /// sent may take effect, and the answer says whether it did.
    public func run<S: Statement>(
        _ statement: S, within: Duration? = nil
    ) async throws(DatabaseError) -> [S.Row] {
        guard !isClosed else { throw .closed }
        let now = loop.now
        unanswered += 1
        defer { answered() }
        return try await withCheckedContinuation { continuation in
            submit(
                StatementJob(
                    statement, deadline: now + (within ?? settings.requestTimeout),
                    connectedBy: now + settings.requestTimeout, continuation: continuation))
        }.get()
    }

    /// Calls `onNotify` with the payload of each notification on `channel`.
    ///
    /// Also once with an empty payload after every connect: what was notified before is lost, so
    /// it is time to look.
    public func listen(_ channel: String, _ onNotify: @escaping (String) -> Void) {
        guard !isClosed else { return }
        if notifications == nil {
            notifications = Notifications(settings, on: loop)
        }
        notifications?.listen(channel, onNotify)
    }

    /// Runs a text of several statements on a connection of its own, in one transaction unless it
    /// says otherwise, for as long as it takes.
    public func script(_ sql: String) async throws(DatabaseError) {
        guard !isClosed else { throw .closed }
        let session = try await Session.open(settings, role: settings.role, on: loop)
        defer { session.close() }
        try await session.script(sql)
    }

    /// A connection for a snapshot, of which there are only so many at a time.
    func openSnapshotSession() async throws(DatabaseError) -> Session {
        guard !isClosed else { throw .closed }
        guard openSnapshots < settings.snapshots else {
            throw .unavailable(sqlState: "53300", message: "too many exports are under way")
        }
        openSnapshots += 1
        do {
            return try await Session.open(settings, role: settings.role, on: loop)
        } catch {
            openSnapshots -= 1
            throw error
        }
    }

    func leaveSnapshotPlace() { openSnapshots -= 1 }

    /// Whether a statement gets an answer within a second.
    ///
    /// Each connection may turn out to be dead only when it is used, so it is asked once more than
    /// there are connections.
    public func isReady() async -> Bool {
        let deadline = loop.now + .seconds(1)
        for _ in 0...settings.connections {
            do {
                return try await run(AskForSign(), within: deadline - loop.now) == [true]
            } catch .unavailable where !isClosed && loop.now < deadline {
                continue
            } catch {
                return false
            }
        }
        return false
    }

    /// Takes no more statements, waits for the answers to those it has, and disconnects.
    ///
    /// What has no answer by the deadline fails as unavailable; it may have taken effect.
    public func close(by deadline: Instant = .never) async {
        isClosed = true
        notifications?.stop()
        notifications = nil
        if unanswered > 0 {
            let timer = Timer(on: loop, at: deadline) { [weak self] in self?.abandon() }
            // Asked again inside: the call may go through the run queue, and answers come first.
            await withCheckedContinuation { continuation in
                if unanswered == 0 { continuation.resume() } else { closers.append(continuation) }
            }
            timer.cancel()
        }
        for lane in lanes { lane.close() }
        lanes = []
        checkTimer?.cancel()
        checkTimer = nil
    }

    private func abandon() {
        for lane in lanes { lane.close() }
        for job in waiting.all { job.finish(.closed) }
        waiting.removeAll { _ in true }
    }

    private func answered() {
        unanswered -= 1
        guard isClosed, unanswered == 0 else { return }
        for closer in closers { closer.resume() }
        closers = []
    }

    private func submit(_ job: Job) {
        openLanes()
        waiting.append(job)
        checkNoLater(than: job.nextCheck)
        dispatch()
    }

    private func openLanes() {
        guard lanes.isEmpty else { return }
        loop.preconditionOnLoop()
        lanes = (0..<max(1, settings.connections)).map { _ in Lane(settings, on: loop) }
        for lane in lanes {
            lane.onRoom = { [weak self] in self?.dispatch() }
            lane.onReturned = { [weak self] job in
                self?.waiting.prepend(job)
                self?.dispatch()
            }
            lane.start()
        }
    }

    /// Sends what waits, each to the connection that has the least to do.
    private func dispatch() {
        while !waiting.isEmpty, let pipeline = freestPipeline(), let job = waiting.popFirst() {
            if job.isDone { continue }
            if !pipeline.send(job) { waiting.prepend(job) }
        }
    }

    private func freestPipeline() -> Pipeline? {
        var freest: Pipeline?
        for lane in lanes {
            guard let pipeline = lane.pipeline, pipeline.hasRoom else { continue }
            if let other = freest, other.inFlight.count <= pipeline.inFlight.count { continue }
            freest = pipeline
        }
        return freest
    }

    /// One timer for all deadlines: most statements are answered long before.
    private func checkNoLater(than instant: Instant) {
        guard instant < nextCheck else { return }
        nextCheck = instant
        checkTimer?.cancel()
        checkTimer = Timer(on: loop, at: instant) { [weak self] in self?.check() }
    }

    private func check() {
        checkTimer = nil
        nextCheck = .never
        let now = loop.now
        let fault = noConnection
        var next = Instant.never
        for job in waiting.all {
            if job.nextCheck <= now {
                if fault != nil || job.deadline <= now {
                    job.finish(fault ?? .overdue)
                    continue
                }
                job.nextCheck = min(now + settings.requestTimeout, job.deadline)
            }
            next = min(next, job.nextCheck)
        }
        waiting.removeAll(where: \.isDone)
        for lane in lanes {
            if let pipeline = lane.pipeline { next = min(next, pipeline.check(at: now)) }
        }
        if next < .never { checkNoLater(than: next) }
    }

    /// Why no connection is up; nil when one is.
    private var noConnection: DatabaseError? {
        guard lanes.allSatisfy({ $0.pipeline == nil }) else { return nil }
        for lane in lanes {
            if let fault = lane.lastFault { return fault }
        }
        return .unavailable(sqlState: "08001", message: "no connection to the database yet")
    }
}

/// The cheapest statement there is.
struct AskForSign: Statement {
    static let sql: StaticString = "SELECT true"

    func bind(to parameters: inout Parameters) {}

    static func decode(_ row: RowReader) throws(DatabaseError) -> Bool { try row.flag(0) }
}
