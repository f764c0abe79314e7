import EventLoop
import Foundation
import TrainingRegistry

extension Command {
    /// Takes tables along.
    static let export = Command(
        "export", "Writes tables as CSV, workbooks or JSON",
        details: "The columns and what they count are in docs/exports.md. The log keeps what was "
            + "taken along.",
        subcommands: Export.allCases.map { exporting($0) })

    private static func exporting(_ export: Export) -> Command {
        let hasNames = export.columns(withNames: true).contains(where: \.isName)
        return Command(
            export.rawValue, export.summary,
            details: hasNames ? "Prints names and addresses: they are personal data." : "",
            options: [
                .value("event", "CODE", "Of one event"),
                .value("from", "DAY", "Of events that begin on this day or later"),
                .value("until", "DAY", "Of events that begin on this day or earlier"),
                .value("as-of", "INSTANT", "What was known then, such as 2027-04-28T09:00:00Z"),
                .value("format", "NAME", "csv (if not said), xlsx or json"),
                .value("output", "FILE", "Into this file, which appears when it is whole"),
                .flag("bom", "With a byte order mark, for CSV that Excel opens"),
            ] + (hasNames ? [.flag("without-names", "Leave names and addresses out")] : []),
            run: { invocation in
                let scope = try invocation.exportScope()
                let asOf = try invocation.asOf()
                let word = invocation["format"] ?? "csv"
                guard let format = FileFormat(rawValue: word) else {
                    throw CommandFailure(usage: "--format is csv, xlsx or json.")
                }
                let output = try ExportFile(at: invocation["output"])
                let progress = TerminalProgress()
                defer { progress.clear() }
                let (rows, withheld, instant) = try await invocation.change { database, actor, _ in
                    let stream = try await database.open(
                        OpenExport(
                            export, as: format, about: scope, asOf: asOf,
                            withNames: !invocation.has("without-names"),
                            hasMark: invocation.has("bom"), actor: actor,
                            via: "export \(export.rawValue)", now: Date()))
                    guard let stream else { throw CommandFailure("There is no such event.") }
                    defer { stream.close() }
                    var next = Instant.now()
                    while let piece = try await stream.next() {
                        try output.write(piece)
                        if progress.isShown, Instant.now() >= next {
                            progress.say(stream.rows.counted("row …", "rows …"))
                            next = .now() + .milliseconds(250)
                        }
                    }
                    return (stream.rows, stream.withheld, stream.request.instant)
                }
                try output.finish()
                progress.clear()
                let note =
                    withheld == 0
                    ? "" : "; \(withheld.counted("is", "are")) counted but never listed"
                Program.complain(
                    rows.counted("row", "rows") + ", as it was known at \(instant)\(note).")
            })
    }
}

extension Export {
    fileprivate var summary: String {
        switch self {
        case .participants: "Writes who took part, a row for each participation"
        case .events: "Writes events and meetings with how many people they had"
        case .presence: "Writes seats, confirmed and present people by member and meeting"
        case .countries: "Writes participants by country"
        case .sectors: "Writes participants by sector"
        }
    }
}

extension Invocation {
    fileprivate func exportScope() throws(CommandFailure) -> ExportScope {
        let from = try day("from")
        let until = try day("until")
        guard let text = self["event"] else {
            if let from, let until, until < from {
                throw CommandFailure(usage: "--until is before --from.")
            }
            return .period(from: from, until: until)
        }
        guard from == nil, until == nil else {
            throw CommandFailure(usage: "Say --event or days, not both.")
        }
        do {
            return .event(try Code(parsing: text))
        } catch {
            throw CommandFailure(usage: "--event: \(error.detail)")
        }
    }

    fileprivate func asOf() throws(CommandFailure) -> Date? {
        guard let text = self["as-of"] else { return nil }
        guard let instant = try? RecordedInstant(parsing: text), instant.date <= Date()
        else {
            throw CommandFailure(
                usage: "--as-of is an instant of the past, such as 2026-04-28T09:00:00Z.")
        }
        return instant.date
    }
}
