import Foundation
import Postgres
import RegistryHTTP
import TrainingRegistry

extension Command {
    static let reportAnnual = Command(
        "annual", "Counts the tables of a period: by event, member, country and sector",
        details: "All as of one instant, by the one counting function.",
        options: [
            .value(
                "period", "PERIOD",
                "all, 2026, presidency:2025, DAY..DAY, mandate:TITLE or grant:CODE; needed"),
            .value("audience", "AUDIENCE", "internal, funder or public (internal)"),
            .value("as-of", "INSTANT", "Such as 2026-07-01T00:00:00Z"), .json,
        ],
        run: { invocation in
            var query = Query()
            for name in ["period", "audience", "as-of"] {
                guard let value = invocation[name] else { continue }
                query.items.append(
                    Query.Item(name: name.replacingOccurrences(of: "-", with: "_"), value: value))
            }
            let wanted = try invocation.typed(query) {
                ReadAnnualTables(reading: &$0, now: Date())
            }
            let tables = try await invocation.change { database, _, _ in
                try await database.annualTables(wanted).problem()
            }
            if invocation.wantsJSON {
                printDocument { $0.annualTables(tables) }
            } else {
                tables.show()
            }
        })
}

extension AnnualTables {
    fileprivate func show() {
        Table(
            ["EVENT", "KIND", "FROM", "TO", "PLACE"],
            events.map {
                [$0.code, $0.kind.rawValue, "\($0.startsOn)", "\($0.endsOn)", $0.place]
            }
        ).print()
        for table in tables {
            print()
            table.report.show()
        }
    }
}
