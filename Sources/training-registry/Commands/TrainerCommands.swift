import Foundation
import Postgres
import RegistryHTTP
import TrainingRegistry

extension Command {
    /// From trainee to trainer of a programme.
    static let trainer = Command(
        "trainer", "Shows who may become a trainer of a programme, and invites",
        details: "Prints names: they are personal data.",
        subcommands: [.listLadder, .inviteTrainer, .endTrainer])

    private static let ladderProgramme = Argument("PROGRAMME", "Its code, such as audtrain")
    private static let whom = Argument("PERSON", "Its id, as list prints it")

    private static let listLadder = Command(
        "list", "Lists the ladder of a programme by name", arguments: [ladderProgramme],
        options: [
            .value(
                "rung", "RUNG", "Only under-way, eligible, invited, declined, trainer or ended"),
            .json,
        ],
        run: { invocation in
            let code = try invocation.code(at: 0)
            var rung: LadderRung?
            if let text = invocation["rung"] {
                rung = LadderRung(rawValue: text)
                guard rung != nil else {
                    throw CommandFailure(usage: "--rung: there is no rung \(text).")
                }
            }
            let list = ListLadder(programme: code, rung: rung)
            let found = try await invocation.change { database, _, _ in
                try await database.ladder(list)
            }
            guard let lines = found else { throw LadderRefusal.unknown }
            invocation.show(lines)
        })

    private static let inviteTrainer = Command(
        "invite", "Invites somebody by mail who completed a training",
        arguments: [ladderProgramme, whom], options: [.reason, .json],
        run: { invocation in
            let code = try invocation.code(at: 0)
            let person = try invocation.identity(at: 1)
            let lines = try await invocation.change { database, actor, settings in
                try await database.invite(
                    InviteTrainer(
                        programme: code, person: person, actor: actor,
                        reason: invocation["reason"], now: Date(),
                        mailDomain: settings.mailDomain)
                ).get()
                return try await database.ladder(ListLadder(programme: code, rung: .invited))
            }
            invocation.show(lines ?? [])
        })

    private static let endTrainer = Command(
        "end", "Takes an invitation back, or ends that somebody is a trainer",
        arguments: [ladderProgramme, whom], options: [.reason, .json],
        run: { invocation in
            let code = try invocation.code(at: 0)
            let person = try invocation.identity(at: 1)
            guard let reason = invocation["reason"], !reason.isEmpty else {
                throw CommandFailure(usage: "--reason is missing.")
            }
            let lines = try await invocation.change { database, actor, _ in
                try await database.end(
                    EndTrainer(
                        programme: code, person: person, actor: actor, reason: reason, now: Date())
                ).get()
                return try await database.ladder(ListLadder(programme: code, rung: .ended))
            }
            invocation.show(lines ?? [])
        })
}

extension Invocation {
    fileprivate func show(_ lines: [LadderLine]) {
        if wantsJSON {
            printDocument { json in
                json.array { list in for line in lines { list.ladderLine(line) } }
            }
        } else {
            Table(
                ["PERSON", "NAME", "RUNG", "EVENT", "MISSING"],
                lines.map {
                    [
                        $0.person.uuidString.lowercased(), $0.name, $0.rung.rawValue,
                        $0.event?.description ?? "-", $0.missing.joined(separator: ", "),
                    ]
                }
            ).print()
        }
    }
}
