import TrainingRegistry

extension OpenAPI {
    /// Final periods, kept reports, and why figures changed.
    static let finalReportPaths = """
        "/api/v1/reports/difference":{"get":{"operationId":"compareReports",
        "summary":"Say why figures changed between two instants",
        "description":"What the causes changed adds up; nobody is named.",
        "security":[{"staff":[]}],"parameters":[\(needed("from", moment)),
        \(needed("to", moment)),\(recipeFilters)],
        "responses":{"200":\(answer("What each cause changed", "ReportDifference")),\(faults)}}},
        "/api/v1/reports/annual":{"get":{"operationId":"reportYear",
        "summary":"The tables of a period: events, and people by member, country and sector",
        "description":"All as of one instant; each table is a report of its own.",
        "security":[{"staff":[]}],"parameters":[\(needed("period", text)),
        {"name":"audience","in":"query","schema":{"enum":[\(words(Recipe.Audience.allCases))]}},
        {"name":"as_of","in":"query","schema":\(moment)}],
        "responses":{"200":\(answer("The tables", "AnnualTables")),\(faults)}}},
        "/api/v1/reports/gaps":{"get":{"operationId":"listReportGaps",
        "summary":"What a period lacks before its figures can be final",
        "description":"in_charge is told to whoever may make the period final.",
        "security":[{"staff":[]}],"parameters":[\(needed("period", text))],
        "responses":{"200":\(answer("The work list", "ReportGaps")),\(faults)}}},
        "/api/v1/reports/periods":{"get":{"operationId":"listFinalPeriods",
        "summary":"The periods whose figures are final","security":[{"staff":[]}],
        "responses":{"200":\(answer("The latest first", "FinalPeriods")),\(faults)}},
        "post":{"operationId":"finalisePeriod","summary":"Make the figures of a period final",
        "description":"409 says what is missing.","security":[{"staff":[]}],
        \(content("FinalisePeriod")),
        "responses":{"201":\(answer("The period", "FinalPeriod")),\(faults)}}},
        "/api/v1/reports/kept":{"get":{"operationId":"listKeptReports",
        "summary":"The reports that are kept","security":[{"staff":[]}],
        "responses":{"200":\(answer("The latest first", "KeptReports")),\(faults)}},
        "post":{"operationId":"keepReport","summary":"Keep a report byte by byte",
        "description":"Beside the title the members of a recipe, named as in its query.",
        "security":[{"staff":[]}],\(content("KeepReport")),
        "responses":{"201":\(answer("What is kept", "KeptReport")),\(faults)}}},
        "/api/v1/reports/kept/verify":{"post":{"operationId":"verifyKeptReports",
        "summary":"Count every kept report again; those that are not the same are answered",
        "security":[{"staff":[]}],
        "responses":{"200":\(answer("None when all are the same", "KeptReports")),\(faults)}}},
        "/api/v1/reports/kept/{id}":{"get":{"operationId":"readKeptReport",
        "summary":"The bytes that are kept; Repr-Digest has their SHA-256",
        "security":[{"staff":[]}],"parameters":[
        {"name":"id","in":"path","required":true,"schema":\(identity)}],
        "responses":{"200":{"description":"The canonical form","content":{"application/json":{
        "schema":{"type":"object"}}}},\(faults)}}}
        """

    private static let moment = #"{"type":"string","format":"date-time"}"#
    private static let number = #"{"type":"integer"}"#
    private static let keys = #"{"type":"array","items":{"type":["string","null"]}}"#

    private static func needed(_ name: String, _ schema: String) -> String {
        "{\"name\":\"\(name)\",\"in\":\"query\",\"required\":true,\"schema\":\(schema)}"
    }

    private static func list(of schema: String) -> String {
        """
        {"type":"object","properties":{"items":{"type":"array","items":{
        "$ref":"#/components/schemas/\(schema)"}}}}
        """
    }

    /// The documents of these requests.
    static let finalReportSchemas = """
        "ReportDifference":{"type":"object","properties":{"from":\(moment),"to":\(moment),
        "before":\(number),"after":\(number),"group":\(texts),"causes":{"type":"array","items":{
        "type":"object","properties":{
        "cause":{"enum":[\(words(ReportDifference.Cause.allCases))]},"change":\(number),
        "figures":{"type":"array","items":{"type":"object","properties":{"keys":\(keys),
        "change":\(number)}}},"head_counts":{"type":"array","items":{"type":"object",
        "properties":{"age_band":\(text),"change":\(number)}}}}}}}},
        "AnnualTables":{"type":"object","properties":{"period":\(text),
        "audience":{"enum":[\(words(Recipe.Audience.allCases))]},"as_of":\(moment),
        "first_day":\(maybe),"last_day":\(maybe),"events":{"type":"array","items":{
        "type":"object","properties":{"code":\(text),"title":\(text),
        "kind":{"enum":[\(words(EventKind.allCases))]},"starts_on":\(day),"ends_on":\(day),
        "place":\(text)}}},"tables":{"type":"array","items":{"type":"object","properties":{
        "table":{"enum":[\(words(AnnualTable.Subject.allCases))]},"dimension":\(text),
        "counted":{"type":"object","properties":{"sha256":\(text),"words":\(texts),
        "report":{"type":"object"}}}}}}}},
        "ReportGap":{"type":"object","properties":{"event":\(text),"title":\(text),
        "gap":{"enum":[\(words(ReportGap.Kind.allCases))]},"detail":\(text),"session":\(text),
        "session_id":\(identity),"people":\(number),"in_charge":\(texts)}},
        "ReportGaps":\(list(of: "ReportGap")),
        "FinalisePeriod":{"type":"object","required":["period"],"additionalProperties":false,
        "properties":{"period":\(text)}},
        "FinalPeriod":{"type":"object","properties":{"id":\(identity),"period":\(text),
        "first_day":\(day),"last_day":\(day),"as_of":\(moment),"final_since":\(moment)}},
        "FinalPeriods":\(list(of: "FinalPeriod")),
        "KeepReport":{"type":"object","required":["title"],"properties":{
        "title":\(bounded(Title.charactersMax))},"additionalProperties":true},
        "KeptReport":{"type":"object","properties":{"id":\(identity),"title":\(text),
        "period":\(maybe),"sha256":\(text),"as_of":\(moment),"kept_by":\(text),
        "kept_at":\(moment)}},
        "KeptReports":\(list(of: "KeptReport"))
        """
}
