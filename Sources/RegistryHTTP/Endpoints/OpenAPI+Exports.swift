import TrainingRegistry

/// Tables to take along.
extension OpenAPI {
    static let exportPaths = """
        "/api/v1/exports/{name}":{"get":\(export("exportTable",
        "A table of a period or of an event; names only for who may see people", [
            #"{"name":"event","in":"query","schema":{"type":"string"},"description":"# +
                #""The code of an event; not together with days"}"#,
            day("from", "Events that begin on this day or later"),
            day("until", "Events that begin on this day or earlier"),
        ]))},
        "/api/v1/events/{code}/exports/{name}":{"get":\(export("exportOfEvent",
        "A table of one event, with names", [
            #"{"name":"code","in":"path","required":true,"schema":{"type":"string"}}"#,
        ]))},
        "/api/v1/people/{id}/listing":{"put":{"operationId":"setListing",
        "summary":"Say whether somebody may stand on lists; who may not is counted all the same",
        "security":[{"staff":[]}],"parameters":[\(idInPath)],
        "requestBody":{"required":true,"content":{"application/json":{"schema":{"type":"object",
        "required":["is_listed"],"additionalProperties":false,"properties":{
        "is_listed":{"type":"boolean"},"reason":{"type":"string"}}}}}},
        "responses":{"204":{"description":"Remembered"},
        "401":\(problem("No staff token that is good now")),
        "403":\(problem("The role of the token does not do this")),
        "404":\(problem("There is no such person")),
        "422":\(problem("Some fields have to be mended"))}}}
        """

    private static func export(
        _ operation: String, _ summary: String, _ parameters: [String]
    ) -> String {
        """
        {"operationId":"\(operation)","summary":"\(summary)",
        "description":"Streamed: a file that was cut has no end of its content. \
        What was taken along is in the log.",
        "security":[{"staff":[]}],"parameters":[\((parameters + shared).joined(separator: ","))],
        "responses":{"200":{"description":"The file","headers":{
        "Registry-Withheld-Rows":{"schema":{"type":"integer"},
        "description":"Rows of people who are counted but never listed"}},"content":{
        \(FileFormat.allCases.map { #""\#($0.mediaType)":{}"# }.joined(separator: ","))}},
        "401":\(problem("No staff token that is good now")),
        "403":\(problem("The role of the token does not do this")),
        "404":\(problem("There is no such table or event")),
        "422":\(problem("A parameter is unknown or wrong")),
        "503":\(problem("Too many exports are under way"))}}
        """
    }

    private static let shared = [
        """
        {"name":"name","in":"path","required":true,"schema":{"enum":[\(words(Export.allCases))]}}
        """,
        """
        {"name":"format","in":"query","schema":{"enum":[\(words(FileFormat.allCases))],
        "default":"csv"}}
        """,
        """
        {"name":"bom","in":"query","schema":{"enum":["0","1"],"default":"0"},
        "description":"A byte order mark before CSV, for Excel"}
        """,
        """
        {"name":"as_of","in":"query","schema":{"type":"string","format":"date-time"},
        "description":"What was known then; names are those of now"}
        """,
    ]

    private static func day(_ name: String, _ meaning: String) -> String {
        """
        {"name":"\(name)","in":"query","schema":{"type":"string","format":"date"},
        "description":"\(meaning)"}
        """
    }
}
