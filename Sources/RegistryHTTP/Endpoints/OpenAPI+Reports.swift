import TrainingRegistry

extension OpenAPI {
    /// Figures, and how they were counted.
    static let reportPaths = """
        "/api/v1/reports/participation":{"get":{"operationId":"reportParticipation",
        "summary":"Count who took part, as it was known at an instant",
        "description":"The same query with the same as_of gives the same bytes for ever.",
        "security":[{"staff":[]}],"parameters":[
        {"name":"format","in":"query","schema":{"enum":[\(words(FileFormat.allCases))],
        "default":"json"},"description":"A file has the figures; a workbook has the recipe, \
        what does not add up and the digest on a second sheet"},
        {"name":"bom","in":"query","schema":{"enum":["0","1"],"default":"0"},
        "description":"A byte order mark before CSV, for Excel"},
        \(recipeParameters)],"responses":{"200":{"description":"The report","content":{
        "\(FileFormat.csv.mediaType)":{},"\(FileFormat.xlsx.mediaType)":{},
        "application/json":{"schema":{"type":"object","properties":{"sha256":\(text),
        "words":\(texts),"final_since":\(instant),"report":{"type":"object"}}}}}},
        "401":\(problem("No staff token that is good now")),
        "403":\(problem("The role of the token does not do this")),
        "422":\(problem("Some parts of the recipe have to be mended"))}}},
        "/api/v1/reports/headline":{"get":{"operationId":"reportHeadline",
        "summary":"Claims about the time before, and what is counted since, as it is now",
        "security":[{"staff":[]}],"parameters":[\(parameter("programme", text))],
        "responses":{"200":{"description":"Of the work and each programme, or of the programme and \
        its phases","content":{"application/json":{"schema":{"type":"object","properties":{
        "items":{"type":"array","items":{"$ref":"#/components/schemas/Headline"}}}}}}},
        "401":\(problem("No staff token that is good now")),
        "404":\(problem("No such programme is published"))}}},
        \(baselinePaths),
        "/api/v1/figures/publications":{"post":{"operationId":"publishFigures",
        "summary":"Publish what is counted since the claim about the whole work ends",
        "description":"A subject of which too little changed is withheld: what was published of it \
        stays.","security":[{"staff":[]}],"requestBody":{"required":true,"content":{
        "application/json":{"schema":{"type":"object","properties":{
        "is_preview":{"type":"boolean"}}}}}},
        "responses":{"200":\(published("What would be published")),
        "201":\(published("What is published now")),
        "401":\(problem("No staff token that is good now")),
        "409":\(problem("Nothing can be published, or somebody else just did"))}}}
        """

    private static let baselinePaths = [
        path("baseline-figures") { [$0.get("listBaselineFigures", "Claims with their sources")] },
        path("baseline-figures/{code}") {
            [
                $0.get("listBaselineEntries", "All that a claim said, the latest first"),
                $0.put(
                    "saveBaselineFigure",
                    "Make a claim, or with a reason let it say something else", "Figure"),
            ]
        },
    ].joined(separator: ",")

    private static func published(_ description: String) -> String {
        """
        {"description":"\(description)","content":{"application/json":{"schema":{
        "type":"object","properties":{"is_preview":{"type":"boolean"},
        "publications":{"type":"array","items":{"$ref":"#/components/schemas/Publication"}},
        "withheld":\(texts)}}}}}
        """
    }

    /// A count that may be hidden.
    private static let shownCount =
        #"{"type":["integer","null"],"description":"Null where it is hidden"}"#

    static let reportSchemas = """
        "Headline":{"type":"object","required":["scope","title","text","claims"],"properties":{
        "scope":{"enum":["work","programme","phase"]},"code":\(text),"title":\(text),
        "text":\(text),"claims":{"type":"array","items":{"$ref":"#/components/schemas/Figure"}},
        "counted":{"type":["object","null"],"properties":{"value":\(shownCount),
        "since":{"type":["string","null"],"format":"date"}}}}},
        "Publication":{"type":"object","required":["subject","published_at","figures"],
        "properties":{"subject":{"enum":[\(words(FigurePublication.Subject.allCases))]},
        "published_at":{"type":"string","format":"date-time"},"as_of":\(text),
        "first_day":\(maybe),"last_day":\(maybe),"recipe":{"type":["object","null"]},
        "words":\(texts),"total":\(shownCount),"figures":{"type":"array","items":{"type":"object",
        "properties":{"key":\(text),"title":\(text),"value":\(shownCount)}}}}}
        """

    /// What a recipe is made of.
    static let recipeParameters =
        recipeFilters + "," + parameter("as_of", #"{"type":"string","format":"date-time"}"#)

    /// But for its instant.
    static let recipeFilters = [
        choice("unit", Recipe.Unit.allCases), choice("reach", EventReach.allCases),
        choice("audience", Recipe.Audience.allCases),
        parameter("attendance", #"{"enum":["confirmed","came","completed"]}"#),
        parameter("attended_percent", #"{"type":"integer","minimum":1,"maximum":100}"#),
        parameter("partly_percent", #"{"type":"integer","minimum":0,"maximum":100}"#),
        list("roles", ParticipationRole.allCases), list("kinds", EventKind.allCases),
        list("group", Recipe.Dimension.allCases), parameter("period", text),
        parameter("programme", text), parameter("phase", text), parameter("grant", text),
        parameter("event", text),
    ].joined(separator: ",")

    private static func choice(_ name: String, _ words: [some RawRepresentable<String>]) -> String {
        parameter(name, "{\"enum\":[\(self.words(words))]}")
    }

    /// Words with commas between them.
    private static func list(_ name: String, _ words: [some RawRepresentable<String>]) -> String {
        """
        {"name":"\(name)","in":"query","explode":false,"schema":{"type":"array",
        "items":{"enum":[\(self.words(words))]}}}
        """
    }

    private static func parameter(_ name: String, _ schema: String) -> String {
        "{\"name\":\"\(name)\",\"in\":\"query\",\"schema\":\(schema)}"
    }
}
