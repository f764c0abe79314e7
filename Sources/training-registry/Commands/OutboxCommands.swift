import Foundation
import TrainingRegistry

extension Command {
    /// Looks at mails.
    static let outbox = Command(
        "outbox", "Looks at the mails that were promised", subcommands: [.outboxList])

    private static let outboxList = Command(
        "list", "Lists mails, the newest first",
        details: "Shows what became of each and what the mail server said last; never its text.",
        options: [
            .value(
                "state", "STATE",
                "Only draft, pending, sending, held, sent, failed, dead or cancelled"),
            .value("limit", "COUNT", "At most so many (100)"), .json,
        ],
        run: { invocation in
            let state = invocation["state"]
            let states = [
                "draft", "pending", "sending", "held", "sent", "failed", "dead", "cancelled",
            ]
            if let state, !states.contains(state) {
                throw CommandFailure(
                    usage: "--state must be one of \(states.joined(separator: ", ")).")
            }
            try await invocation.printOutbox(
                ListOutbox(
                    states: state.map { [$0] } ?? [],
                    limit: try invocation.count("limit", default: 100)))
        })
}

extension Invocation {
    /// Prints the mails of a list, as a table or for programs.
    func printOutbox(_ list: ListOutbox) async throws {
        let settings = try Settings.load(config: config)
        let mails = try await settings.withDatabase { try await $0.outbox(list) }
        if wantsJSON { return try printJSON(mails.map(OutboxRow.init)) }
        Table(
            ["ID", "STATE", "ATTEMPTS", "RECIPIENT", "TEMPLATE", "LAST REPLY"],
            mails.map { mail in
                [
                    String(mail.id), mail.state, String(mail.attempts), mail.recipient,
                    mail.template, mail.lastReply ?? "",
                ]
            }
        ).print()
    }
}

/// One mail as `outbox list --json` prints it.
private struct OutboxRow: Encodable {
    var id: Int64
    var messageID: String
    var recipient: String
    var template: String
    var state: String
    var attempts: Int
    var nextAttemptAt: Date
    var lastReply: String?
    var endedAt: Date?
    var event: String?
    var interest: String?

    enum CodingKeys: String, CodingKey {
        case id, recipient, template, state, attempts, nextAttemptAt, lastReply, endedAt
        case event, interest
        case messageID = "messageId"
    }

    init(_ line: OutboxLine) {
        id = line.id
        messageID = line.messageID
        recipient = line.recipient
        template = line.template
        state = line.state
        attempts = line.attempts
        nextAttemptAt = line.nextAttemptAt
        lastReply = line.lastReply
        endedAt = line.endedAt
        event = line.event
        interest = line.interest?.uuidString.lowercased()
    }
}
