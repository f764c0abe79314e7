import Foundation
import Glibc
import TrainingRegistry

extension Command {
    static let erasePerson = Command(
        "erase", "Erases a person for good; what is counted stays",
        details: """
            Asks nothing. --preview prints what would go and what would stay, and changes nothing.
            --again is for after a backup was restored: it erases whoever was erased before, and
            whoever is in the FILE of --list, which is what person erased printed.
            """,
        arguments: [Argument("ID", "As person search prints it", isOptional: true)],
        options: [
            .value("reason", "TEXT", "Why; it stays in the log, so it names nobody"),
            .flag("preview", "Only print what would go and what would stay"),
            .flag("again", "Erase again whoever a restored backup brought back"),
            .value("list", "FILE", "With --again: ids of who was erased, one on a line"), .json,
        ],
        run: { invocation in
            if invocation.has("again") { return try await eraseAgain(invocation) }
            guard let id = invocation.arguments.first.flatMap({ UUID(uuidString: $0) }) else {
                throw CommandFailure(usage: "ID must be an id.")
            }
            let settings = try Settings.load(config: invocation.config)
            let actor = RegistryActor.command(userID: getuid())
            let outcome: Result<[ErasureLine], ErasureRefusal>
            if invocation.has("preview") {
                outcome = try await settings.withDatabase {
                    try await $0.previewErasure(of: id, by: actor, now: Date())
                }
            } else {
                guard let text = invocation["reason"],
                    let reason = try? PeopleReason(parsing: text)
                else { throw CommandFailure(usage: "--reason must be 1 to 500 characters.") }
                let request = ErasePerson(
                    person: id, actor: actor, reason: reason, now: Date(),
                    mailDomain: settings.mailDomain)
                outcome = try await settings.withDatabase { try await $0.erase(request) }
            }
            switch outcome {
            case .success(let lines): try show(lines, asJSON: invocation.wantsJSON)
            case .failure(let refusal): throw CommandFailure(refusal.description)
            }
        })

    static let listErased = Command(
        "erased", "Prints the ids of who was erased, to be kept beside the backups",
        details: "Random numbers, one on a line; person erase --again --list reads them.",
        options: [.json],
        run: { invocation in
            let settings = try Settings.load(config: invocation.config)
            let people = try await settings.withDatabase { try await $0.erasedPeople() }
            if invocation.wantsJSON {
                try printJSON(people.map(ErasedRow.init))
            } else {
                for person in people { print(person.id.uuidString.lowercased()) }
            }
        })

    private static func show(_ lines: [ErasureLine], asJSON: Bool) throws {
        if asJSON { return try printJSON(lines.map(ErasureRow.init)) }
        Table(
            ["TABLE", "BECOMES", "ROWS"],
            lines.map { [$0.table, $0.deed.rawValue, String($0.rows)] }
        ).print()
    }

    private static func eraseAgain(_ invocation: Invocation) async throws {
        let settings = try Settings.load(config: invocation.config)
        let request = EraseAgain(
            listed: try listed(in: invocation["list"]), actor: .command(userID: getuid()),
            now: Date(), mailDomain: settings.mailDomain)
        let done = try await settings.withDatabase { try await $0.eraseAgain(request) }
        if invocation.wantsJSON {
            try printJSON(ErasedAgainRow(done))
        } else {
            for id in done.erased { print("\(id.uuidString.lowercased()) erased") }
            for (id, refusal) in done.refused {
                print("\(id.uuidString.lowercased()) still there: \(refusal.description)")
            }
        }
        if !done.refused.isEmpty { throw CommandFailure("Not everybody was erased.") }
    }

    private static func listed(in path: String?) throws(CommandFailure) -> [UUID] {
        guard let path else { return [] }
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw CommandFailure("\(path) cannot be read.")
        }
        let lines = text.split(whereSeparator: \.isNewline)
        let ids = lines.compactMap { UUID(uuidString: String($0)) }
        guard ids.count == lines.count else {
            throw CommandFailure("\(path) has a line that is no id; nobody was erased.")
        }
        return ids
    }
}

/// One table as `person erase --json` prints it.
private struct ErasureRow: Encodable {
    var table: String
    var does: String
    var rows: Int

    init(_ line: ErasureLine) {
        table = line.table
        does = line.deed.rawValue
        rows = line.rows
    }
}

/// One line of `person erased --json`.
private struct ErasedRow: Encodable {
    var id: String
    var erasedAt: Date

    init(_ person: ErasedPerson) {
        id = person.id.uuidString.lowercased()
        erasedAt = person.erasedAt
    }
}

/// What `person erase --again --json` prints.
private struct ErasedAgainRow: Encodable {
    struct Refused: Encodable {
        var id: String
        var reason: String
    }

    var erased: [String]
    var refused: [Refused]

    init(_ done: ErasedAgain) {
        erased = done.erased.map { $0.uuidString.lowercased() }
        refused = done.refused.map {
            Refused(id: $0.id.uuidString.lowercased(), reason: $0.refusal.description)
        }
    }
}
