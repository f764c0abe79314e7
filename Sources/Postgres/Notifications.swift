import CPostgres
import EventLoop

/// The connection that only listens.
///
/// After every connect it listens anew and calls everybody once, because what was notified in
/// between is lost. A connection without traffic can be dead without a sign, so it is asked for
/// one from time to time.
final class Notifications {
    private let settings: DatabaseSettings
    private let loop: Loop
    private let reconnector: Reconnector
    private var handlers: [(channel: String, onNotify: (String) -> Void)] = []
    private var connection: OpaquePointer?
    private var watch: Watch?
    private var timer: Timer?
    /// A question is on the wire; what it was for is told when it has been answered.
    private var isAsking = false
    private var unlistened: [String] = []
    private var fault: DatabaseError?
    private var onAnswer: [(String) -> Void] = []

    init(_ settings: DatabaseSettings, on loop: Loop) {
        self.settings = settings
        self.loop = loop
        reconnector = Reconnector(settings, on: loop)
        reconnector.onUp = { [weak self] connection in self?.use(connection) }
        reconnector.connect()
    }

    deinit {
        watch = nil
        if let connection { PQfinish(connection) }
    }

    func listen(_ channel: String, _ onNotify: @escaping (String) -> Void) {
        handlers.append((channel, onNotify))
        guard connection != nil else { return }
        unlistened.append(channel)
        onAnswer.append(onNotify)
        if !isAsking { askForChannels() }
    }

    func stop() {
        reconnector.stop()
        drop()
    }

    private func use(_ connection: OpaquePointer) {
        self.connection = connection
        do {
            guard PQsetnonblocking(connection, 1) == 0 else { return lose(.lost) }
            watch = try Watch(
                PQsocket(connection), on: loop, trigger: .level, reads: true, writes: false
            ) { [weak self] _ in self?.ready() }
        } catch {
            return lose(.unavailable(sqlState: "08001", message: error.description))
        }
        unlistened = handlers.map(\.channel)
        onAnswer = handlers.map(\.onNotify)
        askForChannels()
    }

    private func askForChannels() {
        var seen: Set<String> = []
        let channels = unlistened.filter { seen.insert($0).inserted }
        unlistened = []
        ask(channels.map { "LISTEN \(Self.quoted($0))" }.joined(separator: "; "))
    }

    private func ask(_ sql: String) {
        guard let connection else { return }
        isAsking = true
        guard PQsendQuery(connection, sql) == 1 else { return lose(.lost) }
        arm(after: settings.connectTimeout) { [weak self] in
            self?.lose(.unavailable(sqlState: "08006", message: "the server gave no sign"))
        }
        flush()
    }

    private func flush() {
        guard let connection else { return }
        let left = PQflush(connection)
        guard left >= 0 else { return lose(.lost) }
        watch?.update(reads: true, writes: left == 1)
    }

    private func ready() {
        guard let connection else { return }
        guard registry_pg_consume(connection) == 1 else { return lose(.lost) }
        flush()
        takeAnswers()
        guard self.connection != nil else { return }
        takeNotifications(connection)
    }

    private func takeAnswers() {
        while isAsking, let connection, PQisBusy(connection) == 0 {
            guard let pointer = PQgetResult(connection) else { return answered() }
            let answer = ResultSet(pointer)
            if answer.status == PGRES_FATAL_ERROR, fault == nil { fault = answer.error }
        }
    }

    private func answered() {
        isAsking = false
        if let fault = fault.take() { return lose(fault) }
        reconnector.proved()
        arm(after: settings.listenCheckInterval) { [weak self] in self?.ask("SELECT") }
        if !unlistened.isEmpty {
            askForChannels()
        } else {
            let ready = onAnswer
            onAnswer = []
            for onNotify in ready { onNotify("") }
        }
    }

    private func takeNotifications(_ connection: OpaquePointer) {
        // The parser runs in PQisBusy, which nobody else calls while nothing is asked.
        if !isAsking { _ = PQisBusy(connection) }
        while self.connection != nil, let notification = PQnotifies(connection) {
            let channel = String(cString: notification.pointee.relname)
            let payload = String(cString: notification.pointee.extra)
            PQfreemem(notification)
            for handler in handlers where handler.channel == channel { handler.onNotify(payload) }
        }
        if self.connection != nil, PQstatus(connection) == CONNECTION_BAD { lose(.lost) }
    }

    private func arm(after pause: Duration, _ fire: @escaping () -> Void) {
        timer?.cancel()
        timer = Timer(on: loop, at: loop.now + pause, fire: fire)
    }

    private func lose(_ error: DatabaseError) {
        guard connection != nil else { return }
        drop()
        reconnector.lost(error)
    }

    private func drop() {
        timer?.cancel()
        timer = nil
        watch?.cancel()
        watch = nil
        if let connection = connection.take() { PQfinish(connection) }
        isAsking = false
        fault = nil
        unlistened = []
        onAnswer = []
    }

    /// A quoted identifier, in which anything may stand but NUL, and a quote stands twice.
    static func quoted(_ name: String) -> String {
        var bytes = [UInt8(ascii: "\"")]
        for byte in name.utf8 where byte != 0 {
            if byte == UInt8(ascii: "\"") { bytes.append(byte) }
            bytes.append(byte)
        }
        bytes.append(UInt8(ascii: "\""))
        return String(decoding: bytes, as: UTF8.self)
    }
}
