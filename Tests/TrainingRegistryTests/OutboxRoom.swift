import EventLoop
import Foundation
import Mailer
import Postgres
import TestSupport

@testable import TrainingRegistry

/// What tests of the outbox put in and look at.
extension TestDatabase {
    /// Promises so many mails that are due, the first one first.
    func promiseMails(_ count: Int, from first: Int = 1) async throws {
        try await script(
            """
            INSERT INTO outbox (message_id, recipient, template, parameters, written_at,
                                next_attempt_at)
            SELECT n || '@registry.example', 'reader' || n || '@example.org', 'confirm-interest',
                   jsonb_build_object('given_name', 'Maija', 'target', 'AudTrain, Riga',
                                      'token', 'secret-' || n, 'unconfirmed_days', 7),
                   now(), now() - interval '1 hour' + n * interval '1 second'
            FROM generate_series(\(first), \(first + count - 1)) AS n
            """)
    }

    /// Runs `body` with the service's database and a receiver on one loop.
    func deliver<Value: Sendable>(
        _ body: @escaping @Sendable (Database, Letterbox) async throws -> Value
    ) async throws -> Value {
        let loop = loop
        return try await withDatabase { database in
            let box = Letterbox(on: loop)
            let value = try await body(database, box)
            await box.close()
            return value
        }
    }
}

extension DeliveryWorker {
    static let publicURL = "https://registry.example"

    static func renderer() throws -> MailRenderer {
        try renderer(under: publicURL, unit: "Training Unit")
    }

    /// Read once: tests are many.
    private static let shippedTexts = Result { () throws(MailTexts.Defects) in
        try MailTexts(directory: Repository.path("mails"))
    }

    /// With the texts as they are shipped.
    static func renderer(under publicURL: String, unit: String) throws -> MailRenderer {
        MailRenderer(
            publicURL: publicURL,
            from: .init(
                name: "Registry", address: try EmailAddress(parsing: "office@example.org")),
            unit: unit, texts: try shippedTexts.get())
    }

    /// A worker for tests, which sends to `address` in clear.
    static func test(
        _ database: Database, to address: SocketAddress, sessions: Int = 1,
        instance: UUID = UUID(), pace: MailPace = MailPace(),
        report: @escaping (String) -> Void = { _ in }
    ) throws -> DeliveryWorker {
        try DeliveryWorker(
            database: database,
            mail: SMTPSettings(
                endpoint: .ip(address), tls: .none, timeouts: SMTPTimeouts(all: .seconds(300))),
            renderer: try renderer(), pace: pace, lease: .seconds(300), sessions: sessions,
            instance: instance, report: report)
    }

    /// Runs it beside the test, on the same loop.
    func start(isolation: isolated (any Actor)? = #isolation) -> Task<Void, Never> {
        let loop = loop
        return Task {
            _ = isolation
            await withTaskExecutorPreference(loop) { await self.run() }
        }
    }
}

/// A mail server that takes mail, and now and then does what servers do.
actor Letterbox {
    /// What becomes of a mail after its last byte.
    enum Fate: Sendable { case taken, lost, kept, refused }

    private nonisolated let loop: Loop
    private(set) var mails: [ReceivedMail] = []
    private var fates: [Fate] = []
    private var limits = SMTPReceiverDialogue.Limits()
    private var listener: Listener?
    private var clients: [Channel] = []
    private var kept: [CheckedContinuation<Void, Never>] = []
    private var watchers: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []

    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    init(on loop: Loop) { self.loop = loop }

    var texts: [String] { mails.map { ReceivedMessage(parsing: $0.bytes).text ?? "" } }

    func open(
        at address: SocketAddress = .loopback(port: 0), fates: [Fate] = [], messageBytes: Int? = nil
    ) throws -> SocketAddress {
        self.fates = fates
        if let messageBytes { limits.messageBytes = messageBytes }
        let listener = try Listener(at: address, on: loop, reusePort: false)
        self.listener = listener
        Task(executorPreference: loop) { await self.accept() }
        return listener.address
    }

    func close() {
        listener?.close()
        for client in clients { client.close() }
        letGo()
    }

    /// Waits until so many mails have come to their last byte.
    func wait(for count: Int) async {
        guard mails.count < count else { return }
        await withCheckedContinuation { watchers.append((count, $0)) }
    }

    /// Takes over the mails that were kept waiting.
    func letGo() {
        for continuation in kept { continuation.resume() }
        kept = []
    }

    private func accept() async {
        while let listener, let channel = try? await listener.accept() {
            clients.append(channel)
            let number = clients.count - 1
            Task(executorPreference: loop) { try? await self.serve(number) }
        }
    }

    private func serve(_ number: Int) async throws(ChannelError) {
        let channel = clients[number]
        let deadline = Instant.now() + .seconds(300)
        var dialogue = SMTPReceiverDialogue(hostName: "localhost", limits: limits, offersTLS: false)
        try await channel.write(dialogue.greeting(), deadline: deadline)
        while true {
            let bytes = try await channel.read(deadline: deadline)
            guard !bytes.isEmpty else { return channel.close() }
            var refusal: [UInt8]?
            for step in dialogue.received(bytes) {
                switch step {
                case .write where refusal != nil:
                    try await channel.write(refusal ?? [], deadline: deadline)
                    refusal = nil
                case .write(let answer): try await channel.write(answer, deadline: deadline)
                case .close, .startTLS: return channel.close()
                case .deliver(let mail):
                    switch await take(mail) {
                    case .taken, .kept: break
                    case .lost: return channel.abort()
                    case .refused: refusal = Array("554 5.7.1 It looks like spam\r\n".utf8)
                    }
                }
            }
        }
    }

    private func take(_ mail: ReceivedMail) async -> Fate {
        mails.append(mail)
        for watcher in watchers where watcher.count <= mails.count {
            watcher.continuation.resume()
        }
        watchers.removeAll { $0.count <= mails.count }
        let fate = fates.isEmpty ? .taken : fates.removeFirst()
        if fate == .kept { await withCheckedContinuation { kept.append($0) } }
        return fate
    }
}

/// Every message with its attempts in words, by id.
struct DescribeOutbox: Statement {
    static let sql: StaticString = """
        SELECT state, attempts, parameters ? 'token', content,
               array(SELECT coalesce(outcome, 'open') FROM outbox_attempt
                     WHERE outbox_id = outbox.id ORDER BY number),
               last_reply
        FROM outbox ORDER BY id
        """

    struct Row: Sendable {
        let state: String
        let attempts: Int
        let hasToken: Bool
        let content: [UInt8]?
        let outcomes: [String]
        let lastReply: String?

        /// Such as `sent 2 unknown,sent`.
        var summary: String { "\(state) \(attempts) \(outcomes.joined(separator: ","))" }
    }

    func bind(to parameters: inout Parameters) {}

    static func decode(_ row: RowReader) throws(DatabaseError) -> Row {
        Row(
            state: try row.text(0), attempts: try row.integer(1), hasToken: try row.flag(2),
            content: try row.bytesIfAny(3), outcomes: try row.texts(4),
            lastReply: try row.textIfAny(5))
    }
}
