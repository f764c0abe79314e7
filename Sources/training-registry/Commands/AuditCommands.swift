import Foundation
import Postgres
import RegistryHTTP
import TrainingRegistry

extension Command {
    /// Reads the log, and looks whether somebody changed it.
    static let audit = Command(
        "audit", "Reads the log of what was done", subcommands: [.auditList, .auditVerify])

    private static let auditList = Command(
        "list", "Lists what was done, the newest first",
        details: "Says what was done to what, by whom and why; never a name or an address.",
        options: [
            .value("subject", "NAME", "Only of this kind, such as event or staff"),
            .value("id", "ID", "Only of this one"),
            .value("action", "NAME", "Only this, such as cancel or see"),
            .value("actor", "NAME", "Only by these, such as staff:ID"),
            .value("from", "DAY", "From this day on, in UTC, such as 2026-11-21"),
            .value("until", "DAY", "Until this day, in UTC"),
            .value("limit", "COUNT", "At most so many (100)"), .json,
        ],
        run: { invocation in
            let list = ListAudit(
                subject: invocation["subject"],
                id: try invocation["id"].map { try UUID(typed: $0) },
                action: invocation["action"], actor: invocation["actor"],
                from: try invocation.day("from"), until: try invocation.day("until"),
                limit: try invocation.count("limit", default: 100))
            let lines = try await invocation.change { database, _, _ in
                try await database.audit(list)
            }
            if invocation.wantsJSON {
                printDocument { json in
                    json.array { array in for line in lines { array.auditLine(line) } }
                }
            } else {
                Table(
                    ["WHEN", "SUBJECT", "ID", "ACTION", "WHO", "WHY", "VIA"],
                    lines.map { line in
                        [
                            line.occurredAt.ISO8601Format(), line.subject,
                            line.subjectID?.uuidString.lowercased() ?? "-", line.action,
                            line.actor, line.reason ?? "-", line.via ?? "-",
                        ]
                    }
                ).print()
            }
        })

    private static let auditVerify = Command(
        "verify", "Computes every link of the log anew",
        details: "Ends with 1 when a line was changed, removed or put in, and names the position.",
        options: [.json],
        run: { invocation in
            let verdict = try await invocation.change { database, _, _ in
                try await database.verifyAudit()
            }
            if invocation.wantsJSON { printDocument { $0.auditVerdict(verdict) } }
            switch verdict {
            case .whole(let rows):
                if !invocation.wantsJSON {
                    print("The log is whole: \(rows.counted("line", "lines")).")
                }
            case .broken(let position, let what):
                throw CommandFailure("The log was changed at position \(position): \(what).")
            }
        })
}

extension Invocation {
    /// The day that an option says, if it was given.
    func day(_ name: String) throws(CommandFailure) -> CalendarDay? {
        guard let text = self[name] else { return nil }
        guard let day = CalendarDay(parsing: text) else {
            throw CommandFailure(usage: "--\(name) must be a day, such as 2026-11-21.")
        }
        return day
    }
}
