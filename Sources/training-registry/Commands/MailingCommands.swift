import Foundation
import Postgres
import RegistryHTTP
import TrainingRegistry

extension Command {
    /// Mails of many before they leave.
    static let mailing = Command(
        "mailing", "Looks at mails of many before they leave, and lets them go",
        details: """
            What is done for many, such as moving an event, leaves its mails as drafts; --send \
            there sends them at once.
            """,
        subcommands: [
            .mailingList, .mailingShow, .mailingRelease, .mailingDiscard, .mailingTakeOut,
        ])

    private static let mailingList = Command(
        "list", "Lists mailings, the newest first",
        options: [
            .value("event", "CODE", "Only those of this event"),
            .flag("waiting", "Only those that wait"), .json,
        ],
        run: { invocation in
            let event = try invocation["event"].map { text throws(CommandFailure) in
                guard let code = try? Code(parsing: text) else {
                    throw CommandFailure(usage: "--event must be the code of an event.")
                }
                return code
            }
            let list = ListMailings(event: event, onlyWaiting: invocation.has("waiting"))
            let mailings = try await invocation.change { database, _, _ in
                try await database.mailings(list)
            }
            if invocation.wantsJSON {
                return printDocument { json in
                    json.array { array in for one in mailings { array.mailing(one) } }
                }
            }
            Table(
                ["ID", "KIND", "EVENT", "STATE", "WRITTEN", "MAILS", "DRAFTS", "RUNS OUT"],
                mailings.map { one in
                    [
                        one.id.uuidString.lowercased(), one.kind.rawValue, one.event,
                        one.state.rawValue, one.writtenAt.ISO8601Format(),
                        String(one.recipients), String(one.drafts),
                        one.runsOutAt?.ISO8601Format() ?? "-",
                    ]
                }
            ).print()
        })

    private static let mailingShow = Command(
        "show", "Shows who gets the mails of a mailing, who does not and why, and what they say",
        details: "Prints names and addresses: they are personal data.",
        arguments: [ofEvent, which], options: [.json],
        run: { invocation in
            let code = try invocation.code(at: 0)
            let id = try UUID(typed: invocation.arguments[1])
            let mails = try Settings.load(config: invocation.config).unsignedRenderer()
            let found = try await invocation.change { database, _, _ in
                try await database.mailing(id, of: code, now: Date())
            }
            guard let detail = found else {
                throw CommandFailure("There is no such mailing of the event.")
            }
            let samples = mails.samples(of: detail, now: Date())
            if invocation.wantsJSON {
                return printDocument { $0.mailing(detail, samples: samples) }
            }
            detail.show()
            for sample in samples {
                print("\n\(sample.recipient.template), \(sample.draft.language):")
                print("Subject: \(sample.draft.subject)\n\n\(sample.draft.text)")
            }
        })

    private static let mailingRelease = Command(
        "release", "Sends the mails of a mailing that are still true",
        arguments: [ofEvent, which], options: [.json],
        run: { try await $0.endMailing(.release) })

    private static let mailingDiscard = Command(
        "discard", "Takes all mails of a mailing back; what was done stays done",
        arguments: [ofEvent, which], options: [why, .json],
        run: { try await $0.endMailing(.discard(try $0.mailingReason())) })

    private static let mailingTakeOut = Command(
        "take-out", "Takes one mail out of a mailing",
        arguments: [ofEvent, which, Argument("MAIL", "By number, as mailing show prints it")],
        options: [why, .json],
        run: { invocation in
            let mail = try invocation.mailNumber(at: 2)
            try await invocation.endMailing(.takeOut(mail, try invocation.mailingReason()))
        })

    static let mailResend = Command(
        "resend", "Sends a mail again as another message, while what it says is true",
        details: "Invitations, nominations and accounts have their own commands for it.",
        arguments: [
            ofEvent, Argument("MAIL", "By number, as outbox list prints it"),
        ],
        options: [why, .json],
        run: { invocation in
            let code = try invocation.code(at: 0)
            let mail = try invocation.mailNumber(at: 1)
            let reason = try invocation.mailingReason()
            let again = try await invocation.change { database, actor, settings in
                try await database.resend(
                    ResendMail(
                        event: code, mail: mail, actor: actor, reason: reason, now: Date(),
                        mailDomain: settings.mailDomain))
            }
            switch again {
            case .success(let number):
                if invocation.wantsJSON { return try printJSON(["mail": number]) }
                print("Mail \(number) is on its way.")
            case .failure(let refusal): throw CommandFailure(refusal.description)
            }
        })

    private static let ofEvent = Argument("EVENT", "Its code")
    private static let which = Argument("ID", "As mailing list prints it")
    private static let why = Option.value(
        "reason", "TEXT", "Why; it stays in the log, so it names nobody")
}

extension Option {
    /// Of what tells many: their mails need no release.
    static let send = Option.flag("send", "Send mails at once, however many they are")
}

extension Invocation {
    /// What becomes of the mails: as a document says, unless --send does.
    func mailOrder(else order: MailOrder? = nil) -> MailOrder {
        has("send") ? MailOrder(.send) : order ?? MailOrder(nil)
    }

    fileprivate func mailNumber(at index: Int) throws(CommandFailure) -> Int64 {
        guard let mail = Int64(arguments[index]), mail > 0 else {
            throw CommandFailure(usage: "MAIL is a number, as the lists print it.")
        }
        return mail
    }

    fileprivate func mailingReason() throws(CommandFailure) -> PeopleReason {
        guard let text = self["reason"], let reason = try? PeopleReason(parsing: text) else {
            throw CommandFailure(usage: "--reason must be 1 to 500 characters.")
        }
        return reason
    }

    fileprivate func endMailing(_ step: EndMailing.Step) async throws {
        let code = try code(at: 0)
        let id = try UUID(typed: arguments[1])
        let outcome = try await change { database, actor, _ in
            try await database.end(
                EndMailing(event: code, mailing: id, step: step, actor: actor, now: Date()))
        }
        switch outcome {
        case .success(let end):
            if wantsJSON { return printDocument { $0.mailingEnd(end) } }
            print(
                "On their way: \(end.released); on hold: \(end.held); not sent: \(end.omitted).")
        case .failure(.unknown):
            throw CommandFailure("There is no such mailing of the event, or no such mail in it.")
        case .failure(.endedAlready):
            throw CommandFailure("It was released or discarded already.")
        }
    }
}

extension Mailing? {
    /// Says at a terminal that mails wait, where some do.
    func tell() {
        guard let self else { return }
        print(
            self.drafts.counted("mail waits", "mails wait")
                + ": training-registry mailing show \(self.event) "
                + self.id.uuidString.lowercased())
    }
}

extension MailingDetail {
    fileprivate func show() {
        print("\(mailing.kind.rawValue) of \(mailing.event): \(mailing.state.rawValue)\n")
        Table(
            ["MAIL", "NAME", "ADDRESS", "TEMPLATE", "LANGUAGE", "STATE", "RUNS OUT"],
            getting.map { one in
                [
                    String(one.id), one.name, one.address, one.template, one.language, one.state,
                    one.runsOutAt?.ISO8601Format() ?? "-",
                ]
            }
        ).print()
        print("\nNot written to:")
        let omitted = missing.map { one in
            [one.name, one.obstacle?.rawValue ?? "-", one.obstacleSince?.ISO8601Format() ?? "-"]
        }
        let others = bystanders.map { one in
            [
                one.name, mailing.kind.absence(of: one, writtenAt: mailing.writtenAt).rawValue,
                (one.withdrawnAt ?? one.since)?.ISO8601Format() ?? "-",
            ]
        }
        Table(["NAME", "WHY", "SINCE"], omitted + others).print()
    }
}
