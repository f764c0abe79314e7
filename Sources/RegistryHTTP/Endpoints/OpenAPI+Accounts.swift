import TrainingRegistry

extension OpenAPI {
    /// Who may use the console and the API, and what was done; for administrators and auditors.
    static let accountPaths = """
        "/api/v1/staff":{"get":{"operationId":"listStaff","summary":"Every account and its roles",
        "security":[{"staff":[]}],"responses":{"200":\(items("StaffAccount")),\(gate)}},
        "post":{"operationId":"createStaff","summary":"Make an account with a first role",
        "description":"The link is mailed, and shown here once.","security":[{"staff":[]}],
        "requestBody":{"required":true,"content":{"application/json":{"schema":{"type":"object",
        "required":["email","name","role"],"additionalProperties":false,"properties":{
        "email":{"type":"string","format":"email"},
        "name":\(bounded(PersonName.charactersMax)),\(role)}}}}},
        "responses":{"201":\(link),\(gate),
        "409":\(problem("The address is taken, or there is no such programme or event")),
        "422":\(problem("Some fields have to be mended"))}}},
        "/api/v1/staff/{id}/links":{"post":{"operationId":"linkStaff",
        "summary":"Make a new link, which ends those before it","security":[{"staff":[]}],
        "parameters":[\(account)],"responses":{"201":\(link),\(gate),\(missing),
        "409":\(problem("The account is ended"))}}},
        "/api/v1/staff/{id}/roles":{"post":{"operationId":"grantRole","summary":"Give a role",
        \(changeOfRole)}},
        "/api/v1/staff/{id}/roles/end":{"post":{"operationId":"endRole","summary":"End a role",
        \(changeOfRole)}},
        "/api/v1/staff/{id}/disable":{"post":{"operationId":"disableStaff",
        "summary":"End an account with all its sessions","security":[{"staff":[]}],
        "parameters":[\(account)],"responses":{\(changed),\(gate),\(missing),
        "409":\(problem("Nobody else would be an administrator"))}}},
        "/api/v1/staff/{id}/enable":{"post":{"operationId":"enableStaff",
        "summary":"Let an ended account sign in again","security":[{"staff":[]}],
        "parameters":[\(account)],"responses":{\(changed),\(gate),\(missing)}}},
        "/api/v1/audit":{"get":{"operationId":"listAudit",
        "summary":"What was done, the newest first","security":[{"staff":[]}],
        "parameters":[\(filter("subject", "Such as event", text)),
        \(filter("id", "Of one thing", id)),\(filter("action", "Such as cancel", text)),
        \(filter("actor", "Such as staff: with an id", text)),
        \(filter("from", "A day in UTC", date)),\(filter("until", "A day in UTC", date)),
        \(filter("cursor", "The next of the page before", text)),
        {"name":"limit","in":"query","schema":{"type":"integer","minimum":1,
        "maximum":\(ListAudit.largestLimit),"default":100}}],
        "responses":{"200":{"description":"A page","content":{"application/json":{"schema":
        {"type":"object","required":["items","next"],"properties":{"next":\(maybe),
        "items":{"type":"array","items":{"$ref":"#/components/schemas/AuditLine"}}}}}}},
        \(gate),"422":\(problem("A parameter is unknown or wrong"))}}},
        "/api/v1/audit/verify":{"post":{"operationId":"verifyAudit",
        "summary":"Compute the links of the log anew","security":[{"staff":[]}],
        "responses":{"200":{"description":"Whether it is whole, or where it breaks","content":{
        "application/json":{"schema":{"type":"object","required":["is_whole"],"properties":{
        "is_whole":{"type":"boolean"},"rows":{"type":"integer"},"position":{"type":"integer"},
        "what":\(text)}}}}},\(gate)}}}
        """

    static let accountSchemas = """
        "StaffAccount":{"type":"object","properties":{"id":\(id),"email":\(text),"name":\(text),
        "state":{"enum":[\(words(StaffAccount.State.allCases))]},"sessions":{"type":"integer"},
        "created_at":\(instant),"set_up_at":\(instant),"disabled_at":\(instant),
        "roles":{"type":"array","items":{"type":"object","properties":{
        "role":{"enum":[\(words(StaffRole.allCases))]},"programme":\(maybe),"event":\(maybe),
        "title":\(maybe)}}}}},
        "AuditLine":{"type":"object","properties":{"subject":\(text),
        "id":{"type":["string","null"],"format":"uuid"},"action":\(text),"actor":\(text),
        "reason":\(maybe),"via":\(maybe),"occurred_at":\(instant),"recorded_at":\(instant)}}
        """

    private static let id = #"{"type":"string","format":"uuid"}"#
    private static let date = #"{"type":"string","format":"date"}"#
    private static let account = #"{"name":"id","in":"path","required":true,"schema":\#(id)}"#
    private static let gate = """
        "401":\(problem("No staff token that is good now")),
        "403":\(problem("The role of the token does not do this"))
        """
    private static let missing = """
        "404":\(problem("There is no such account"))
        """
    private static let changed = """
        "204":{"description":"It is so"}
        """
    private static let role = """
        "role":{"enum":[\(words(StaffRole.allCases))]},
        "programme":{"type":"string","description":"Only there; for coordinators"},
        "event":{"type":"string","description":"Only there; for coordinators and check-in helpers"}
        """
    private static let changeOfRole = """
        "security":[{"staff":[]}],"parameters":[\(account)],
        "requestBody":{"required":true,"content":{"application/json":{"schema":{"type":"object",
        "required":["role"],"additionalProperties":false,"properties":{\(role)}}}}},
        "responses":{\(changed),\(gate),\(missing),
        "409":\(problem("It is so already, or nobody else would be an administrator")),
        "422":\(problem("Some fields have to be mended"))}
        """
    private static let link = """
        {"description":"The account, and the link that sets it up","content":{"application/json":
        {"schema":{"type":"object","properties":{"id":\(id),"link":\(text)}}}}}
        """

    private static func filter(_ name: String, _ words: String, _ schema: String) -> String {
        """
        {"name":"\(name)","in":"query","description":"\(words)","schema":\(schema)}
        """
    }
}
