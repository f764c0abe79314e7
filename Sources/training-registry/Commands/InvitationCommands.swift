import Foundation
import Mailer
import RegistryHTTP
import TrainingRegistry

extension Command {
    /// The commands of the group `event` that are about invitations.
    static let invitationCommands: [Command] = [
        .eventInvite, .eventInvitations, .resendInvitation, .revokeInvitation,
    ]

    private static let invitedTo = Argument("CODE", "Of the event, such as protect-tallinn-2027")
    private static let which = Argument("INVITATION", "By id, as event invitations prints it")

    private static let eventInvite = Command(
        "invite", "Invites addresses to an event; each gets a mail with a link of its own",
        details: "Give --email or --file. An address that is invited already gets no other mail.",
        arguments: [invitedTo],
        options: [
            .value("email", "ADDRESS", "Whom to invite", mayBeRepeated: true),
            .value("file", "FILE", "A JSON document as the API takes it, or - for input"),
            .reason, .send, .json,
        ],
        run: { invocation in
            let code = try invocation.code(at: 0)
            let document = try invocation["file"].map { try Invocation.bytes(of: $0) }
            let typed = try invocation.all("email").map { try Invocation.guest($0) }
            guard (document == nil) != typed.isEmpty else {
                throw CommandFailure(usage: "Either --email or --file is needed.")
            }
            let reason = try invocation.title("reason")?.description
            let (answers, mailing) = try await invocation.change { database, actor, settings in
                let read = try document.map { try InvitationForms.guests(json: $0) }
                var invitations = InvitePeople(
                    event: code, guests: read?.guests ?? typed, actor: actor,
                    reason: reason ?? read?.reason, now: Date(), mailDomain: settings.mailDomain)
                invitations.mails = invocation.mailOrder(else: read?.mails)
                return (
                    try await database.invite(invitations).get(),
                    try await database.waiting(invitations.mails)
                )
            }
            if invocation.wantsJSON {
                return printDocument { $0.invitationAnswers(answers, mailing: mailing) }
            }
            mailing.tell()
            Table(
                ["INVITATION", "ADDRESS", "OUTCOME"],
                answers.map {
                    [$0.id.uuidString.lowercased(), $0.email, $0.isNew ? "invited" : "known"]
                }
            ).print()
        })

    private static let eventInvitations = Command(
        "invitations", "Lists who is invited to an event, and what came of it",
        details: "Prints addresses: they are personal data.", arguments: [invitedTo],
        options: [.json],
        run: { invocation in
            let code = try invocation.code(at: 0)
            let found = try await invocation.change { database, _, _ in
                try await database.invitations(to: code)
            }
            guard let list = found else { throw InvitationRefusal.unknown }
            if invocation.wantsJSON {
                printDocument { json in
                    json.array { array in for one in list { array.invitation(one) } }
                }
            } else {
                Table(
                    ["INVITATION", "STATE", "SENT", "ADDRESS"],
                    list.map {
                        [
                            $0.id.uuidString.lowercased(), $0.state.rawValue,
                            $0.sentAt.ISO8601Format(), $0.email,
                        ]
                    }
                ).print()
            }
        })

    private static let resendInvitation = Command(
        "resend-invitation", "Sends another link; the one before does not work any more",
        arguments: [invitedTo, which],
        run: { invocation in
            let code = try invocation.code(at: 0)
            let id = try UUID(typed: invocation.arguments[1])
            try await invocation.change { database, actor, settings in
                try await database.resend(
                    ResendInvitation(
                        event: code, invitation: id, actor: actor, now: Date(),
                        mailDomain: settings.mailDomain)
                ).get()
            }
            print("The invitation is sent again.")
        })

    private static let revokeInvitation = Command(
        "revoke-invitation", "Takes an invitation back that nobody used",
        arguments: [invitedTo, which], options: [.reason],
        run: { invocation in
            let code = try invocation.code(at: 0)
            let id = try UUID(typed: invocation.arguments[1])
            let reason = try invocation.title("reason")?.description
            try await invocation.change { database, actor, _ in
                try await database.revoke(
                    RevokeInvitation(
                        event: code, invitation: id, actor: actor, reason: reason, now: Date())
                ).get()
            }
            print("The invitation is revoked.")
        })
}

extension Invocation {
    fileprivate static func guest(_ text: String) throws(CommandFailure) -> InvitePeople.Guest {
        do {
            return InvitePeople.Guest(email: try EmailAddress(parsing: text))
        } catch {
            throw CommandFailure(usage: "--email: \(error.detail)")
        }
    }
}
