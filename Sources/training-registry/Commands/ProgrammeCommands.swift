import Foundation
import Postgres
import RegistryHTTP
import TrainingRegistry

extension Command {
    /// Keeps programmes with their phases, partners and grants.
    static let programme = Command(
        "programme", "Keeps programmes with their phases, partners and grants",
        subcommands: [
            .programmeList, .programmeShow, .programmeSave, .programmePhase, .programmeGrant,
        ])

    private static let programmeList = Command(
        "list", "Lists programmes by title", options: [.json],
        run: { invocation in
            let programmes = try await invocation.change { database, _, _ in
                try await database.staffProgrammes()
            }
            if invocation.wantsJSON {
                print("[\(programmes.map(\.json).joined(separator: ","))]")
            } else {
                Table(
                    ["CODE", "PUBLISHED", "TITLE"],
                    programmes.map {
                        [$0.code.description, $0.isPublished ? "yes" : "no", $0.title]
                    }
                ).print()
            }
        })

    private static let programmeShow = Command(
        "show", "Prints a programme as JSON, with all that hangs on it",
        arguments: [Argument("CODE", "Of the programme")], options: [.json],
        run: { invocation in
            let code = try invocation.code(at: 0)
            let programme = try await invocation.change { database, _, _ in
                try await database.staffProgrammes(code: code).first
            }
            guard let programme else { throw CommandFailure("There is no such programme.") }
            print(programme.json)
        })

    private static let programmeSave = Command(
        "save", "Makes a programme, or writes a document over it",
        arguments: [Argument("CODE", "Of the programme"), .document],
        run: { invocation in
            let code = try invocation.code(at: 0)
            let document = try invocation.document()
            let isNew = try await invocation.change { database, actor, _ in
                try await database.save(
                    ProgrammeForms.programme(
                        json: document, code: code, actor: actor, now: Date(), in: database))
            }
            print("\(code) is \(isNew ? "made" : "changed").")
        })

    private static let programmePhase = Command(
        "phase", "Makes a phase with its partners and grants, or writes a document over it",
        arguments: [
            Argument("PROGRAMME", "Its code"), Argument("CODE", "Of the phase"), .document,
        ],
        run: { invocation in
            let programme = try invocation.code(at: 0)
            let code = try invocation.code(at: 1)
            let document = try invocation.document()
            let isNew = try await invocation.change { database, actor, _ in
                try await database.save(
                    ProgrammeForms.phase(
                        json: document, programme: programme, code: code, actor: actor,
                        now: Date(), in: database)
                ).get()
            }
            print("\(code) is \(isNew ? "made" : "changed").")
        })

    private static let programmeGrant = Command(
        "grant", "Makes a grant, or writes a document over it",
        arguments: [Argument("CODE", "Of the grant"), .document],
        run: { invocation in
            let code = try invocation.code(at: 0)
            let document = try invocation.document()
            let isNew = try await invocation.change { database, actor, _ in
                try await database.save(
                    ProgrammeForms.grant(
                        json: document, code: code, actor: actor, now: Date(), in: database))
            }
            guard let isNew else { throw CommandFailure("There is no such funder.") }
            print("\(code) is \(isNew ? "made" : "changed").")
        })

    /// Keeps organisations with their names over time.
    static let organisation = Command(
        "organisation", "Keeps organisations with their names over time",
        subcommands: [.organisationList, .organisationAdd, .organisationRename, .organisationCode])

    private static let organisationList = Command(
        "list", "Lists organisations by their present name",
        options: [.value("matching", "TEXT", "Only those with this in a name or spelling"), .json],
        run: { invocation in
            let text = invocation["matching"]
            let found = try await invocation.change { database, _, _ in
                try await database.organisations(matching: text)
            }
            if invocation.wantsJSON {
                printDocument { json in
                    json.array { list in for one in found { list.organisation(one) } }
                }
            } else {
                Table(
                    ["CODE", "COUNTRY", "SECTOR", "NAME"],
                    found.map { one in
                        [
                            one.code ?? one.id.uuidString.lowercased(), one.country ?? "-",
                            one.sector ?? "-", one.names.last?.name ?? "-",
                        ]
                    }
                ).print()
            }
        })

    private static let organisationAdd = Command(
        "add", "Adds an organisation from a document, or changes what it is besides its names",
        details: "Members: code, name, short_name, country, sector, aliases.",
        arguments: [Argument("CODE", "Of the organisation"), .document],
        run: { invocation in
            let code = try invocation.code(at: 0)
            let document = try invocation.document()
            let isNew = try await invocation.change { database, actor, _ in
                try await database.save(
                    OrganisationForms.organisation(
                        json: document, code: code, actor: actor, now: Date(), in: database)
                ).get()
            }
            print("\(code) is \(isNew ? "added" : "changed").")
        })

    private static let organisationRename = Command(
        "rename", "Says what an organisation is called from a day on",
        arguments: [Argument("CODE", "Of the organisation")],
        options: [
            .value("name", "TEXT", "Its new name; needed"),
            .value("short-name", "TEXT", "Its abbreviation"),
            .value("from", "DAY", "Such as 2027-01-01; needed"),
        ],
        run: { invocation in
            let code = try invocation.code(at: 0)
            guard let name = try invocation.title("name") else {
                throw CommandFailure(usage: "--name is missing.")
            }
            guard let from = invocation["from"].flatMap(CalendarDay.init(parsing:)) else {
                throw CommandFailure(usage: "--from must be a day such as 2027-01-01.")
            }
            let shortName = try invocation.title("short-name")
            try await invocation.change { database, actor, _ in
                try await database.rename(
                    RenameOrganisation(
                        code: code, name: name, shortName: shortName, from: from, source: nil,
                        actor: actor, now: Date())
                ).get()
            }
            print("\(code) is called \(name) from \(from) on.")
        })

    private static let organisationCode = Command(
        "give-code", "Gives a code to an organisation that has none",
        arguments: [
            Argument("ID", "As organisation list prints it"), Argument("CODE", "It never changes"),
        ],
        run: { invocation in
            let id = try UUID(typed: invocation.arguments[0])
            let code = try invocation.code(at: 1)
            try await invocation.change { database, actor, _ in
                try await database.giveCode(
                    CodeOrganisation(organisation: id, code: code, actor: actor, now: Date())
                ).get()
            }
            print("The organisation has the code \(code).")
        })
}
