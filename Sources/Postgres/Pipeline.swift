import CPostgres
import EventLoop

/// One connection in pipeline mode: statements go out as they come, answers come back in order.
///
/// Each statement is a group of its own, ended by a sync: an error in it aborts the rest of its
/// group and nothing else. See docs/decisions/0003-pipelined-libpq.md.
final class Pipeline {
    private struct Prepared {
        var name: String
        var types: [UInt32]
    }

    private var connection: OpaquePointer?
    let loop: Loop
    let settings: DatabaseSettings
    private var watch: Watch?
    private(set) var inFlight = Queue<Job>()
    private var prepared: [ObjectIdentifier: Prepared] = [:]
    private var namesGiven = 0
    /// The kernel took no more; nothing is handed to libpq until it does.
    private(set) var isFlushing = false
    let canceller: Canceller

    /// Its group has had no effect and it may be sent again.
    var onReturned: (Job) -> Void = { _ in }
    /// There is room for more.
    var onProgress: () -> Void = {}
    var onLost: (DatabaseError) -> Void = { _ in }

    init(
        _ connection: OpaquePointer, _ settings: DatabaseSettings, on loop: Loop
    ) throws(DatabaseError) {
        self.connection = connection
        self.loop = loop
        self.settings = settings
        canceller = Canceller(settings, on: loop)
        guard PQsetnonblocking(connection, 1) == 0, PQenterPipelineMode(connection) == 1 else {
            throw .lost
        }
        do {
            watch = try Watch(
                PQsocket(connection), on: loop, trigger: .level, reads: true, writes: false
            ) { [weak self] _ in self?.ready() }
        } catch {
            throw .unavailable(sqlState: "08001", message: error.description)
        }
    }

    deinit {
        watch = nil
        if let connection { PQfinish(connection) }
    }

    var isLost: Bool { connection == nil }
    var hasRoom: Bool { !isLost && !isFlushing && inFlight.count < settings.pipelineDepth }

    /// False when nothing of it was sent, and the job is still the caller's.
    func send(_ job: Job) -> Bool {
        guard let connection else { return false }
        var name = ""
        if let known = prepared[job.kind], known.types == job.parameters.types,
            !job.isPreparedAlone
        {
            name = known.name
        } else {
            if !job.isPreparedAlone, prepared[job.kind] == nil { name = giveName(to: job) }
            job.awaitsPrepare = true
            let types = job.parameters.types
            let sql = UnsafeRawPointer(job.sql.utf8Start).assumingMemoryBound(to: CChar.self)
            guard PQsendPrepare(connection, name, sql, Int32(types.count), types) == 1 else {
                prepared[job.kind] = nil
                job.awaitsPrepare = false
                lose(.lost)
                return false
            }
        }
        inFlight.append(job)
        job.nextCheck = job.deadline
        let wasSent = job.parameters.withPointers { pointers, lengths in
            let binary = [Int32](repeating: 1, count: job.parameters.types.count)
            return PQsendQueryPrepared(
                connection, name, Int32(binary.count), pointers, lengths, binary, 1)
        }
        // The sync flushes what it can.
        guard wasSent == 1, PQpipelineSync(connection) == 1 else {
            lose(.lost)
            return true
        }
        flush()
        return true
    }

    /// Unique in the first 63 bytes, which are all that the server looks at.
    private func giveName(to job: Job) -> String {
        namesGiven += 1
        let name = "s\(namesGiven)_\(job.name)"
        prepared[job.kind] = Prepared(name: name, types: job.parameters.types)
        return name
    }

    private func flush() {
        guard let connection else { return }
        let left = PQflush(connection)
        guard left >= 0 else { return takeWhatCameAndLose() }
        if isFlushing != (left == 1) {
            isFlushing = left == 1
            watch?.update(reads: true, writes: isFlushing)
        }
    }

    private func ready() {
        guard let connection else { return }
        guard registry_pg_consume(connection) == 1 else { return takeWhatCameAndLose() }
        if isFlushing { flush() }
        takeAnswers()
        guard let connection = self.connection else { return }
        if PQstatus(connection) == CONNECTION_BAD { return lose(.lost) }
        onProgress()
    }

    private func takeWhatCameAndLose() {
        takeAnswers()
        lose(.lost)
    }

    /// Hands over every answer that is whole; a null ends the answers to one message.
    private func takeAnswers() {
        var nulls = 0
        while let connection, let job = inFlight.first, PQisBusy(connection) == 0, nulls < 2 {
            guard let pointer = PQgetResult(connection) else {
                nulls += 1
                continue
            }
            nulls = 0
            take(ResultSet(pointer), for: job)
        }
    }

    private func take(_ answer: ResultSet, for job: Job) {
        switch answer.status {
        case PGRES_PIPELINE_SYNC: end(job)
        case PGRES_COMMAND_OK: job.awaitsPrepare = false
        case PGRES_TUPLES_OK: job.take(answer)
        case PGRES_PIPELINE_ABORTED, PGRES_EMPTY_QUERY, PGRES_NONFATAL_ERROR: break
        case PGRES_FATAL_ERROR, PGRES_BAD_RESPONSE:
            if job.awaitsPrepare || answer.wantsPreparingAgain { prepared[job.kind] = nil }
            job.wantsPreparingAgain = answer.wantsPreparingAgain
            if job.error == nil { job.error = answer.error }
        default:
            // COPY and the like, which a pipeline has no way out of.
            job.error = .failed(sqlState: "0A000", message: "not a statement for a pipeline")
            lose(.lost)
        }
    }

    private func end(_ job: Job) {
        _ = inFlight.popFirst()
        let wasStruckByAccident = canceller.ended(job)
        guard let error = job.error else { return job.finish(nil) }
        let needsPlan = job.wantsPreparingAgain && job.mayRunAgain
        if !job.isDone, needsPlan || wasStruckByAccident {
            job.prepareToRunAgain()
            return onReturned(job)
        }
        job.finish(error)
        // The server has become a standby: the next connection finds the new primary.
        if error.sqlState == "25006" { lose(error) }
    }

    /// Fails what is in flight: what became of it nobody knows.
    func lose(_ error: DatabaseError) {
        guard let connection = connection.take() else { return }
        watch?.cancel()
        watch = nil
        canceller.stop()
        PQfinish(connection)
        let failed = inFlight.all
        inFlight.removeAll()
        for job in failed { job.finish(job.error ?? error) }
        onLost(failed.first?.error ?? error)
    }

    /// Looks at what is overdue: the statement being executed is cancelled, for one behind it the
    /// caller waits no longer.
    func check(at now: Instant) -> Instant {
        guard let connection else { return .never }
        var next = Instant.never
        for (index, job) in inFlight.all.enumerated() {
            if job.nextCheck <= now {
                job.isOverdue = true
                if index > 0 { job.finish(.overdue) }
                let isCancelled =
                    index == 0
                    && canceller.strike(job, connection) { [weak self] in
                        self?.loseIfStillFirst(job)
                    }
                job.nextCheck = isCancelled ? .never : now + settings.cancelTimeout
            }
            next = min(next, job.nextCheck)
        }
        return next
    }

    private func loseIfStillFirst(_ job: Job) {
        guard inFlight.first === job else { return }
        job.finish(.overdue)
        lose(.lost)
    }
}
