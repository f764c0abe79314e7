import Foundation
import RegistryHTTP
import TrainingRegistry

extension Command {
    /// Looks at what coordinators changed.
    static let audit = Command(
        "audit", "Looks at what coordinators changed", subcommands: [.auditList])

    private static let auditList = Command(
        "list", "Lists changes, the newest first",
        details: "Says what was done to what, by whom and why; never a name or an address.",
        options: [
            .value("subject", "NAME", "Only of this kind, such as event or invitation"),
            .value("id", "ID", "Only of this one"),
            .value("limit", "COUNT", "At most so many (100)"), .json,
        ],
        run: { invocation in
            let id = try invocation["id"].map { try UUID(typed: $0) }
            let list = ListAudit(
                subject: invocation["subject"], id: id,
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
                    ["WHEN", "SUBJECT", "ID", "ACTION", "WHO", "WHY"],
                    lines.map { line in
                        [
                            line.occurredAt.ISO8601Format(), line.subject,
                            line.subjectID?.uuidString.lowercased() ?? "-", line.action,
                            line.actor,
                            line.reason ?? line.via ?? "-",
                        ]
                    }
                ).print()
            }
        })
}
