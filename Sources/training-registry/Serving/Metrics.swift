import Foundation
import Glibc
import RegistryHTTP
import TrainingRegistry

/// What is measured, in the text format of Prometheus; nothing in it names a person.
struct Metrics {
    private(set) var text: String

    /// What is of the database is nil while it does not answer.
    init(_ figures: CoreFigures, outbox: OutboxHealth?, attempts: [AttemptCount]?) {
        text = figures.requests.prometheus
        gauge("registry_connections", "Connections of clients that are open.", figures.connections)
        add(figures.intake)
        if let outbox { add(outbox) }
        if let attempts { add(attempts) }
        gauge("registry_resident_bytes", "Memory in use.", Self.residentBytes)
    }

    private mutating func add(_ intake: IntakeCounts) {
        counter("registry_intake_batches_total", "Statements that wrote interests.", intake.batches)
        counter("registry_intake_members_total", "Interests in those statements.", intake.members)
        gauge(
            "registry_intake_largest_batch", "Most interests in one statement.",
            intake.largestBatch)
    }

    private mutating func add(_ outbox: OutboxHealth) {
        head("gauge", "registry_outbox_messages", "Mails by what became of them.")
        let states = [
            ("draft", outbox.draft), ("pending", outbox.pending), ("sending", outbox.sending),
            ("held", outbox.held), ("sent", outbox.sent),
            ("failed", outbox.failed), ("dead", outbox.dead), ("cancelled", outbox.cancelled),
        ]
        for (state, count) in states {
            text += "registry_outbox_messages{state=\"\(state)\"} \(count)\n"
        }
        gauge(
            "registry_outbox_oldest_due_seconds", "How late the most overdue mail is.",
            outbox.oldestDueSeconds ?? 0)
    }

    /// Labels are words of ours, never of a mail server.
    private mutating func add(_ attempts: [AttemptCount]) {
        head(
            "gauge", "registry_mail_attempts",
            "Attempts to send a mail that ended in the last 24 hours.")
        for one in attempts {
            text += "registry_mail_attempts{outcome=\"\(one.outcome)\",phase=\"\(one.phase)\""
            text += ",reply=\"\(one.reply)\"} \(one.attempts)\n"
        }
    }

    private mutating func gauge(_ name: String, _ help: String, _ value: some Numeric) {
        add("gauge", name, help, value)
    }

    private mutating func counter(_ name: String, _ help: String, _ value: some Numeric) {
        add("counter", name, help, value)
    }

    private mutating func add(
        _ type: String, _ name: String, _ help: String, _ value: some Numeric
    ) {
        head(type, name, help)
        text += "\(name) \(value)\n"
    }

    private mutating func head(_ type: String, _ name: String, _ help: String) {
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
    }

    /// The second number of statm, in pages (proc(5)).
    private static var residentBytes: Int {
        guard let statm = FileManager.default.contents(atPath: "/proc/self/statm") else { return 0 }
        let numbers = statm.split(separator: UInt8(ascii: " "))
        let pages = numbers.count > 1 ? Int(String(decoding: numbers[1], as: UTF8.self)) ?? 0 : 0
        return pages * sysconf(Int32(_SC_PAGESIZE))
    }
}
