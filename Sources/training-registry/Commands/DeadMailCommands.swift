import Foundation
import TrainingRegistry

extension Command {
    static let deadMails = Command(
        "dead", "Lists the mails that failed or were given up, the newest first",
        details: "Prints addresses: they are personal data. A failed mail was refused for good; one"
            + " that was given up can be tried once more, see mail requeue.",
        options: [.value("limit", "COUNT", "At most so many (100)"), .json],
        run: { invocation in
            let list = ListOutbox(
                states: ["failed", "dead"], limit: try invocation.count("limit", default: 100))
            try await invocation.printOutbox(list)
        })

    static let requeueMails = Command(
        "requeue", "Has mails that were given up tried once more",
        details: "By their ids, or all of them. Only while they still say what they said, which is"
            + " for \(RequeueMails.days) days; of an older one a new mail has to be sent.",
        arguments: [
            Argument("ID", "As mail dead prints it", isOptional: true, mayBeRepeated: true)
        ],
        options: [
            .flag("all-dead", "Every mail that was given up"),
            .value("reason", "TEXT", "Why; it stays in the log, so it names nobody"), .json,
        ],
        run: { invocation in
            let ids = invocation.arguments.compactMap { Int64($0) }
            guard ids.count == invocation.arguments.count,
                ids.isEmpty == invocation.has("all-dead")
            else { throw CommandFailure(usage: "Name the ids of mails, or --all-dead.") }
            guard let reason = invocation["reason"].flatMap({ try? PeopleReason(parsing: $0) })
            else { throw CommandFailure(usage: "--reason must be 1 to 500 characters.") }
            let result = try await invocation.change { database, actor, _ in
                try await database.requeue(
                    RequeueMails(
                        ids: ids.isEmpty ? nil : ids, actor: actor, reason: reason, now: Date()))
            }
            let untouched = Set(ids).subtracting(result.requeued).subtracting(result.forgotten)
            if invocation.wantsJSON {
                try printJSON(
                    RequeuedRow(
                        requeued: result.requeued, forgotten: result.forgotten,
                        notDead: untouched.sorted()))
            } else {
                print("\(result.requeued.count) mails are tried once more.")
            }
            guard result.forgotten.isEmpty, untouched.isEmpty else {
                throw CommandFailure(
                    "\(result.forgotten.count) say nothing any more: send a new mail instead."
                        + " \(untouched.count) were not given up.")
            }
        })
}

/// What `mail requeue --json` prints.
private struct RequeuedRow: Encodable {
    var requeued: [Int64]
    var forgotten: [Int64]
    var notDead: [Int64]
}
