import TrainingRegistry

extension OpenAPI {
    /// Figures, and how they were counted.
    static let reportPaths = """
        "/api/v1/reports/participation":{"get":{"operationId":"reportParticipation",
        "summary":"Count who took part, as it was known at an instant",
        "description":"The same query with the same as_of gives the same bytes for ever.",
        "security":[{"staff":[]}],"parameters":[
        \(recipeParameters)],"responses":{"200":{"description":"The report","content":{
        "application/json":{"schema":{"type":"object","properties":{"sha256":\(text),
        "words":\(texts),"report":{"type":"object"}}}}}},
        "401":\(problem("No staff token that is good now")),
        "422":\(problem("Some parts of the recipe have to be mended"))}}}
        """

    /// What a recipe is made of.
    static let recipeParameters = [
        choice("unit", Recipe.Unit.allCases), choice("reach", EventReach.allCases),
        choice("audience", Recipe.Audience.allCases),
        parameter("attendance", #"{"enum":["confirmed","came","completed"]}"#),
        parameter("attended_percent", #"{"type":"integer","minimum":1,"maximum":100}"#),
        parameter("partly_percent", #"{"type":"integer","minimum":0,"maximum":100}"#),
        list("roles", ParticipationRole.allCases), list("kinds", EventKind.allCases),
        list("group", Recipe.Dimension.allCases), parameter("period", text),
        parameter("programme", text), parameter("phase", text), parameter("grant", text),
        parameter("event", text), parameter("as_of", #"{"type":"string","format":"date-time"}"#),
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
