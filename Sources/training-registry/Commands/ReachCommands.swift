import Foundation
import Mailer
import Postgres
import RegistryHTTP
import TrainingRegistry

extension Command {
    static let addParticipation = Command(
        "add", "Adds somebody to an event in a role that takes no seat",
        arguments: [
            Argument("EVENT", "Its code"), Argument("PERSON", "Its id, as person search prints it"),
            Argument("ROLE", "trainer, speaker, chair, organiser, observer or interpreter"),
        ],
        options: [
            .value("country", "CODE", "What the person counts as there"),
            .value("sector", "CODE", "What the person counts as there"),
            .value("organisation", "NAME", "Its code or id"), .reason, .json,
        ],
        run: { invocation in
            let code = try invocation.code(at: 0)
            let person = try invocation.identity(at: 1)
            let role: ParticipationRole = try invocation.word(at: 2)
            let country = try invocation["country"].map(CountryCode.init(typed:))
            let sector = try invocation["sector"].map(SectorCode.init(typed:))
            let id = try await invocation.change { database, actor, _ in
                try await database.require(CodeReference.origin(country: country, sector: sector))
                return try await database.add(
                    AddParticipation(
                        event: code, person: person, role: role, country: country, sector: sector,
                        organisation: invocation["organisation"], actor: actor,
                        reason: invocation["reason"], now: Date())
                ).get()
            }
            if invocation.wantsJSON {
                printDocument { json in
                    json.object { $0.member("id", id.uuidString.lowercased()) }
                }
            } else {
                print("Added as \(role.rawValue).")
            }
        })

    static let indirectCount = Command(
        "count", "Counts people without names in an indirect event",
        details: "It holds instead of the count before of the same country and sector.",
        arguments: [
            Argument("EVENT", "Its code"), Argument("COUNTRY", "Where they work"),
            Argument("SECTOR", "What they work in"), Argument("PEOPLE", "How many; 0 for none"),
        ],
        options: [.value("source", "TEXT", "Who or what says so; needed"), .reason, .json],
        run: { invocation in
            let code = try invocation.code(at: 0)
            let country = try CountryCode(typed: invocation.arguments[1])
            let sector = try SectorCode(typed: invocation.arguments[2])
            guard let people = Int(invocation.arguments[3]),
                (0...ReportIndirectCount.peopleMax).contains(people)
            else { throw CommandFailure(usage: "PEOPLE is from 0 to 100000.") }
            guard let source = try invocation.title("source") else {
                throw CommandFailure(usage: "--source is missing.")
            }
            try await invocation.change { database, actor, _ in
                try await database.require(CodeReference.origin(country: country, sector: sector))
                try await database.report(
                    ReportIndirectCount(
                        event: code, country: country, sector: sector, people: people,
                        source: source, actor: actor, reason: invocation["reason"], now: Date())
                ).get()
            }
            if invocation.wantsJSON {
                printDocument { json in json.object { $0.member("people", people) } }
            } else {
                print("Counted.")
            }
        })

    static let programmeReach = Command(
        "reach", "Shows whom a programme reached, and whom its trainers reached",
        arguments: [Argument("PROGRAMME", "Its code, such as audtrain")], options: [.json],
        run: { invocation in
            let code = try invocation.code(at: 0)
            let found = try await invocation.change { database, _, _ in
                try await database.reach(of: code)
            }
            guard let reach = found else { throw LadderRefusal.unknown }
            if invocation.wantsJSON {
                printDocument { $0.reach(reach) }
                return
            }
            let reached = { (people: Int, events: Int) in
                people.counted("person", "people") + " in " + events.counted("event", "events")
            }
            print("Direct: \(reached(reach.directPeople, reach.directEvents))")
            print(
                "Indirect: \(reached(reach.indirectPeople, reach.indirectEvents)) "
                    + "(\(reach.indirectNamed) named, \(reach.indirectCounted) counted)")
            Table(
                ["TRAINER", "STANDING", "EVENT", "REACH", "PEOPLE"],
                reach.trainers.flatMap { trainer in
                    trainer.events.map {
                        [
                            trainer.name, trainer.standing.rawValue, $0.event,
                            $0.isIndirect ? "indirect" : "direct", String($0.people),
                        ]
                    }
                }
            ).print()
        })
}

extension Database {
    /// Says which codes nothing has.
    fileprivate func require(_ references: [CodeReference]) async throws {
        let complaints = try await complaints(about: references, on: nil)
        guard complaints.isEmpty else {
            throw CommandFailure(complaints.map(\.detail).joined(separator: " "))
        }
    }
}

extension CountryCode {
    fileprivate init(typed text: String) throws(CommandFailure) {
        do { try self.init(parsing: text) } catch { throw CommandFailure(usage: error.detail) }
    }
}

extension SectorCode {
    fileprivate init(typed text: String) throws(CommandFailure) {
        do { try self.init(parsing: text) } catch { throw CommandFailure(usage: error.detail) }
    }
}
