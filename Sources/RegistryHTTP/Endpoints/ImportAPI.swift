import Foundation
public import TrainingRegistry

extension Service {
    /// Spreadsheets, for coordinators.
    static let importAPI: [StaffRoute] = [
        StaffRoute(.post, "/api/v1/imports/{kind}", needs: .importTables, Service.importFile)
    ]

    /// 200 with what becomes of each row; in mode `apply` it is written when no row is wrong.
    func importFile(_ request: Request) async throws -> Response {
        let actor = try self.actor(request)
        let kind = try request.capture("kind", ImportKind.init(rawValue:))
        try request.expectContent("text/csv")
        var query = FieldReader(query: request.query)
        let mode = query.word("mode", of: ImportMode.self, default: .preview)
        try query.finish()
        let report = try await database.import(
            ImportFile(
                kind, bytes: request.body, apply: mode == .apply, actor: actor, now: now()))
        return .json { $0.importReport(report) }
    }
}

/// Whether an import only says what it would do.
enum ImportMode: String, CaseIterable {
    case preview
    case apply
}

extension JSONWriter {
    /// What an import does, or would do, to each row.
    public mutating func importReport(_ report: ImportReport) {
        object { json in
            json.name("is_written")
            json.flag(report.isWritten)
            json.name("counts")
            json.object { counts in
                for outcome in ImportReport.Outcome.allCases {
                    counts.member(outcome.rawValue, report.count(outcome))
                }
            }
            json.name("lines")
            json.array { lines in
                for line in report.lines {
                    lines.object {
                        $0.member("line", line.line)
                        $0.member("outcome", line.outcome.rawValue)
                    }
                }
            }
            json.name("errors")
            json.array { errors in
                for error in report.errors {
                    errors.object {
                        $0.member("line", error.line)
                        $0.optional("column", error.column)
                        $0.member("code", error.code)
                        $0.member("detail", error.detail)
                    }
                }
            }
        }
    }
}
