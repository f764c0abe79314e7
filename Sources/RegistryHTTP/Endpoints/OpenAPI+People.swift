import TrainingRegistry

/// What coordinators do with people.
extension OpenAPI {
    static let peoplePaths = """
        "/api/v1/people":{"get":{"operationId":"listPeople","security":[{"staff":[]}],
        "summary":"Everybody page by page",
        "parameters":[
        {"name":"after","in":"query","description":"The next of the page before",
        "schema":\(id)},\(limit)],
        "responses":{"200":\(people),"401":\(unauthorized),
        "422":\(problem("A parameter is unknown or wrong"))}}},
        "/api/v1/people/search":{"post":{"operationId":"searchPeople","security":[{"staff":[]}],
        "summary":"Whom a query finds","requestBody":{"required":true,"content":{
        "application/json":{"schema":{"type":"object","required":["query"],
        "additionalProperties":false,"properties":{"query":{"type":"string","minLength":1,
        "maxLength":200,"description":"A part of a name in any spelling, or of an address"},
        "limit":{"type":"integer","minimum":1,"maximum":200,"default":50}}}}}},
        "responses":{"200":\(people),"401":\(unauthorized),
        "422":\(problem("Some fields have to be mended"))}}},
        "/api/v1/people/{id}":{"get":{"operationId":"readPerson","security":[{"staff":[]}],
        "summary":"One person across events and years","parameters":[\(idInPath)],
        "responses":{"200":{"description":"The person","content":{"application/json":{"schema":
        {"$ref":"#/components/schemas/PersonRecord"}}}},"401":\(unauthorized),
        "404":\(problem("Nobody has this id"))}}},
        "/api/v1/people/duplicates":{"get":{"operationId":"listDuplicates",
        "security":[{"staff":[]}],"summary":"Who may be one person; suggestions only",
        "parameters":[{"name":"person","in":"query","schema":\(id)},\(limit)],
        "responses":{"200":\(items("Suggestion")),"401":\(unauthorized),
        "422":\(problem("A parameter is unknown or wrong"))}}},
        "/api/v1/people/dismissals":{"post":{"operationId":"dismissDuplicate",
        "security":[{"staff":[]}],"summary":"Two persons are two, and not suggested again",
        "requestBody":{"required":true,"content":{"application/json":{"schema":{"type":"object",
        "required":["one","other"],"properties":{"one":\(id),"other":\(id)}}}}},
        "responses":{"204":{"description":"Remembered"},"401":\(unauthorized),
        "404":\(problem("One of them is nobody")),
        "422":\(problem("Some fields have to be mended"))}}},
        "/api/v1/people/merges":{"post":{"operationId":"mergePeople","security":[{"staff":[]}],
        "summary":"Make two persons one","requestBody":{"required":true,"content":{
        "application/json":{"schema":{"type":"object","required":["keep","absorb","reason"],
        "properties":{"keep":\(id),"absorb":\(id),
        "reason":\(bounded(PeopleReason.charactersMax))}}}}},
        "responses":{"201":{"description":"Merged; the id is for undoing it","content":{
        "application/json":{"schema":{"type":"object","properties":{"id":\(id)}}}}},
        "401":\(unauthorized),"404":\(problem("One of them is nobody")),
        "409":\(problem("They cannot be merged, and why")),
        "422":\(problem("Some fields have to be mended"))}}},
        "/api/v1/people/merges/{id}/undo":{"post":{"operationId":"undoMerge",
        "security":[{"staff":[]}],"summary":"Make one person two again",
        "parameters":[\(idInPath)],
        "responses":{"204":{"description":"Both are as they were"},"401":\(unauthorized),
        "404":\(problem("There is no such merge")),
        "409":\(problem("It cannot be undone any more, and why"))}}},
        "/api/v1/people/{id}/erasure":{
        "get":{"operationId":"previewErasure","security":[{"staff":[]}],
        "summary":"What erasing a person would do, table by table; nothing is changed",
        "parameters":[\(idInPath)],
        "responses":{"200":\(items("ErasureLine")),"401":\(unauthorized),
        "404":\(problem("Nobody has this id")),
        "409":\(problem("What is to be done first"))}},
        "post":{"operationId":"erasePerson","security":[{"staff":[]}],
        "summary":"Erase a person for good; what is counted stays",
        "parameters":[\(idInPath)],"requestBody":{"required":true,"content":{
        "application/json":{"schema":{"type":"object","required":["reason"],
        "properties":{"reason":\(bounded(PeopleReason.charactersMax))}}}}},
        "responses":{"200":\(items("ErasureLine")),"401":\(unauthorized),
        "404":\(problem("Nobody has this id")),
        "409":\(problem("What is to be done first")),
        "422":\(problem("Some fields have to be mended"))}}}
        """

    static let peopleSchemas = """
        "Person":{"type":"object","properties":{\(person)}},
        "ErasureLine":{"type":"object","properties":{"table":\(text),
        "does":{"enum":[\(words(ErasureLine.Deed.allCases))]},"rows":{"type":"integer"}}},
        "PersonLine":{"type":"object","properties":{\(person),
        "interests":{"type":"integer"},"participations":{"type":"integer"}}},
        "Suggestion":{"type":"object","properties":{
        "one":{"$ref":"#/components/schemas/Person"},
        "other":{"$ref":"#/components/schemas/Person"},
        "score":{"type":"integer","minimum":50,"maximum":100},
        "reasons":{"type":"array","items":{"enum":[
        \(words(DuplicateSuggestion.Reason.allCases))]}}}},
        "PersonRecord":{"type":"object","properties":{\(person),
        "language":\(maybe),"created_at":\(instant),"merged_into":\(maybe),
        "is_on_hold":{"type":"boolean","description":"Nothing is sent to their address"},
        "interests":{"type":"array","items":{"type":"object","properties":{"id":\(id),
        "target":\(text),"title":\(text),"status":\(maybe),"received_at":\(instant),
        "withdrawn_at":\(instant)}}},
        "participations":{"type":"array","items":{"type":"object","properties":{"id":\(id),
        "event":\(text),"title":\(text),"starts_on":\(day),"role":\(text),"status":\(text),
        "country":\(text),"sector":\(text),"organisation":\(maybe)}}},
        "merges":{"type":"array","items":{"type":"object","properties":{"id":\(id),
        "absorbed":\(id),"given_name":\(text),"family_name":\(text),"email":\(text),
        "reason":\(text),"merged_at":\(instant)}}}}}
        """

    private static let id = #"{"type":"string","format":"uuid"}"#
    static let idInPath = #"{"name":"id","in":"path","required":true,"schema":\#(id)}"#
    private static let limit = """
        {"name":"limit","in":"query",
        "schema":{"type":"integer","minimum":1,"maximum":200,"default":50}}
        """
    private static let unauthorized = problem("No staff token that is good now")
    private static let people = """
        {"description":"Some of them","content":{"application/json":{"schema":
        {"type":"object","required":["items","next"],"properties":{"items":{"type":"array",
        "items":{"$ref":"#/components/schemas/PersonLine"}},"next":\(maybe)}}}}}
        """
    private static let person = """
        "id":\(id),"given_name":\(text),"family_name":\(text),"email":\(text),
        "organisation":\(maybe),"sector":\(text),"country":\(text)
        """
}
