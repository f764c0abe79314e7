public import Foundation
import Postgres
public import TrainingRegistry

extension Service {
    static let annualReportAPI: [StaffRoute] = [
        StaffRoute(.get, "/api/v1/reports/annual", needs: .report, Service.reportYear)
    ]

    /// 200 with the tables of a period; 422 for one that cannot be counted.
    func reportYear(_ request: Request) async throws -> Response {
        var fields = FieldReader(query: request.query)
        let wanted = ReadAnnualTables(reading: &fields, now: now())
        try fields.finish()
        guard let wanted else { throw Problem.internalError }
        let tables = try await database.annualTables(wanted).get()
        return .json { $0.annualTables(tables) }
    }
}

extension ReadAnnualTables {
    /// Reads what is asked for from the query of the tables or the options of a command.
    public init?(reading fields: inout FieldReader, now: Date) {
        let complaints = fields.errors.count
        let period = fields.required("period", ReportPeriod.init(parsing:))
        let audience = fields.word("audience", of: Recipe.Audience.self, default: .internal)
        let asOf = fields.optional("as_of", RecordedInstant.init(parsing:))
        guard fields.errors.count == complaints, let period, let audience else { return nil }
        self.init(period, audience: audience, asOf: asOf, now: now)
    }
}

extension JSONWriter {
    /// The tables of a period; each report has its digest and its words beside it.
    public mutating func annualTables(_ tables: AnnualTables) {
        object { json in
            json.member("period", tables.recipe.period.description)
            json.member("audience", tables.recipe.audience.rawValue)
            json.member("as_of", tables.asOf.description)
            json.optional("first_day", tables.first?.description)
            json.optional("last_day", tables.last?.description)
            json.name("events")
            json.array { list in
                for event in tables.events {
                    list.object { json in
                        json.member("code", event.code)
                        json.member("title", event.title)
                        json.member("kind", event.kind.rawValue)
                        json.member("starts_on", event.startsOn.description)
                        json.member("ends_on", event.endsOn.description)
                        json.member("place", event.place)
                    }
                }
            }
            json.name("tables")
            json.array { list in
                for table in tables.tables {
                    list.object { json in
                        json.member("table", table.subject.rawValue)
                        json.member("dimension", table.subject.dimension.rawValue)
                        json.name("counted")
                        json.raw(table.report.document)
                    }
                }
            }
        }
    }
}
