import Foundation
import TrainingRegistry

extension Command {
    /// Says who may use the console and the coordinators' API.
    static let staff = Command(
        "staff", "Says who may use the console and the coordinators' API",
        subcommands: staffAccounts + [
            Command(
                "token", "Makes, lists and ends keys of the API",
                subcommands: [.createToken, .listTokens, .revokeToken])
        ])

    private static let createToken = Command(
        "create", "Makes a key and prints it, once",
        details: "Send it as Authorization: Bearer KEY. Only its hash is kept.",
        options: [
            .value("label", "TEXT", "What it is for, such as \"selection script\""),
            .value("days", "COUNT", "How long it is good (90)"),
            .value(
                "role", "ROLE",
                "What it may do: coordinator (if not said), administrator, report-writer, auditor"),
            .json,
        ],
        run: { invocation in
            guard let text = invocation["label"] else {
                throw CommandFailure(usage: "--label is missing.")
            }
            guard let label = try? TokenLabel(parsing: text) else {
                throw CommandFailure(usage: "--label must be 1 to 100 characters on one line.")
            }
            let days = try invocation.count("days", default: 90)
            guard days <= 3_650 else { throw CommandFailure(usage: "--days: at most 3650.") }
            let word = invocation["role"] ?? StaffRole.coordinator.rawValue
            guard let role = StaffRole(rawValue: word), RoleGrant(role) != nil else {
                throw CommandFailure(
                    usage: "--role: coordinator, administrator, report-writer or auditor.")
            }
            let settings = try Settings.load(config: invocation.config)
            let secret = AccessToken()
            let token = try await settings.withDatabase {
                try await $0.createStaffToken(
                    label, role: role, secret: secret, now: Date(), days: days)
            }
            if invocation.wantsJSON {
                try printJSON(NewTokenRow(token: TokenRow(token), key: secret.description))
            } else {
                print(secret.description)
            }
        })

    private static let listTokens = Command(
        "list", "Lists keys, the latest first", options: [.json],
        run: { invocation in
            let settings = try Settings.load(config: invocation.config)
            let tokens = try await settings.withDatabase { try await $0.staffTokens() }
            if invocation.wantsJSON {
                try printJSON(tokens.map(TokenRow.init))
            } else {
                Table(
                    ["ID", "ROLE", "CREATED", "EXPIRES", "REVOKED", "LABEL"],
                    tokens.map { token in
                        [
                            token.id.uuidString.lowercased(), token.role.rawValue,
                            token.createdAt.ISO8601Format(),
                            token.expiresAt.ISO8601Format(),
                            token.revokedAt?.ISO8601Format() ?? "-", token.label,
                        ]
                    }
                ).print()
            }
        })

    private static let revokeToken = Command(
        "revoke", "Ends a key at once", arguments: [Argument("ID", "As token list prints it")],
        run: { invocation in
            guard let id = UUID(uuidString: invocation.arguments[0]) else {
                throw CommandFailure(usage: "ID must be one that token list prints.")
            }
            let settings = try Settings.load(config: invocation.config)
            let isEnded = try await settings.withDatabase {
                try await $0.revokeStaffToken(id, now: Date())
            }
            guard isEnded else { throw CommandFailure("No key of that id is in force.") }
            print("The key is ended.")
        })
}

/// One key as `staff token list --json` prints it.
private struct TokenRow: Encodable {
    var id: String
    var label: String
    var role: String
    var createdAt: Date
    var expiresAt: Date
    var revokedAt: Date?

    init(_ token: StaffToken) {
        id = token.id.uuidString.lowercased()
        label = token.label
        role = token.role.rawValue
        createdAt = token.createdAt
        expiresAt = token.expiresAt
        revokedAt = token.revokedAt
    }
}

/// A new key with its secret.
private struct NewTokenRow: Encodable {
    var token: TokenRow
    var key: String
}
