import CPostgres
import EventLoop

/// One connection for one task that runs one thing after the other and waits for each.
///
/// Statements take as long as they need; a dead server is noticed by TCP (`tcp_user_timeout`).
final class Session {
    private var connection: OpaquePointer?
    private let loop: Loop
    private var watch: Watch?
    private var answers: [ResultSet] = []
    private var waiter: CheckedContinuation<DatabaseError?, Never>?
    /// Rows of a COPY follow; they are read from the socket only when somebody asks for them.
    private var isCopying = false
    /// Whether what is being asked may be answered with rows of a COPY.
    private var mayCopy = false
    private var reader: CheckedContinuation<Void, Never>?

    private init(_ connection: OpaquePointer, on loop: Loop) throws(DatabaseError) {
        self.connection = connection
        self.loop = loop
        guard PQsetnonblocking(connection, 1) == 0 else { throw .lost }
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

    static func open(
        _ settings: DatabaseSettings, role: String?, on loop: Loop
    ) async throws(DatabaseError) -> Session {
        loop.preconditionOnLoop()
        let parameters = try ConnectionParameters(settings, role: role, statementTimeout: nil)
        var attempt: Connecting?
        var connection: OpaquePointer?
        let error: DatabaseError? = await withCheckedContinuation { continuation in
            let connecting = Connecting(
                parameters, by: loop.now + settings.connectTimeout, on: loop
            ) { outcome in
                switch outcome {
                case .up(let opened):
                    connection = opened
                    continuation.resume(returning: nil)
                case .failed(let error, _): continuation.resume(returning: error)
                }
            }
            attempt = connecting
            connecting.start()
        }
        // Nobody but this frame keeps the attempt while it is under way.
        withExtendedLifetime(attempt) {}
        guard let connection else { throw error ?? .lost }
        return try Session(connection, on: loop)
    }

    /// Whether a transaction is open, failed or not.
    var isInTransaction: Bool {
        guard let connection else { return false }
        return PQtransactionStatus(connection) != PQTRANS_IDLE
    }

    /// Runs several statements by the simple protocol; the first error ends them.
    func script(_ sql: String) async throws(DatabaseError) {
        guard !sql.utf8.contains(0) else {
            throw .failed(sqlState: "22021", message: "a script holds a NUL byte")
        }
        _ = try await ask { connection in PQsendQuery(connection, sql) }
    }

    func run<S: Statement>(_ statement: S) async throws(DatabaseError) -> [S.Row] {
        var parameters = Parameters()
        statement.bind(to: &parameters)
        let sql = UnsafeRawPointer(S.sql.utf8Start).assumingMemoryBound(to: CChar.self)
        let types = parameters.types
        let binary = [Int32](repeating: 1, count: types.count)
        let answers = try await ask { connection in
            parameters.withPointers { values, lengths in
                PQsendQueryParams(
                    connection, sql, Int32(types.count), types, values, lengths, binary, 1)
            }
        }
        guard let rows = answers.last, rows.status == PGRES_TUPLES_OK else { return [] }
        return try rows.decode(as: S.self)
    }

    /// Begins a `COPY … TO STDOUT`, whose rows `copiedRows` then gives.
    func copyOut(_ query: CopyQuery, _ values: [String: String]) async throws(DatabaseError) {
        guard let connection else { throw .lost }
        guard let command = query.command(values, escaping: connection) else {
            throw .failed(sqlState: "22023", message: "a value of a copy is not there or no text")
        }
        let answers = try await ask(mayCopy: true) { PQsendQuery($0, command) }
        guard isCopying else {
            throw answers.last?.error ?? .failed(sqlState: "0A000", message: "nothing is copied")
        }
        watch?.update(reads: false, writes: false)
    }

    /// The next rows, until they are `bytesMin` or more; nil at their end.
    ///
    /// Nothing is read ahead: while nobody asks, the server waits.
    func copiedRows(
        _ lineEnd: CopiedRows.LineEnd, bytesMin: Int
    ) async throws(DatabaseError) -> CopiedRows? {
        guard isCopying else { return nil }
        var rows = CopiedRows()
        rows.bytes.reserveCapacity(bytesMin + 4_096)
        var hasRead = false
        while rows.bytes.count < bytesMin {
            guard let connection else { throw .lost }
            switch rows.take(from: connection, lineEnd) {
            case .row: hasRead = false
            case .none where !hasRead:
                hasRead = true
                guard registry_pg_consume(connection) == 1 else {
                    lose(.lost)
                    throw .lost
                }
            case .none:
                await waitForRows()
                hasRead = false
            case .end:
                isCopying = false
                _ = try await ask { _ in 1 }
                return rows.ends.isEmpty ? nil : rows
            case .failed:
                lose(.lost)
                throw .lost
            }
        }
        return rows
    }

    /// Returns when there is more to read, or nothing will come any more.
    private func waitForRows() async {
        watch?.update(reads: true, writes: false)
        await withCheckedContinuation { continuation in
            guard connection != nil else { return continuation.resume() }
            reader = continuation
        }
    }

    /// Ends the connection, and with a cancel what the server still does for it.
    func close() {
        if let connection, PQtransactionStatus(connection) == PQTRANS_ACTIVE {
            // Its thread goes on without it; the server would else only notice when it writes.
            _ = Cancellation(connection, on: loop) {}
        }
        lose(.closed)
    }

    private func ask(
        mayCopy: Bool = false, _ send: (OpaquePointer) -> Int32
    ) async throws(DatabaseError) -> [ResultSet] {
        guard let connection else { throw .lost }
        self.mayCopy = mayCopy
        guard send(connection) == 1 else {
            lose(.lost)
            throw .lost
        }
        answers = []
        let error: DatabaseError? = await withCheckedContinuation { continuation in
            // The call may go through the run queue: the connection may be lost by now, and what
            // came before there was a waiter was left where it is.
            guard self.connection != nil else { return continuation.resume(returning: .lost) }
            waiter = continuation
            ready()
        }
        if let error { throw error }
        return answers
    }

    private func flush() {
        guard let connection else { return }
        let left = PQflush(connection)
        guard left >= 0 else { return lose(.lost) }
        watch?.update(reads: true, writes: left == 1)
    }

    private func ready() {
        if let reader = reader.take() {
            watch?.update(reads: false, writes: false)
            return reader.resume()
        }
        guard let connection, !isCopying else { return }
        let isAlive = registry_pg_consume(connection) == 1
        if isAlive { flush() }
        while let connection = self.connection, waiter != nil, PQisBusy(connection) == 0 {
            guard let pointer = PQgetResult(connection) else {
                answer()
                break
            }
            let answer = ResultSet(pointer)
            answers.append(answer)
            switch answer.status {
            case PGRES_COPY_OUT where mayCopy:
                isCopying = true
                return self.answer()
            case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
                return lose(.failed(sqlState: "0A000", message: "a script cannot COPY"))
            default: break
            }
        }
        if !isAlive { lose(.lost) }
    }

    private func answer() {
        waiter.take()?.resume(returning: fault)
    }

    private var fault: DatabaseError? {
        answers.first { $0.status == PGRES_FATAL_ERROR }?.error
    }

    private func lose(_ error: DatabaseError) {
        guard let connection = connection.take() else { return }
        watch?.cancel()
        watch = nil
        PQfinish(connection)
        isCopying = false
        reader.take()?.resume()
        waiter.take()?.resume(returning: fault ?? error)
    }
}
