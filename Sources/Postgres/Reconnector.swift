import CPostgres
import EventLoop

/// Keeps trying to connect, each time a little later, until it is told to stop.
///
/// The pause doubles and is drawn at random, so that many instances don't come back at once.
final class Reconnector {
    private let parameters: Result<ConnectionParameters, DatabaseError>
    private let settings: DatabaseSettings
    private let loop: Loop
    private var attempt: Connecting?
    private var timer: Timer?
    private var failures = 0
    private var rotation = 0
    private(set) var isStopped = false
    /// Why there is no connection now.
    private(set) var lastFault: DatabaseError?

    var onUp: (OpaquePointer) -> Void = { _ in }

    init(_ settings: DatabaseSettings, on loop: Loop) {
        self.settings = settings
        self.loop = loop
        parameters = Result { () throws(DatabaseError) in
            try ConnectionParameters(
                settings, role: settings.role, statementTimeout: settings.statementTimeout)
        }
    }

    func connect() {
        guard !isStopped, attempt == nil else { return }
        timer?.cancel()
        timer = nil
        switch parameters {
        case .failure(let error): lastFault = error
        case .success(let parameters):
            let attempt = Connecting(
                parameters.rotated(by: rotation), by: loop.now + settings.connectTimeout, on: loop
            ) { [weak self] outcome in self?.ended(outcome) }
            self.attempt = attempt
            attempt.start()
        }
    }

    /// The connection it gave is gone.
    func lost(_ fault: DatabaseError) {
        lastFault = fault
        tryLater()
    }

    /// The connection was of use, so the next pause is short again.
    func proved() {
        failures = 0
    }

    func stop() {
        isStopped = true
        attempt?.cancel()
        attempt = nil
        timer?.cancel()
        timer = nil
    }

    private func ended(_ outcome: Connecting.Outcome) {
        attempt = nil
        switch outcome {
        case .up(let connection):
            guard !isStopped else { return PQfinish(connection) }
            lastFault = nil
            onUp(connection)
        case .failed(let fault, let isOverdue):
            lastFault = fault
            if isOverdue { rotation += 1 }
            tryLater()
        }
    }

    private func tryLater() {
        guard !isStopped, timer == nil else { return }
        let pause = Self.pause(after: failures, settings) * Double.random(in: 0.5...1)
        failures += 1
        timer = Timer(on: loop, at: loop.now + pause) { [weak self] in self?.connect() }
    }

    /// The longest pause after so many failures in a row.
    static func pause(after failures: Int, _ settings: DatabaseSettings) -> Duration {
        min(settings.firstReconnectDelay * (1 << min(failures, 16)), settings.longestReconnectDelay)
    }
}
