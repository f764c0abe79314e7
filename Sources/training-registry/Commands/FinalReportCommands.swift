import Foundation
import Mailer
import Postgres
import RegistryHTTP
import TrainingRegistry

extension Command {
    static let reportDifference = Command(
        "difference", "Says why figures changed between two instants",
        details: "What the causes changed adds up to the difference; nobody is named.",
        options: [
            .value("from", "INSTANT", "Such as the instant of an earlier report; needed"),
            .value("to", "INSTANT", "Later than that; needed"),
        ] + Option.recipe.filter { $0.name != "as-of" } + [.json],
        run: { invocation in
            let recipe = try invocation.recipe()
            let from = try invocation.required("from", RecordedInstant.init(parsing:))
            let to = try invocation.required("to", RecordedInstant.init(parsing:))
            let difference = try await invocation.change { database, _, _ in
                try await database.difference(recipe, from: from, to: to, now: Date())
                    .mapError { Problem($0) }.get()
            }
            if invocation.wantsJSON {
                printDocument { $0.difference(difference) }
            } else {
                difference.show()
            }
        })

    static let reportGaps = Command(
        "gaps", "Lists what a period lacks before its figures can be final",
        options: [.period, .json],
        run: { invocation in
            let period = try invocation.required("period", ReportPeriod.init(parsing:))
            let gaps = try await invocation.change { database, _, _ in
                try await database.gaps(of: period, now: Date()).problem()
            }
            if invocation.wantsJSON {
                printDocument { json in
                    json.array { list in
                        for gap in gaps { list.reportGap(gap, showsNames: true) }
                    }
                }
            } else {
                Table(
                    ["EVENT", "WHAT", "IN CHARGE"],
                    gaps.map { [$0.event, $0.sentence, $0.inCharge.joined(separator: ", ")] }
                ).print()
            }
        })

    static let reportFinalise = Command(
        "finalise", "Makes the figures of a period final",
        details: """
            From then on reports of these days are as of this instant unless another is asked for.
            Refused, with what is missing, until nothing is.
            """,
        options: [.period, .json],
        run: { invocation in
            let period = try invocation.required("period", ReportPeriod.init(parsing:))
            let made = try await invocation.change { database, actor, _ in
                try await database.finalise(FinalisePeriod(period, actor: actor, now: Date()))
                    .mapError { Problem($0) }.get()
            }
            if invocation.wantsJSON {
                printDocument { $0.finalPeriod(made) }
            } else {
                print("\(made.period) is final as of \(made.asOf).")
            }
        })

    static let reportPeriods = Command(
        "periods", "Lists the periods whose figures are final", options: [.json],
        run: { invocation in
            let periods = try await invocation.change { database, _, _ in
                try await database.finalPeriods()
            }
            if invocation.wantsJSON {
                printDocument { json in
                    json.array { list in for period in periods { list.finalPeriod(period) } }
                }
            } else {
                Table(
                    ["PERIOD", "FIRST DAY", "LAST DAY", "AS OF"],
                    periods.map {
                        [
                            $0.period, $0.first.description, $0.last.description,
                            $0.asOf.description,
                        ]
                    }
                ).print()
            }
        })

    static let reportKeep = Command(
        "keep", "Keeps a report byte by byte",
        options: [.value("title", "TEXT", "What it is called; needed")] + Option.recipe + [.json],
        run: { invocation in
            let recipe = try invocation.recipe()
            let title = try invocation.required("title", Title.init(parsing:))
            let kept = try await invocation.change { database, actor, _ in
                try await database.keep(KeepReport(title, recipe, actor: actor, now: Date()))
                    .problem()
            }
            if invocation.wantsJSON {
                printDocument { $0.keptReport(kept) }
            } else {
                print("Kept as \(kept.id.uuidString.lowercased()), SHA-256 \(kept.digest).")
            }
        })

    static let reportKept = Command(
        "kept", "Lists the reports that are kept, or prints one",
        arguments: [Argument("ID", "Prints the bytes of this one", isOptional: true)],
        options: [.json],
        run: { invocation in
            if invocation.arguments.isEmpty { return try await invocation.listKept() }
            let id = try invocation.identity(at: 0)
            let body = try await invocation.change { database, _, _ in
                try await database.keptReport(id)
            }
            guard let body else { throw CommandFailure("There is no such report.") }
            FileHandle.standardOutput.write(Data(body))
        })

    static let reportVerify = Command(
        "verify", "Counts every kept report again",
        details: "Ends with 1 when one of them is not the same, and names those.",
        options: [.json],
        run: { invocation in
            let different = try await invocation.change { database, _, _ in
                try await database.verifyKeptReports(now: Date())
            }
            if invocation.wantsJSON {
                printDocument { json in
                    json.array { list in for kept in different { list.keptReport(kept) } }
                }
            }
            guard different.isEmpty else {
                let names = different.map { "\($0.id.uuidString.lowercased()) \($0.title)" }
                throw CommandFailure(
                    "These are not the same any more:\n\(names.joined(separator: "\n"))")
            }
            if !invocation.wantsJSON { print("Every kept report is the same.") }
        })
}

extension Option {
    fileprivate static let period = value(
        "period", "PERIOD",
        "2026, presidency:2025, DAY..DAY, mandate:TITLE or grant:CODE; needed")
}

extension Invocation {
    /// The value of an option that has to be given.
    fileprivate func required<Value, Rejection: FieldRejection>(
        _ name: String, _ parse: (String) throws(Rejection) -> Value
    ) throws(CommandFailure) -> Value {
        var query = Query()
        if let text = self[name] { query.items = [Query.Item(name: name, value: text)] }
        return try typed(query) { $0.required(name, parse) }
    }

    fileprivate func listKept() async throws {
        let kept = try await change { database, _, _ in try await database.keptReports() }
        if wantsJSON {
            printDocument { json in
                json.array { list in for report in kept { list.keptReport(report) } }
            }
        } else {
            Table(
                ["ID", "TITLE", "FINAL PERIOD", "AS OF", "SHA-256"],
                kept.map {
                    [
                        $0.id.uuidString.lowercased(), $0.title, $0.period ?? "-",
                        $0.asOf.description, $0.digest,
                    ]
                }
            ).print()
        }
    }
}

extension ReportDifference {
    fileprivate func show() {
        print("\(before.total ?? 0) as of \(before.asOf)")
        for change in changes {
            print("\(Self.signed(change.total)) \(change.cause.rawValue)")
            for figure in change.figures where figure.keys.contains(where: { $0 != nil }) {
                let keys = figure.keys.map { $0 ?? "all" }.joined(separator: ", ")
                print("    \(Self.signed(figure.value ?? 0)) \(keys)")
            }
            for head in change.heads {
                print("    \(Self.signed(head.people ?? 0)) without names, \(head.ageBand)")
            }
        }
        print("\(after.total ?? 0) as of \(after.asOf)")
    }

    private static func signed(_ number: Int) -> String {
        number > 0 ? "+\(number)" : String(number)
    }
}
