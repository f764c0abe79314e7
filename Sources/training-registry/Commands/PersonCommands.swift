import Foundation
import Glibc
import Postgres
import TrainingRegistry

extension Command {
    /// Finds people, makes one of two, and erases them.
    static let person = Command(
        "person", "Finds people, makes one of two who are one, and erases them",
        details: "Prints names and addresses: they are personal data.",
        subcommands: [
            .searchPeople, .showPerson, .listDuplicates, .dismissDuplicate, .mergePeople,
            .unmergePeople, .listPerson, .erasePerson, .listErased,
        ])

    private static let searchPeople = Command(
        "search", "Finds people by a part of a name in any spelling, or of an address",
        arguments: [Argument("QUERY", "A name, or with an @ an address")],
        options: [.value("limit", "COUNT", "At most so many (50)"), .json],
        run: { invocation in
            let list = ListPeople(
                query: invocation.arguments[0], limit: try invocation.count("limit", default: 50))
            let settings = try Settings.load(config: invocation.config)
            let lines = try await settings.withDatabase { try await $0.people(list) }
            if invocation.wantsJSON {
                try printJSON(lines.map(PersonLineRow.init))
            } else {
                Table(
                    ["ID", "NAME", "ADDRESS", "ORGANISATION", "COUNTRY", "TOOK PART"],
                    lines.map { line in
                        [
                            line.person.id.uuidString.lowercased(), line.person.name,
                            line.person.email, line.person.organisation ?? "-",
                            line.person.country, String(line.participations),
                        ]
                    }
                ).print()
            }
        })

    private static let showPerson = Command(
        "show", "Shows one person across events and years",
        arguments: [Argument("ID", "As person search prints it")], options: [.json],
        run: { invocation in
            let id = try invocation.id(0, "ID")
            let settings = try Settings.load(config: invocation.config)
            let found = try await settings.withDatabase { try await $0.person(id) }
            guard let record = found else { throw CommandFailure("Nobody has this id.") }
            if invocation.wantsJSON {
                try printJSON(PersonRecordRow(record))
            } else {
                print("\(record.person.name) <\(record.person.email)>")
                if record.isOnHold { print("Nothing is sent to this address, see address list") }
                if let other = record.mergedInto {
                    print("Carries on as \(other.uuidString.lowercased())")
                }
                for merge in record.merges {
                    print(
                        "Also known as \(merge.givenName) \(merge.familyName) <\(merge.email)>, "
                            + "merge \(merge.id.uuidString.lowercased()): \(merge.reason)")
                }
                Table(
                    ["STARTS", "EVENT", "ROLE", "STATUS", "COUNTRY", "SECTOR"],
                    record.participations.map {
                        [
                            $0.startsOn.description, $0.event.description, $0.role, $0.status,
                            $0.country, $0.sector,
                        ]
                    }
                ).print()
            }
        })

    private static let listDuplicates = Command(
        "duplicates", "Suggests who may be one person; nothing is changed",
        options: [
            .value("person", "ID", "Only of this person"),
            .value("limit", "COUNT", "At most so many (50)"), .json,
        ],
        run: { invocation in
            var person: UUID?
            if let text = invocation["person"] {
                person = UUID(uuidString: text)
                guard person != nil else { throw CommandFailure(usage: "--person must be an id.") }
            }
            let request = SuggestDuplicates(
                person: person, limit: try invocation.count("limit", default: 50))
            let settings = try Settings.load(config: invocation.config)
            let found = try await settings.withDatabase { try await $0.duplicates(request) }
            if invocation.wantsJSON {
                try printJSON(found.map(SuggestionRow.init))
            } else {
                Table(
                    ["SCORE", "ONE", "OTHER", "NAMES", "WHY"],
                    found.map { pair in
                        [
                            String(pair.score), pair.one.id.uuidString.lowercased(),
                            pair.other.id.uuidString.lowercased(),
                            "\(pair.one.name) / \(pair.other.name)",
                            pair.reasons.map(\.rawValue).joined(separator: ", "),
                        ]
                    }
                ).print()
            }
        })

    private static let dismissDuplicate = Command(
        "dismiss", "Says that two persons are two, so that they are not suggested again",
        arguments: [Argument("ONE", "By id"), Argument("OTHER", "By id")],
        run: { invocation in
            let request = DismissSuggestion(
                one: try invocation.id(0, "ONE"), other: try invocation.id(1, "OTHER"),
                actor: .command(userID: getuid()), now: Date())
            let settings = try Settings.load(config: invocation.config)
            guard try await settings.withDatabase({ try await $0.dismiss(request) }) else {
                throw CommandFailure("One of them is nobody.")
            }
            print("They are not suggested again.")
        })

    private static let mergePeople = Command(
        "merge", "Makes two persons one and prints the id of the merge",
        details: "Everything of the absorbed person moves to the kept one; unmerge undoes it.",
        arguments: [
            Argument("KEEP", "Who carries on"), Argument("ABSORB", "Who is the same person"),
        ],
        options: [.value("reason", "TEXT", "Why they are one"), .json],
        run: { invocation in
            guard let text = invocation["reason"], let reason = try? PeopleReason(parsing: text)
            else { throw CommandFailure(usage: "--reason must be 1 to 500 characters.") }
            let settings = try Settings.load(config: invocation.config)
            let request = MergePeople(
                keep: try invocation.id(0, "KEEP"), absorb: try invocation.id(1, "ABSORB"),
                actor: .command(userID: getuid()), reason: reason, now: Date(),
                mailDomain: settings.mailDomain)
            switch try await settings.withDatabase({ try await $0.merge(request) }) {
            case .success(let id):
                let text = id.uuidString.lowercased()
                if invocation.wantsJSON { try printJSON(["id": text]) } else { print(text) }
            case .failure(let refusal): throw CommandFailure(refusal.inWords)
            }
        })

    private static let unmergePeople = Command(
        "unmerge", "Makes one person two again",
        arguments: [Argument("MERGE", "As person merge and person show print it")],
        run: { invocation in
            let request = UndoMerge(
                merge: try invocation.id(0, "MERGE"), actor: .command(userID: getuid()),
                now: Date())
            let settings = try Settings.load(config: invocation.config)
            switch try await settings.withDatabase({ try await $0.undo(request) }) {
            case .success: print("Both are as they were.")
            case .failure(let refusal): throw CommandFailure(refusal.inWords)
            }
        })
}

extension Command {
    fileprivate static let listPerson = Command(
        "list", "Says whether somebody may stand on lists",
        details: "Who may not is counted all the same, and is in no export and on no printed list.",
        arguments: [Argument("PERSON", "By id"), Argument("WHETHER", "yes or no")],
        options: [.reason, .json],
        run: { invocation in
            let person = try invocation.id(0, "PERSON")
            let word = invocation.arguments[1]
            guard ["yes", "no"].contains(word) else {
                throw CommandFailure(usage: "WHETHER is yes or no.")
            }
            let isKnown = try await invocation.change { database, actor, _ in
                try await database.list(
                    ListPerson(
                        person, isListed: word == "yes", reason: invocation["reason"],
                        actor: actor, now: Date()))
            }
            guard isKnown else { throw CommandFailure("There is no such person.") }
            if invocation.wantsJSON {
                try printJSON(["is_listed": word == "yes"])
            } else {
                print(word == "yes" ? "They may stand on lists." : "They stand on no list.")
            }
        })
}

extension Invocation {
    fileprivate func id(_ index: Int, _ name: String) throws(CommandFailure) -> UUID {
        guard let id = UUID(uuidString: arguments[index]) else {
            throw CommandFailure(usage: "\(name) must be an id.")
        }
        return id
    }
}

extension PersonSummary {
    fileprivate var name: String { "\(givenName) \(familyName)" }
}

extension MergeRefusal {
    fileprivate var inWords: String {
        switch self {
        case .unknownPerson: "There is no such person."
        case .samePerson: "These are not two persons."
        case .alreadyMerged: "One of them was merged already; merge the persons who carry on."
        case .quotaExceeded: "The seat would fall under a quota that is used up; keep the other."
        }
    }
}

extension UndoMergeRefusal {
    fileprivate var inWords: String {
        switch self {
        case .unknownMerge: "There is no such merge."
        case .alreadyUndone: "The merge was undone already."
        case .laterMerge: "The person was merged again since; undo the later merge first."
        case .interestChanged: "An interest that the merge moved was changed since."
        case .participationChanged: "A participation that the merge moved was changed since."
        case .seatChanged: "A seat that the merge freed is not free any more."
        }
    }
}
