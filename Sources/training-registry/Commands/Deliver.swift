import EventLoop
import Foundation
import Postgres
import TrainingRegistry

extension Command {
    /// Delivers mails without serving, for one that runs beside it or instead of it.
    static let deliver = Command(
        "deliver", "Delivers the mails that are due",
        details: """
            `serve` does this already; more of them may run at once. With --once it sends what is
            due now and ends: with 1 when a mail was put off or failed, with 75 when the database
            cannot be reached. Where limits are set (mail_per_minute and others) it sends as many as
            may leave at once and says how many wait for their turn: the next run sends those.
            """,
        options: [.flag("once", "End when what may leave now has left"), .json],
        endsInOrder: true,
        run: { invocation in
            let settings = try Settings.load(config: invocation.config)
            guard let relay = settings.mail.relay else {
                throw CommandFailure(
                    "REGISTRY_SMTP_URL is not set; the development mailbox is part of serve.")
            }
            let loop = try Loop(name: "delivery")
            let background = Background(
                settings, mails: try settings.mailRenderer(), on: loop)
            let signals = SignalGate(on: loop)
            let stopping = Task {
                guard try await signals.next() > 0 else { return }
                await background.stop(within: settings.drainTimeout)
            }
            defer { stopping.cancel() }
            guard invocation.has("once") else {
                try await background.start(relay: relay)
                _ = try? await stopping.value
                return
            }
            let tally: DeliveryTally
            do {
                tally = try await background.deliverOnce(relay: relay)
            } catch let error as DatabaseError {
                guard case .unavailable = error else { throw CommandFailure(error.inWords) }
                throw CommandFailure(later: error.inWords)
            }
            if invocation.wantsJSON {
                try printJSON(tally)
            } else {
                print(tally.inWords)
            }
            if tally.failed + tally.deferred > 0 {
                throw CommandFailure("Not every mail was sent; see outbox list.")
            }
        })
}

/// Prints a value for a program to read, with keys in one order.
func printJSON(_ value: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.dateEncodingStrategy = .iso8601
    print(String(decoding: try encoder.encode(value), as: UTF8.self))
}
