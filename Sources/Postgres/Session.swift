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

    func close() {
        lose(.closed)
    }

    private func ask(
        _ send: (OpaquePointer) -> Int32
    ) async throws(DatabaseError) -> [ResultSet] {
        guard let connection else { throw .lost }
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
        guard let connection else { return }
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
        waiter.take()?.resume(returning: fault ?? error)
    }
}
