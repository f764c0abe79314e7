import Foundation
import RegistryHTTP
import TrainingRegistry

extension Command {
    static let deadMails = Command(
        "dead", "Lists the mails that failed or were given up, the newest first",
        details: "Prints addresses: they are personal data. They can be tried once more, see mail"
            + " requeue; the address of a failed mail is most likely wrong.",
        options: [.value("limit", "COUNT", "At most so many (100)"), .json],
        run: { invocation in
            try await invocation.printOutbox(
                .lost(limit: try invocation.count("limit", default: 100)))
        })

    static let requeueMails = Command(
        "requeue", "Has mails that failed or were given up tried once more",
        details: "By their ids, or all of a kind. Only while they still say what they said, which"
            + " is for \(RequeueMails.days) days; of an older one a new mail has to be sent. What"
            + " one says has to be true yet: of others it prints why they are taken back.",
        arguments: [
            Argument("ID", "As mail dead prints it", isOptional: true, mayBeRepeated: true)
        ],
        options: [
            .flag("all-dead", "Every mail that was given up"),
            .flag("all-failed", "Every mail that a mail server refused"),
            .value("reason", "TEXT", "Why; it stays in the log, so it names nobody"), .json,
        ],
        run: { invocation in
            let ids = invocation.arguments.compactMap { Int64($0) }
            let choices: [RequeueMails.Choice] =
                (ids.isEmpty ? [] : [.named(ids)])
                + RequeueMails.Loss.allCases.filter { invocation.has("all-\($0.rawValue)") }.map {
                    .all($0)
                }
            guard ids.count == invocation.arguments.count, choices.count == 1 else {
                throw CommandFailure(
                    usage: "Name the ids of mails, or --all-dead, or --all-failed.")
            }
            guard let reason = invocation["reason"].flatMap({ try? PeopleReason(parsing: $0) })
            else { throw CommandFailure(usage: "--reason must be 1 to 500 characters.") }
            let result = try await invocation.change { database, actor, _ in
                try await database.requeue(
                    RequeueMails(
                        choice: choices[0], actor: actor, reason: reason, now: Date()))
            }
            if invocation.wantsJSON {
                printDocument { $0.requeued(result) }
            } else {
                print(
                    result.requeued.count.counted("mail is", "mails are") + " tried once more.")
                printLeftOut(result.leftOut)
            }
            guard result.forgotten.isEmpty, result.notDead.isEmpty else {
                throw CommandFailure(
                    result.forgotten.count.counted("says", "say")
                        + " nothing any more: send a new mail instead. "
                        + result.notDead.count.counted("was", "were")
                        + " neither refused nor given up.")
            }
        })
}

/// Says which mails were taken back, and why.
func printLeftOut(_ mails: [LeftOutMail]) {
    for mail in mails { print("Left out: mail \(mail.id). \(mail.obstacle.sentence)") }
}
