import Foundation
import Postgres
import RegistryHTTP
import TrainingRegistry

extension Command {
    /// Who completed an event, and what came of it.
    static let ladder = Command(
        "ladder", "Sets what completes an event, and records who did",
        details: "Prints names: they are personal data.",
        subcommands: [
            .completionRule, .completions, .completionStep, .addParticipation, .indirectCount,
            .programmeReach,
        ])

    private static let ladderEvent = Argument("EVENT", "Its code, such as audtrain-riga-2016")

    private static let completionRule = Command(
        "rule", "Shows what it takes to complete an event, or sets it",
        details: "Any of the options sets the whole rule; what is left out has its default.",
        arguments: [ladderEvent],
        options: [
            .value("attended", "PERCENT", "The least share of sessions attended (80)"),
            .value("partly", "PERCENT", "What a session attended partly counts (50)"),
            .flag("assignment", "An assignment is needed"),
            .flag("mentoring", "Mentoring is needed"),
            .flag("defaults", "Back to the defaults"), .reason, .json,
        ],
        run: { invocation in
            let code = try invocation.code(at: 0)
            let attended = try invocation.percent("attended", default: 80, atLeast: 1)
            let partly = try invocation.percent("partly", default: 50, atLeast: 0)
            let wanted = CompletionRule(
                attendedPercent: attended, partlyPercent: partly,
                needsAssignment: invocation.has("assignment"),
                needsMentoring: invocation.has("mentoring"))
            let isSet =
                invocation["attended"] != nil || invocation["partly"] != nil
                || ["assignment", "mentoring", "defaults"].contains { invocation.has($0) }
            let reason = invocation["reason"]
            let rule = try await invocation.change { database, actor, _ in
                if isSet {
                    _ = try await database.set(
                        SetCompletionRule(
                            event: code, rule: wanted, actor: actor, reason: reason, now: Date()))
                }
                return try await database.completionRule(of: code)
            }
            guard let rule else { throw LadderRefusal.unknown }
            if invocation.wantsJSON {
                printDocument { $0.completionRule(rule) }
            } else {
                print(
                    "\(rule.attendedPercent)% of the sessions, partly counts "
                        + "\(rule.partlyPercent)%"
                        + (rule.needsAssignment ? ", assignment" : "")
                        + (rule.needsMentoring ? ", mentoring" : ""))
            }
        })

    private static let completions = Command(
        "completions", "Lists who completed an event, and what is missing",
        arguments: [ladderEvent], options: [.json],
        run: { invocation in
            let code = try invocation.code(at: 0)
            let found = try await invocation.change { database, _, _ in
                try await database.completions(of: code)
            }
            guard let lines = found else { throw LadderRefusal.unknown }
            if invocation.wantsJSON {
                printDocument { json in
                    json.array { list in for line in lines { list.completion(line) } }
                }
            } else {
                Table(
                    ["PARTICIPATION", "NAME", "ROLE", "COMPLETED", "MISSING"],
                    lines.map {
                        [
                            $0.participation.uuidString.lowercased(), $0.name ?? "-", $0.role,
                            $0.completion.isComplete ? "yes" : "no",
                            $0.completion.missing.joined(separator: ", "),
                        ]
                    }
                ).print()
            }
        })

    private static let completionStep = Command(
        "step", "Records an assignment or mentoring of people of an event",
        arguments: [
            ladderEvent, Argument("STEP", "assignment or mentoring"),
            Argument("OUTCOME", "done, not-done or excused"),
            Argument("PARTICIPATION", "As completions prints it", mayBeRepeated: true),
        ], options: [.reason, .json],
        run: { invocation in
            let code = try invocation.code(at: 0)
            let step: CompletionStep = try invocation.word(at: 1)
            let outcome: CompletionStep.Outcome = try invocation.word(at: 2)
            let steps = try invocation.arguments.indices.dropFirst(3).map {
                StepOutcome(
                    try invocation.identity(at: $0), step, outcome, reason: invocation["reason"])
            }
            let answers = try await invocation.change { database, actor, _ in
                try await database.record(
                    RecordCompletionSteps(event: code, steps: steps, actor: actor, now: Date()))
            }
            guard !answers.isEmpty else { throw LadderRefusal.unknown }
            if invocation.wantsJSON {
                printDocument { json in
                    json.array { list in
                        for (step, answer) in zip(steps, answers) { list.stepAnswer(step, answer) }
                    }
                }
            } else {
                for (step, answer) in zip(steps, answers) {
                    print("\(step.participation.uuidString.lowercased()) \(answer.rawValue)")
                }
            }
        })
}

extension Invocation {
    /// The argument at a place as a word of a closed list.
    func word<Word: RawRepresentable<String> & CaseIterable>(
        at place: Int
    ) throws(CommandFailure) -> Word {
        guard let word = Word(rawValue: arguments[place]) else {
            let known = Word.allCases.map(\.rawValue).joined(separator: ", ")
            throw CommandFailure(usage: "\(arguments[place]) is none of \(known).")
        }
        return word
    }

    /// The argument at a place as an id.
    func identity(at place: Int) throws(CommandFailure) -> UUID {
        guard let id = UUID(uuidString: arguments[place]) else {
            throw CommandFailure(usage: "\(arguments[place]) is no id.")
        }
        return id
    }

    fileprivate func percent(
        _ name: String, default value: Int, atLeast least: Int
    ) throws(CommandFailure) -> Int {
        guard let text = self[name] else { return value }
        guard text.utf8.allSatisfy({ (48...57).contains($0) }), let number = Int(text),
            (least...100).contains(number)
        else { throw CommandFailure(usage: "--\(name) is from \(least) to 100.") }
        return number
    }
}
