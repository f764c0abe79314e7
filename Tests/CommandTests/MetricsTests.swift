import Testing
import TrainingRegistry

@testable import training_registry

@Suite struct MetricsTests {
    @Test("Attempts are told by how they ended, in words of ours, and mails by their states")
    func attempts() {
        var outbox = OutboxHealth()
        (outbox.dead, outbox.oldestDueSeconds) = (2, 61)
        let text = Metrics(
            CoreFigures(), outbox: outbox,
            attempts: [
                AttemptCount(outcome: "refused", phase: "rcpt", reply: "5xx", attempts: 3),
                AttemptCount(outcome: "unknown", phase: "none", reply: "none", attempts: 1),
            ]
        ).text
        let lines = text.split(separator: "\n").map(String.init)

        #expect(
            lines.filter { $0.contains("registry_mail_attempts") } == [
                "# HELP registry_mail_attempts "
                    + "Attempts to send a mail that ended in the last 24 hours.",
                "# TYPE registry_mail_attempts gauge",
                #"registry_mail_attempts{outcome="refused",phase="rcpt",reply="5xx"} 3"#,
                #"registry_mail_attempts{outcome="unknown",phase="none",reply="none"} 1"#,
            ])
        #expect(lines.contains(#"registry_outbox_messages{state="dead"} 2"#))
        #expect(lines.contains("registry_outbox_oldest_due_seconds 61.0"))
    }

    @Test("What is of the database is missing while it does not answer")
    func away() {
        let text = Metrics(CoreFigures(), outbox: nil, attempts: nil).text

        #expect(text.contains("registry_connections 0"))
        #expect(!text.contains("registry_outbox") && !text.contains("registry_mail"))
    }
}
