import CPostgres
import EventLoop

/// One attempt to connect, polled by the loop until libpq says yes or no, or the deadline passes.
final class Connecting {
    enum Outcome {
        case up(OpaquePointer)
        case failed(DatabaseError, isOverdue: Bool)
    }

    private let parameters: ConnectionParameters
    private let deadline: Instant
    private let loop: Loop
    private let onEnd: (Outcome) -> Void
    private var connection: OpaquePointer?
    private var watch: Watch?
    private var timer: Timer?
    private var hasEnded = false

    init(
        _ parameters: ConnectionParameters, by deadline: Instant, on loop: Loop,
        onEnd: @escaping (Outcome) -> Void
    ) {
        self.parameters = parameters
        self.deadline = deadline
        self.loop = loop
        self.onEnd = onEnd
    }

    deinit {
        if let connection { PQfinish(connection) }
    }

    /// May call `onEnd` before it returns.
    func start() {
        connection = parameters.start()
        guard let connection, PQstatus(connection) != CONNECTION_BAD else {
            return fail(reason)
        }
        registry_pg_ignore_notices(connection)
        timer = Timer(on: loop, at: deadline) { [weak self] in
            self?.fail("connecting to the database took too long", isOverdue: true)
        }
        wait(for: PGRES_POLLING_WRITING)
    }

    /// Ends it without a word.
    func cancel() {
        guard !hasEnded else { return }
        end()
        if let connection { PQfinish(connection) }
        connection = nil
    }

    private func poll() {
        guard !hasEnded, let connection else { return }
        // libpq may close this descriptor and open another, even one of the same number, so the
        // registration is made anew each time.
        watch?.cancel()
        watch = nil
        switch PQconnectPoll(connection) {
        case PGRES_POLLING_READING: wait(for: PGRES_POLLING_READING)
        case PGRES_POLLING_WRITING: wait(for: PGRES_POLLING_WRITING)
        case PGRES_POLLING_OK:
            end()
            self.connection = nil
            onEnd(.up(connection))
        default: fail(reason)
        }
    }

    private func wait(for direction: PostgresPollingStatusType) {
        let writes = direction == PGRES_POLLING_WRITING
        do {
            watch = try Watch(
                PQsocket(connection), on: loop, trigger: .level, reads: !writes, writes: writes
            ) { [weak self] _ in self?.poll() }
        } catch {
            fail(error.description)
        }
    }

    /// libpq names hosts, roles and databases here, never a password.
    private var reason: String {
        guard let connection else { return "there is no memory for a connection" }
        return String(cString: PQerrorMessage(connection)).utf8
            .split(separator: UInt8(ascii: "\n"))
            .map { String(decoding: $0, as: UTF8.self) }
            .joined(separator: "; ")
    }

    private func fail(_ message: String, isOverdue: Bool = false) {
        guard !hasEnded else { return }
        cancel()
        onEnd(
            .failed(.unavailable(sqlState: "08001", message: message), isOverdue: isOverdue))
    }

    private func end() {
        hasEnded = true
        watch?.cancel()
        watch = nil
        timer?.cancel()
        timer = nil
    }
}
