import Foundation
import TrainingRegistry

extension Command {
    /// Looks at interests.
    static let interest = Command(
        "interest", "Looks at the interests that were expressed, and moves them",
        subcommands: [.interestList] + selectionCommands)

    private static let interestList = Command(
        "list", "Lists interests, the first that came first",
        details: "Prints names and addresses: they are personal data.",
        options: [
            .value("event", "CODE", "Only in this event"),
            .value("programme", "CODE", "Only in this programme, without a date"),
            .value("state", "STATE", "Only unconfirmed, confirmed or withdrawn"),
            .value("limit", "COUNT", "At most so many (1000)"), .json,
        ],
        run: { invocation in
            let list = ListInterests(
                event: try invocation.code("event"), programme: try invocation.code("programme"),
                state: try invocation.interestState(),
                limit: try invocation.count("limit", default: 1_000))
            let settings = try Settings.load(config: invocation.config)
            let lines = try await settings.withDatabase { try await $0.interests(list) }
            if invocation.wantsJSON {
                try printJSON(lines.map(InterestRow.init))
            } else {
                Table(
                    ["RECEIVED", "STATE", "TARGET", "NAME", "ADDRESS", "SECTOR", "COUNTRY"],
                    lines.map { line in
                        [
                            line.receivedAt.ISO8601Format(), line.state.rawValue,
                            line.target.description, "\(line.givenName) \(line.familyName)",
                            line.email, line.sector, line.country,
                        ]
                    }
                ).print()
            }
        })
}

extension Invocation {
    /// A code such as `audtrain-riga`.
    func code(_ name: String) throws(CommandFailure) -> Code? {
        guard let text = self[name] else { return nil }
        do {
            return try Code(parsing: text)
        } catch {
            throw CommandFailure(usage: "--\(name): \(error.detail)")
        }
    }

    fileprivate func interestState() throws(CommandFailure) -> InterestState? {
        guard let text = self["state"] else { return nil }
        guard let state = InterestState(rawValue: text) else {
            let known = InterestState.allCases.map(\.rawValue).joined(separator: ", ")
            throw CommandFailure(usage: "--state must be one of \(known).")
        }
        return state
    }
}

/// One interest as `interest list --json` prints it.
private struct InterestRow: Encodable {
    var id: UUID
    var target: String
    var state: String
    var status: String?
    var givenName: String
    var familyName: String
    var email: String
    var organisation: String?
    var sector: String
    var country: String
    var language: String?
    var receivedAt: Date
    var confirmedAt: Date?
    var withdrawnAt: Date?

    init(_ line: InterestLine) {
        id = line.id
        target = line.target.description
        state = line.state.rawValue
        status = line.status
        givenName = line.givenName
        familyName = line.familyName
        email = line.email
        organisation = line.organisation
        sector = line.sector
        country = line.country
        language = line.language
        receivedAt = line.receivedAt
        confirmedAt = line.confirmedAt
        withdrawnAt = line.withdrawnAt
    }
}
