import Foundation
import Mailer
import Postgres
import TrainingRegistry

extension Command {
    /// Nominations for events.
    static let nomination = Command(
        "nomination", "Asks members to nominate, and acts for a focal point",
        subcommands: [
            .nominationList, .nominationInvite, .nominationDeadline, .nominationAdd,
            .nominationSubstitute, .nominationMove, .nominationWithdraw, .nominationRevoke,
        ])

    private static let inEvent = Argument("EVENT", "Its code")
    private static let ofMember = Argument("MEMBER", "Its code, such as LV")
    private static let ofID = Argument("NOMINATION", "Its id")

    private static let nominationList = Command(
        "list", "Lists the nominations for an event",
        details: "Prints names and addresses: they are personal data.", arguments: [inEvent],
        options: [.json],
        run: { invocation in
            let settings = try Settings.load(config: invocation.config)
            try await settings.showNominations(invocation)
        })

    private static let nominationInvite = Command(
        "invite", "Keeps seats for members and mails their focal points a link",
        arguments: [
            inEvent, Argument("DEADLINE", "Such as 2027-04-28T09:00:00Z"),
            Argument(
                "MEMBER=SEATS", "Such as LV=2; without any, every member with a held seat",
                isOptional: true, mayBeRepeated: true),
        ],
        options: [
            .value("seats", "COUNT", "For each member, without a list (1)"), .reason, .send,
            .json,
        ],
        run: { invocation in
            let deadline = try invocation.deadline()
            let shares = try invocation.arguments.dropFirst(2).map {
                (text) throws(CommandFailure) in try InviteNominations.Share(typed: text)
            }
            let each = try invocation.count("seats", default: 1)
            let settings = try Settings.load(config: invocation.config)
            let order = invocation.mailOrder()
            var change = try invocation.roomChange(settings)
            change.mails = order
            let request = InviteNominations(
                change, asking: shares.isEmpty ? .all(seatsEach: each) : .some(shares),
                deadline: deadline)
            try await settings.changeNominations(invocation) {
                try await $0.inviteNominations(request).map { _ in }
            }
            if !invocation.wantsJSON {
                try await settings.withDatabase { try await $0.waiting(order) }.tell()
            }
        })

    private static let nominationDeadline = Command(
        "deadline", "Sets another deadline",
        arguments: [inEvent, Argument("DEADLINE", "Such as 2027-04-28T09:00:00Z")],
        options: [.reason, .json],
        run: { invocation in
            let deadline = try invocation.deadline()
            let settings = try Settings.load(config: invocation.config)
            let request = SetNominationDeadline(
                try invocation.roomChange(settings), deadline: deadline)
            try await settings.changeNominations(invocation) { try await $0.setDeadline(request) }
        })

    private static let nominationAdd = Command(
        "add", "Nominates somebody for a member", arguments: [inEvent, ofMember], options: nominee,
        run: { invocation in
            let (particulars, email) = try invocation.person(from: invocation.arguments[1])
            try await change(invocation, .nominate(particulars, email))
        })

    private static let nominationSubstitute = Command(
        "substitute", "Puts another person in the place of a nomination",
        arguments: [inEvent, ofMember, ofID], options: nominee,
        run: { invocation in
            let (particulars, email) = try invocation.person(from: invocation.arguments[1])
            let id = try UUID(typed: invocation.arguments[2])
            try await change(invocation, .substitute(id, particulars, email))
        })

    private static let nominationMove = Command(
        "move", "Moves a nomination one rank up or down",
        arguments: [inEvent, ofMember, ofID, Argument("WAY", "up or down")],
        options: [.reason, .json],
        run: { invocation in
            let id = try UUID(typed: invocation.arguments[2])
            switch invocation.arguments[3] {
            case "up": try await change(invocation, .moveUp(id))
            case "down": try await change(invocation, .moveDown(id))
            default: throw CommandFailure(usage: "WAY is up or down.")
            }
        })

    private static let nominationWithdraw = Command(
        "withdraw", "Withdraws a nomination", arguments: [inEvent, ofMember, ofID],
        options: [.reason, .json],
        run: { invocation in
            try await change(invocation, .withdraw(try UUID(typed: invocation.arguments[2])))
        })

    private static let nominationRevoke = Command(
        "revoke-links", "Ends the links of a member's focal points",
        arguments: [inEvent, ofMember],
        options: [.reason, .json],
        run: { invocation in
            let settings = try Settings.load(config: invocation.config)
            let request = RevokeNominationLinks(
                try invocation.roomChange(settings), member: invocation.arguments[1])
            try await settings.changeNominations(invocation) { try await $0.revokeLinks(request) }
        })

    private static let nominee: [Option] = Option.person + [.reason, .json]

    private static func change(
        _ invocation: Invocation, _ step: ChangeNomination.Step
    ) async throws {
        let settings = try Settings.load(config: invocation.config)
        let request = ChangeNomination(
            at: .coordinator(
                try invocation.roomChange(settings), member: invocation.arguments[1]), step)
        try await settings.changeNominations(invocation) { try await $0.change(request) }
    }
}

extension Invocation {
    fileprivate func deadline() throws(CommandFailure) -> Date {
        guard let date = try? Date(arguments[1], strategy: .iso8601) else {
            throw CommandFailure(usage: "DEADLINE is written like 2027-04-28T09:00:00Z.")
        }
        return date
    }
}

extension InviteNominations.Share {
    fileprivate init(typed text: String) throws(CommandFailure) {
        let parts = text.split(separator: "=", omittingEmptySubsequences: false)
        guard parts.count == 2, let seats = Int(parts[1]), (1...99).contains(seats) else {
            throw CommandFailure(usage: "MEMBER=SEATS is written like LV=2.")
        }
        self.init(member: String(parts[0]), seats: seats)
    }
}

extension Settings {
    fileprivate func changeNominations(
        _ invocation: Invocation,
        _ body:
            @escaping @Sendable (Postgres.Database) async throws
            -> Result<Void, NominationRefusal>
    ) async throws {
        let outcome = try await withDatabase { try await body($0) }
        if case .failure(let refusal) = outcome {
            throw CommandFailure("Refused: \(refusal.rawValue)")
        }
        try await showNominations(invocation)
    }

    fileprivate func showNominations(_ invocation: Invocation) async throws {
        let event = try invocation.eventCode()
        guard let round = try await withDatabase({ try await $0.nominations(for: event) })
        else { throw CommandFailure("Nobody is asked to nominate for such an event.") }
        let rows = round.members.map(MemberNominationsRow.init)
        if invocation.wantsJSON { return try printJSON(rows) }
        print("Until \(round.deadline.ISO8601Format())")
        Table(
            ["MEMBER", "SEATS", "RANK", "STATUS", "NAME", "ID"],
            rows.flatMap { member in
                let seats = "\(member.taken) of \(member.seats)"
                return member.nominations.isEmpty
                    ? [[member.member, seats, "-", "-", "-", "-"]]
                    : member.nominations.map {
                        [
                            member.member, seats, String($0.rank),
                            $0.hasSeat ? "seated" : $0.status, $0.name, $0.id,
                        ]
                    }
            }
        ).print()
    }
}

/// A member as `nomination list --json` prints it.
private struct MemberNominationsRow: Encodable {
    struct NominationRow: Encodable {
        var id: String
        var rank: Int
        var status: String
        var hasSeat: Bool
        var name: String
        var email: String?
    }

    var member: String
    var seats: Int
    var taken: Int
    var links: Int
    var nominations: [NominationRow]

    init(_ member: MemberNominations) {
        self.member = member.member
        seats = member.seats
        taken = member.taken
        links = member.links
        nominations = member.nominations.map {
            NominationRow(
                id: $0.id.uuidString.lowercased(), rank: $0.rank, status: $0.status.rawValue,
                hasSeat: $0.hasSeat, name: $0.name, email: $0.email)
        }
    }
}
