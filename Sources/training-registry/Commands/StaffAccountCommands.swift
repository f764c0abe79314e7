import Foundation
import Glibc
import Mailer
import Postgres
import TrainingRegistry

extension Command {
    /// Accounts of the console, which the first administrator can only be made with.
    static let staffAccounts: [Command] = [
        addStaff, listStaff, linkStaff, grantRole, endRole, disableStaff, enableStaff,
    ]

    private static let roles = StaffRole.allCases.map(\.rawValue).joined(separator: ", ")
    private static let email = Argument("EMAIL", "The address that they sign in with")
    private static let place: [Option] = [
        .value("programme", "CODE", "Only in this programme (coordinator)"),
        .value("event", "CODE", "Only in this event (coordinator, check-in)"),
    ]

    private static let addStaff = Command(
        "add", "Makes an account and prints the link that sets it up",
        details: """
            The link sets a password and a phone, works once, and is printed once. Roles: \(roles).
            """,
        options: [
            .value("email", "ADDRESS", "What they sign in with"),
            .value("name", "NAME", "As the console greets them"),
            .value("role", "ROLE", "What they are"),
        ] + place + [.json],
        run: { invocation in
            guard let typed = invocation["email"], let email = try? EmailAddress(parsing: typed)
            else { throw CommandFailure(usage: "--email must be an address.") }
            guard let name = try? PersonName(parsing: invocation["name"] ?? "") else {
                throw CommandFailure(usage: "--name must be a name.")
            }
            let (role, place) = try role(invocation["role"], invocation)
            let settings = try Settings.load(config: invocation.config)
            let request = CreateStaff(
                email: email, name: name, role: role, place: place,
                actor: .command(userID: getuid()), now: Date())
            let link = try await settings.withDatabase { database in
                let account = try await database.create(request).orRefused()
                return try await settings.newLink(for: account, database)
            }
            try show(link, invocation)
        })

    private static let listStaff = Command(
        "list", "Lists accounts and their roles", options: [.json],
        run: { invocation in
            let settings = try Settings.load(config: invocation.config)
            let accounts = try await settings.withDatabase { try await $0.staffAccounts() }
            if invocation.wantsJSON {
                try printJSON(accounts.map(StaffRow.init))
            } else {
                Table(
                    ["EMAIL", "NAME", "STATE", "SESSIONS", "ROLES"],
                    accounts.map(StaffRow.init).map { row in
                        [
                            row.email, row.name, row.state, String(row.sessions),
                            row.roles.joined(separator: ", "),
                        ]
                    }
                ).print()
            }
        })

    private static let linkStaff = Command(
        "link", "Prints a new link that sets a password and a phone",
        details: "Links before it end; the account keeps its roles.",
        arguments: [email], options: [.json],
        run: { invocation in
            let settings = try Settings.load(config: invocation.config)
            let typed = invocation.arguments[0]
            let link = try await settings.withDatabase { database in
                let account = try await database.staffAccount(named: typed)
                return try await settings.newLink(for: account.id, database)
            }
            try show(link, invocation)
        })

    private static let grantRole = change("grant", "Gives a role", isGiven: true)
    private static let endRole = change("revoke", "Ends a role", isGiven: false)

    private static func change(_ name: String, _ summary: String, isGiven: Bool) -> Command {
        Command(
            name, summary, details: "Roles: \(roles).",
            arguments: [email, Argument("ROLE", "Such as coordinator")], options: place,
            run: { invocation in
                let (role, place) = try role(invocation.arguments[1], invocation)
                let settings = try Settings.load(config: invocation.config)
                let typed = invocation.arguments[0]
                try await settings.withDatabase { database in
                    let account = try await database.staffAccount(named: typed)
                    try await database.change(
                        ChangeRole(
                            role, place: place, of: account.id, isGiven: isGiven,
                            actor: .command(userID: getuid()), now: Date())
                    ).orRefused()
                }
                print(isGiven ? "The role is given." : "The role is ended.")
            })
    }

    private static let disableStaff = end("disable", "Ends an account at once", isDisabled: true)
    private static let enableStaff = end(
        "enable", "Lets an ended account sign in again", isDisabled: false)

    private static func end(_ name: String, _ summary: String, isDisabled: Bool) -> Command {
        Command(
            name, summary, arguments: [email],
            run: { invocation in
                let settings = try Settings.load(config: invocation.config)
                let typed = invocation.arguments[0]
                try await settings.withDatabase { database in
                    let account = try await database.staffAccount(named: typed)
                    try await database.set(
                        SetStaffDisabled(
                            account.id, isDisabled: isDisabled,
                            actor: .command(userID: getuid()), now: Date())
                    ).orRefused()
                }
                print(isDisabled ? "The account is ended." : "The account may sign in again.")
            })
    }

    private static func role(
        _ text: String?, _ invocation: Invocation
    ) throws(CommandFailure) -> (StaffRole, RolePlace?) {
        guard let role = text.flatMap(StaffRole.init(rawValue:)) else {
            throw CommandFailure(usage: "The roles are \(roles).")
        }
        let programme = try invocation.code("programme")
        let event = try invocation.code("event")
        guard programme == nil || event == nil else {
            throw CommandFailure(usage: "A role is bound to a programme or to an event.")
        }
        let place = programme.map(RolePlace.programme) ?? event.map(RolePlace.event)
        let stand = UUID()
        let scope: RoleScope =
            programme != nil ? .programme(stand) : event != nil ? .event(stand) : .everything
        guard RoleGrant(role, scope) != nil else {
            throw CommandFailure(
                usage: role == .checkIn
                    ? "A check-in helper helps in one event: --event CODE."
                    : "This role holds everywhere: no --programme, no --event.")
        }
        return (role, place)
    }

    private static func show(_ link: String, _ invocation: Invocation) throws {
        if invocation.wantsJSON {
            try printJSON(["link": link])
        } else {
            print(link)
        }
    }
}

extension Settings {
    /// The address that sets an account up.
    fileprivate func newLink(
        for account: UUID, _ database: Postgres.Database
    ) async throws -> String {
        let secret = AccessToken()
        let isMade = try await database.make(
            MakeStaffLink(
                for: account, secret: secret, actor: .command(userID: getuid()), now: Date()))
        guard isMade else { throw CommandFailure("The account is ended; enable it first.") }
        return "\(publicURL)/console/set-up/\(secret)"
    }
}

extension Postgres.Database {
    fileprivate func staffAccount(named typed: String) async throws -> StaffAccount {
        let folded = (try? EmailAddress(parsing: typed))?.folded
        let account = try await staffAccounts().first {
            (try? EmailAddress(parsing: $0.email))?.folded == folded
        }
        guard let account, folded != nil else {
            throw CommandFailure("Nobody has the address \(typed).")
        }
        return account
    }
}

extension Result where Failure == StaffRefusal {
    fileprivate func orRefused() throws(CommandFailure) -> Success {
        switch self {
        case .success(let success): return success
        case .failure(let refusal): throw CommandFailure(refusal.inWords)
        }
    }
}

/// One account as `staff list --json` prints it.
private struct StaffRow: Encodable {
    var id: String
    var email: String
    var name: String
    var state: String
    var sessions: Int
    var roles: [String]

    init(_ account: StaffAccount) {
        id = account.id.uuidString.lowercased()
        email = account.email
        name = account.name
        state =
            account.disabledAt != nil ? "ended" : account.setUpAt == nil ? "invited" : "set up"
        sessions = account.sessions
        roles = account.grants.map { grant in
            switch grant.scope {
            case .everything: grant.role.rawValue
            case .programme(let id): "\(grant.role.rawValue) programme \(id)".lowercased()
            case .event(let id): "\(grant.role.rawValue) event \(id)".lowercased()
            }
        }
    }
}
