import Foundation
import Postgres
import RegistryHTTP
import TrainingRegistry

extension Command {
    static let mailExplain = Command(
        "explain", "Shows the mails to somebody about an event, and why others are not there",
        details: "Prints names and addresses: they are personal data.",
        arguments: [
            Argument("EVENT", "Its code"),
            Argument("INTEREST", "Whose mails, by the id that interest list prints"),
        ],
        options: [.json],
        run: { invocation in
            let code = try invocation.code(at: 0)
            let id = try UUID(typed: invocation.arguments[1])
            let found = try await invocation.change { database, _, _ in
                try await database.explain(
                    ExplainMails(event: code, interest: id, now: Date()))
            }
            guard let explained = found else {
                throw CommandFailure("The event has no such interest.")
            }
            if invocation.wantsJSON { return printDocument { $0.mails(explained) } }
            explained.show()
        })
}

extension MailsExplained {
    fileprivate func show() {
        print("\(standing.name) <\(standing.address)>")
        if let hold {
            print("On hold since \(hold.heldAt.ISO8601Format()): \(hold.cause)")
        }
        print("")
        Table(
            ["MAIL", "TEMPLATE", "WRITTEN", "BY", "STATE", "BOUNCE", "WHY"],
            mails.map { mail in
                [
                    String(mail.id), mail.template, mail.writtenAt.ISO8601Format(), mail.origin,
                    mail.state, mail.bounceStatus ?? "-",
                    mail.note ?? mail.obstacle?.sentence ?? "-",
                ]
            }
        ).print()
        let attempts = mails.flatMap { mail in mail.attempts.map { (mail.id, $0) } }
        if !attempts.isEmpty {
            print("\nAttempts:")
            Table(
                ["MAIL", "STARTED", "OUTCOME", "PHASE", "CODE", "REPLY"],
                attempts.map { id, attempt in
                    [
                        String(id), attempt.startedAt.ISO8601Format(), attempt.outcome ?? "-",
                        attempt.phase ?? "-", attempt.replyCode.map(String.init) ?? "-",
                        attempt.reply ?? "-",
                    ]
                }
            ).print()
        }
        guard !missing.isEmpty else { return }
        print("\nNot written:")
        Table(
            ["TEMPLATE", "DAYS", "AT", "WHY"],
            missing.map { one in
                [
                    one.kind.rawValue, one.days.map(String.init) ?? "-",
                    one.at?.ISO8601Format() ?? "-", one.reason.sentence,
                ]
            }
        ).print()
    }
}

extension EventMail {
    /// What promised it, where that was not an act for one.
    fileprivate var origin: String {
        if let act { return act.kind.rawValue }
        return againOf.map { "again of \($0)" } ?? "-"
    }
}
