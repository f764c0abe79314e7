import TrainingRegistry

extension OpenAPI {
    /// Imports, and what coordinators changed.
    static let upkeepPaths = """
        "/api/v1/imports/{kind}":{"post":{"operationId":"importFile",
        "summary":"Bring in a spreadsheet, or say what would become of each row",
        "description":"All rows are written or none; the same file again changes nothing.",
        "security":[{"staff":[]}],"parameters":[
        {"name":"kind","in":"path","required":true,
        "schema":{"enum":[\(words(ImportKind.allCases))]}},
        {"name":"mode","in":"query","schema":{"enum":[\(words(ImportMode.allCases))],
        "default":"preview"}}],
        "requestBody":{"required":true,"content":{"text/csv":{"schema":{"type":"string",
        "maxLength":\(HTTPLimits().uploadBytes)}}}},
        "responses":{"200":{"description":"What becomes of each row","content":{
        "application/json":{"schema":{"type":"object","properties":{
        "is_written":{"type":"boolean"},"counts":{"type":"object",
        "additionalProperties":{"type":"integer"}},
        "lines":{"type":"array","items":{"type":"object","properties":{"line":{"type":"integer"},
        "outcome":{"enum":[\(words(ImportReport.Outcome.allCases))]}}}},
        "errors":{"type":"array","items":{"type":"object","properties":{
        "line":{"type":"integer"},"column":\(maybe),"code":\(text),"detail":\(text)}}}}}}}},
        "401":\(problem("No staff token that is good now")),
        "404":\(problem("There is no such import")),
        "413":\(problem("The file is too large; cut it into several")),
        "415":\(problem("The content is not text/csv")),
        "422":\(problem("The mode is unknown"))}}}
        """
}
