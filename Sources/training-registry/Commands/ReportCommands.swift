import Foundation
import Postgres
import RegistryHTTP
import TrainingRegistry

extension Command {
    /// Figures, and how they were counted.
    static let report = Command(
        "report", "Counts people by one rule, the same everywhere",
        subcommands: [
            .reportParticipation, .reportAnnual, .reportDifference, .reportGaps, .reportFinalise,
            .reportPeriods,
            .reportKeep, .reportKept, .reportVerify, .reportHeadline, .reportBaseline,
            .reportSaveBaseline, .reportPublish,
        ])

    private static let reportParticipation = Command(
        "participation", "Counts who took part, as it was known at an instant",
        details: """
            The same options with the same --as-of give the same figures for ever. Without it the
            report is as of the latest fact, and says which instant that is.
            """,
        options: Option.recipe + [
            .value("format", "NAME", "csv, xlsx or json: the report as a file"),
            .flag("bom", "With a byte order mark, for CSV that Excel opens"),
            .value("output", "FILE", "Into this file, which appears when it is whole"), .json,
        ],
        run: { invocation in
            let recipe = try invocation.recipe()
            let format = try invocation.reportFormat()
            let output = try ExportFile(at: invocation["output"])
            let report = try await invocation.change { database, _, _ in
                try await database.report(recipe, now: Date()).problem()
            }
            guard let format else { return report.show() }
            let file = report.file(as: format, hasMark: invocation.has("bom"))
            try output.write(file + (format == .json ? [10] : []))
            try output.finish()
        })
}

extension Result where Failure == ReportRefusal {
    /// The answer, or what the API would say.
    func problem() throws(Problem) -> Success {
        do { return try get() } catch { throw Problem(error) }
    }
}

extension Option {
    /// What a recipe is made of, named as in the API.
    static let recipe: [Option] = [
        .value("unit", "UNIT", "person, participation, person-day or seat (person)"),
        .value("attendance", "RULE", "confirmed, came or completed (came)"),
        .value("attended-percent", "SHARE", "Of the sessions, for completed (80)"),
        .value("partly-percent", "SHARE", "What a session attended partly counts (50)"),
        .value("roles", "LIST", "Such as participant,trainer (participant)"),
        .value("reach", "REACH", "direct or indirect (direct)"),
        .value(
            "period", "PERIOD",
            "all, 2026, presidency:2025, DAY..DAY, mandate:TITLE or grant:CODE (all)"),
        .value("programme", "CODE", "Only its events"),
        .value("phase", "CODE", "Only its events"),
        .value("grant", "CODE", "Only events that it carries"),
        .value("kinds", "LIST", "Only such events"),
        .value("event", "CODE", "Only this one"),
        .value("group", "LIST", "Such as country,sector"),
        .value("audience", "AUDIENCE", "internal, funder or public (internal)"),
        .value("as-of", "INSTANT", "Such as 2026-07-01T00:00:00Z"),
    ]
}

extension Invocation {
    /// Nil where the report is for the terminal.
    fileprivate func reportFormat() throws(CommandFailure) -> FileFormat? {
        guard let word = self["format"] else {
            guard wantsJSON || self["output"] == nil else {
                throw CommandFailure(usage: "Say the --format of the file.")
            }
            return wantsJSON ? .json : nil
        }
        guard let format = FileFormat(rawValue: word) else {
            throw CommandFailure(usage: "--format is csv, xlsx or json.")
        }
        return format
    }

    /// The recipe of the options, read by the rules of the API.
    func recipe() throws(CommandFailure) -> Recipe {
        var query = Query()
        for option in Option.recipe {
            guard let value = self[option.name] else { continue }
            let name = option.name.replacingOccurrences(of: "-", with: "_")
            query.items.append(Query.Item(name: name, value: value))
        }
        return try typed(query) { Recipe(reading: &$0) }
    }

    /// A value of options, read by the rules of the API.
    func typed<Value>(
        _ query: Query, _ read: (inout FieldReader) -> Value?
    ) throws(CommandFailure) -> Value {
        var fields = FieldReader(query: query)
        let value = read(&fields)
        let complaints = fields.complete()
        guard let value, complaints.isEmpty else {
            let lines = complaints.map { complaint in
                let option = complaint.pointer.dropFirst().replacingOccurrences(of: "_", with: "-")
                return "--\(option): \(complaint.detail)"
            }
            throw CommandFailure(usage: lines.joined(separator: "\n"))
        }
        return value
    }
}

extension Report {
    func show() {
        Table(
            recipe.group.map { $0.rawValue.uppercased() } + [
                "\(recipe.unit.rawValue)s".uppercased()
            ],
            figures.map { figure in
                figure.keys.map { $0 ?? "all" } + [figure.value.map { String($0) } ?? "hidden"]
            }
        ).print()
        for overlap in overlaps { print(overlap.sentence) }
        for head in heads { print(head.sentence) }
        print()
        for sentence in words { print(sentence) }
        print("SHA-256 \(digest)")
    }
}
