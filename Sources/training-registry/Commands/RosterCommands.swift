import Foundation
import Glibc
import Mailer
import Postgres
import TrainingRegistry

extension Command {
    /// The Expert Group: who holds its seats, who speaks for members, who chairs.
    static let roster = Command(
        "roster", "Keeps the roster of the Expert Group",
        subcommands: [
            .rosterShow, .rosterSet, .focalPoints, .setFocalPoint, .rosterChair, .rosterYears,
            .rosterPresent,
        ])

    private static let rosterShow = Command(
        "show", "Shows the roster of a day",
        details: "Prints names: they are personal data.", options: [.on, .json],
        run: { invocation in
            let day = try invocation.day("on") ?? .todayInUTC()
            let settings = try Settings.load(config: invocation.config)
            let roster = try await settings.withDatabase { try await $0.roster(on: day) }
            try roster.show(asJSON: invocation.wantsJSON)
        })

    private static let rosterPresent = Command(
        "present", "Counts who was at a meeting, by the member whose seat they have",
        arguments: [Argument("EVENT", "Its code")], options: [.json],
        run: { invocation in
            let code = try invocation.code(at: 0)
            let settings = try Settings.load(config: invocation.config)
            let states = try await settings.withDatabase { try await $0.presentByState(at: code) }
            guard let states else { throw CommandFailure("There is no such event.") }
            if invocation.wantsJSON {
                try printJSON(states.map(PresenceRow.init))
            } else {
                Table(
                    ["MEMBER", "NAME", "SEATS", "CONFIRMED", "PRESENT", "VACANT"],
                    states.map { state in
                        [
                            state.member, state.name, String(state.seats),
                            String(state.confirmed), String(state.present), String(state.vacant),
                        ]
                    }
                ).print()
            }
        })

    private static let rosterSet = Command(
        "set", "Says who holds a seat from a day on",
        arguments: [
            Argument("MEMBER", "Its code, such as LV"),
            Argument("ROLE", "member, deputy or alternate"),
            Argument("HOLDER", "Who; without it the seat is vacant", isOptional: true),
        ],
        options: [
            .value("from", "DAY", "The first day (today)"),
            .value("rank", "NUMBER", "Of an alternate (1)"),
            .value("institution", "NAME", "The ministry or agency"),
            .value("source", "TEXT", "Where it is known from"), .reason, .json,
        ],
        run: { invocation in
            guard let role = RosterEntry.Role(rawValue: invocation.arguments[1]) else {
                throw CommandFailure(usage: "ROLE must be one of member, deputy, alternate.")
            }
            let rank = try invocation.count("rank", default: 1)
            guard rank == 1 || role == .alternate, (1...99).contains(rank) else {
                throw CommandFailure(usage: "--rank: only alternates have ranks, from 1 to 99.")
            }
            let day = try invocation.day("from") ?? .todayInUTC()
            let entry = SaveRosterEntry(
                member: invocation.arguments[0], role: role, rank: rank, from: day,
                holder: invocation.arguments.count > 2 ? invocation.arguments[2] : nil,
                institution: invocation["institution"],
                source: invocation["source"] ?? "Typed at a terminal",
                actor: .command(userID: getuid()), reason: invocation["reason"], now: Date())
            let settings = try Settings.load(config: invocation.config)
            let roster = try await settings.withDatabase { database in
                try await database.save(entry) ? try await database.roster(on: day) : nil
            }
            guard let roster else { throw CommandFailure("There is no such member.") }
            try roster.show(asJSON: invocation.wantsJSON)
        })

    private static let focalPoints = Command(
        "focal-points", "Lists who speaks for members on a day",
        details: "Prints names and addresses: they are personal data.", options: [.on, .json],
        run: { invocation in
            let day = try invocation.day("on") ?? .todayInUTC()
            let settings = try Settings.load(config: invocation.config)
            let points = try await settings.withDatabase { try await $0.focalPoints(on: day) }
            try FocalPoint.show(points, asJSON: invocation.wantsJSON)
        })

    private static let setFocalPoint = Command(
        "set-focal-point", "Lets an address speak for a member",
        arguments: [
            Argument("MEMBER", "Its code, such as LV"), Argument("NAME", "Who"),
            Argument("EMAIL", "The address"),
        ],
        options: [
            .value("from", "DAY", "The first day (today)"), .value("until", "DAY", "The last day"),
            .value("language", "TAG", "Of the mails"), .json,
        ],
        run: { invocation in
            guard let email = try? EmailAddress(parsing: invocation.arguments[2]) else {
                throw CommandFailure(usage: "EMAIL is not an address that mail can reach.")
            }
            let day = try invocation.day("from") ?? .todayInUTC()
            let request = SaveFocalPoint(
                member: invocation.arguments[0], name: invocation.arguments[1], email: email,
                language: invocation["language"].flatMap { try? LanguageTag(parsing: $0) },
                from: day, until: try invocation.day("until"),
                actor: .command(userID: getuid()), now: Date())
            let settings = try Settings.load(config: invocation.config)
            let points = try await settings.withDatabase { database in
                try await database.save(request) ? try await database.focalPoints(on: day) : nil
            }
            guard let points else { throw CommandFailure("There is no such member.") }
            try FocalPoint.show(points, asJSON: invocation.wantsJSON)
        })

    private static let rosterChair = Command(
        "chair", "Shows or sets who chairs a meeting of the Expert Group",
        arguments: [
            Argument("EVENT", "Its code"),
            Argument("MEMBER", "Who chairs instead; - for the presidency", isOptional: true),
        ],
        options: [.reason, .json],
        run: { invocation in
            let event = try invocation.eventCode()
            let change: SetChair?
            if invocation.arguments.count > 1 {
                guard let reason = invocation["reason"] else {
                    throw CommandFailure(usage: "--reason is needed for another chair.")
                }
                let member = invocation.arguments[1]
                change = SetChair(
                    event: event, member: member == "-" ? nil : member, reason: reason,
                    actor: .command(userID: getuid()), now: Date())
            } else {
                change = nil
            }
            let settings = try Settings.load(config: invocation.config)
            let chair: EventChair? = try await settings.withDatabase { database in
                if let change, try await !database.setChair(change) { return nil }
                return try await database.chair(of: event)
            }
            guard let chair else {
                throw CommandFailure("There is no such meeting or member, or nobody presides.")
            }
            try chair.show(asJSON: invocation.wantsJSON)
        })

    private static let rosterYears = Command(
        "years", "Lists the years of mandates, and which have fewer than two meetings",
        options: [.json],
        run: { invocation in
            let settings = try Settings.load(config: invocation.config)
            let years = try await settings.withDatabase { try await $0.mandateYears() }
            try MandateYear.show(years, on: .todayInUTC(), asJSON: invocation.wantsJSON)
        })
}

extension Option {
    fileprivate static let on = value("on", "DAY", "Such as 2016-07-01 (today)")
}

extension CalendarDay {
    fileprivate static func todayInUTC() throws(CommandFailure) -> CalendarDay {
        guard let day = CalendarDay(parsing: String(Date().ISO8601Format().prefix(10))) else {
            throw CommandFailure("The clock of this machine tells no day.")
        }
        return day
    }
}

/// One member as `roster present --json` prints it.
private struct PresenceRow: Encodable {
    var member: String
    var seats: Int
    var confirmed: Int
    var present: Int
    var vacant: Int

    init(_ state: StatePresence) {
        member = state.member
        seats = state.seats
        confirmed = state.confirmed
        present = state.present
        vacant = state.vacant
    }
}
