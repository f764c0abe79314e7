extension OpenAPI {
    /// To If-None-Match with the entity tag of what is there (RFC 9110 §13.1.2).
    private static let unchanged = #"{"description":"Nothing changed"}"#

    /// One entry for each address of the API.
    static let paths = """
        "/api/v1/events":{"get":{"operationId":"listEvents",
        "summary":"Published events by day, page by page",
        "parameters":[
        {"name":"from","in":"query","description":"Events that end on this day or later",
        "schema":{"type":"string","format":"date"}},
        {"name":"to","in":"query","description":"Events that start on this day or earlier",
        "schema":{"type":"string","format":"date"}},
        {"name":"kind","in":"query","schema":{"$ref":"#/components/schemas/Kind"}},
        {"name":"programme","in":"query","schema":{"$ref":"#/components/schemas/Code"}},
        {"name":"series","in":"query","schema":{"$ref":"#/components/schemas/Code"}},
        {"name":"cursor","in":"query","description":"The next of the page before",
        "schema":{"type":"string"}},
        {"name":"limit","in":"query",
        "schema":{"type":"integer","minimum":1,"maximum":200,"default":50}}],
        "responses":{"200":{"description":"A page","content":{"application/json":{"schema":
        {"type":"object","required":["items","next"],"properties":{
        "items":{"type":"array","items":{"$ref":"#/components/schemas/Event"}},
        "next":{"type":["string","null"]}}}}}},"304":\(unchanged),
        "422":\(problem("A parameter is unknown or wrong"))}},
        \(createEvent)},
        "/api/v1/events/{code}":{"get":{"operationId":"readEvent","summary":"One event",
        "parameters":[\(code)],
        "responses":{"200":{"description":"The event","content":{"application/json":{"schema":
        {"$ref":"#/components/schemas/Event"}}}},
        "404":\(problem("No such event is published"))}},
        \(editEvent)},
        "/api/v1/programmes":{"get":{"operationId":"listProgrammes",
        "summary":"All programmes with their phases",
        "responses":{"200":\(items("Programme"))}}},
        "/api/v1/programmes/{code}":{"get":{"operationId":"readProgramme",
        "summary":"One programme","parameters":[\(code)],
        "responses":{"200":{"description":"The programme","content":{"application/json":
        {"schema":{"$ref":"#/components/schemas/Programme"}}}},
        "404":\(problem("No such programme is published"))}},
        \(saveProgramme)},
        "/api/v1/members":{"get":{"operationId":"listMembers",
        "summary":"Members on a day with their seats in the Expert Group",
        "parameters":[{"name":"on","in":"query","description":"Today when it is missing",
        "schema":{"type":"string","format":"date"}}],
        "responses":{"200":\(items("Member")),
        "422":\(problem("The day is none"))}}},
        "/api/v1/public/figures":{"get":{"operationId":"listFigures",
        "summary":"Claims with their sources, headlines, and what is published of what was counted",
        "responses":{"200":{"description":"All of it","content":{"application/json":{"schema":{
        "type":"object","properties":{
        "items":{"type":"array","items":{"$ref":"#/components/schemas/Figure"}},
        "headlines":{"type":"array","items":{"$ref":"#/components/schemas/Headline"}},
        "publications":{"type":"array","items":{"$ref":"#/components/schemas/Publication"}}}}}}},
        "304":\(unchanged)}}},
        "/api/v1/interests":{"post":{"operationId":"expressInterest",
        "summary":"Express interest in an event or a programme",
        "description":"Answers the same for a known and an unknown address.",
        "parameters":[{"name":"Idempotency-Key","in":"header",
        "description":"A repeated request with the same key is answered and not repeated",
        "schema":{"type":"string","minLength":1,"maxLength":255,"pattern":"^[!-~]+$"}}],
        "requestBody":{"required":true,"content":{"application/json":{"schema":
        {"$ref":"#/components/schemas/Interest"}}}},
        "responses":{"202":{"description":"Kept; a mail to confirm it was promised",
        "content":{"application/json":{"schema":{"type":"object","required":["status"],
        "properties":{"status":{"const":"confirmation-sent"}}}}}},
        "400":\(problem("The content is not JSON, or the Idempotency-Key is none")),
        "409":\(problem("The event takes no interest now")),
        "415":\(problem("The content is not application/json")),
        "422":\(problem("Some fields have to be mended")),
        "429":\(problem("Too many; see Retry-After")),
        "503":\(problem("Not available; see Retry-After"))}}}
        """

    private static let code = """
        {"name":"code","in":"path","required":true,
        "schema":{"$ref":"#/components/schemas/Code"}}
        """

    static func problem(_ description: String) -> String {
        """
        {"description":"\(description)","content":{"application/problem+json":{"schema":
        {"$ref":"#/components/schemas/Problem"}}}}
        """
    }

    static func items(_ schema: String) -> String {
        """
        {"description":"All of them","content":{"application/json":{"schema":
        {"type":"object","required":["items"],"properties":{
        "on":{"type":"string","format":"date"},
        "items":{"type":"array","items":{"$ref":"#/components/schemas/\(schema)"}}}}}}}
        """
    }
}
