import Foundation
import Mailer
import Postgres
import RegistryHTTP
import TrainingRegistry

extension Command {
    /// Stops mail to an address, and lets it go again.
    static let address = Command(
        "address", "Stops mails to an address, and lets them go again",
        details: "Prints addresses: they are personal data.",
        subcommands: [.listHolds, .holdAddress, .releaseAddress, .resendHeld])

    private static let listHolds = Command(
        "list", "Lists addresses on hold, the newest first",
        options: [
            .flag("released", "Those that are over, too"),
            .value("limit", "COUNT", "At most so many (50)"), .json,
        ],
        run: { invocation in
            let list = ListHolds(
                withReleased: invocation.has("released"),
                limit: try invocation.count("limit", default: 50))
            let holds = try await invocation.change { database, _, _ in
                try await database.holds(list)
            }
            if invocation.wantsJSON {
                printDocument { json in
                    json.array { array in for hold in holds { array.addressHold(hold) } }
                }
            } else {
                Table(
                    ["ID", "ADDRESS", "CAUSE", "SINCE", "RELEASED", "MAILS HELD"],
                    holds.map { hold in
                        [
                            hold.id.uuidString.lowercased(), hold.address,
                            [hold.cause, hold.status].compactMap { $0 }.joined(separator: " "),
                            hold.heldAt.ISO8601Format(),
                            hold.releasedAt?.ISO8601Format() ?? "-", String(hold.heldMails),
                        ]
                    }
                ).print()
            }
        })

    private static let holdAddress = Command(
        "hold", "Sends nothing more to an address",
        details: "What is due to it is kept as held, and is sent by address resend only.",
        arguments: [Argument("ADDRESS", "The mail address")],
        options: [
            .value("cause", "CAUSE", "complaint, or by-hand (by-hand)"), reason, .json,
        ],
        run: { invocation in
            let typed = invocation["cause"] ?? HoldAddress.Cause.byHand.rawValue
            guard let cause = HoldAddress.Cause(rawValue: typed) else {
                throw CommandFailure(usage: "--cause must be complaint or by-hand.")
            }
            guard let address = try? EmailAddress(parsing: invocation.arguments[0]) else {
                throw CommandFailure(usage: "ADDRESS must be a mail address.")
            }
            let reason = try invocation.holdReason()
            let id = try await invocation.change { database, actor, _ in
                try await database.hold(
                    HoldAddress(
                        address: address, cause: cause, actor: actor, reason: reason, now: Date())
                ).orRefused()
            }
            let text = id.uuidString.lowercased()
            if invocation.wantsJSON { try printJSON(["id": text]) } else { print(text) }
        })

    private static let releaseAddress = Command(
        "release", "Lets mails to an address go again",
        details: "What was held meanwhile is not sent by this.",
        arguments: [hold], options: [reason, .json],
        run: { invocation in
            let hold = try UUID(typed: invocation.arguments[0])
            let reason = try invocation.holdReason()
            let waiting = try await invocation.change { database, actor, _ in
                try await database.release(
                    ReleaseAddress(hold: hold, actor: actor, reason: reason, now: Date())
                ).orRefused()
            }
            if invocation.wantsJSON { return try printJSON(["held_mails": waiting]) }
            print(
                "Released; \(waiting.counted("mail waits", "mails wait")), see address resend.")
        })

    private static let resendHeld = Command(
        "resend", "Sends the mails that were held while an address was on hold",
        details: "Only while what they say is true: of others it prints why they are taken back.",
        arguments: [hold], options: [.json],
        run: { invocation in
            let hold = try UUID(typed: invocation.arguments[0])
            let done = try await invocation.change { database, actor, _ in
                try await database.resend(ResendHeld(hold: hold, actor: actor, now: Date()))
                    .orRefused()
            }
            if invocation.wantsJSON { return printDocument { $0.heldMailsSent(done) } }
            print(done.sent.counted("mail is on its way.", "mails are on their way."))
            printLeftOut(done.leftOut)
        })

    private static let hold = Argument("ID", "As address list prints it")
    private static let reason = Option.value(
        "reason", "TEXT", "Why; it stays in the log, so it names nobody")
}

extension Invocation {
    fileprivate func holdReason() throws(CommandFailure) -> PeopleReason {
        guard let text = self["reason"], let reason = try? PeopleReason(parsing: text) else {
            throw CommandFailure(usage: "--reason must be 1 to 500 characters.")
        }
        return reason
    }
}

extension Result where Failure == HoldRefusal {
    fileprivate func orRefused() throws(CommandFailure) -> Success {
        switch self {
        case .success(let value): return value
        case .failure(let refusal):
            let words =
                switch refusal {
                case .heldAlready: "The address is on hold already."
                case .unknownHold: "There is no such hold."
                case .releasedAlready: "The hold is over already."
                case .stillHeld: "The address is on hold; release it first."
                }
            throw CommandFailure(words)
        }
    }
}
