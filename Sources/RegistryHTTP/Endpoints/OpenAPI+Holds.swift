import TrainingRegistry

extension OpenAPI {
    /// What coordinators do with addresses on hold; every request needs a staff token.
    static let holdPaths = """
        "/api/v1/address-holds":{
        "get":{"operationId":"listAddressHolds","security":[{"staff":[]}],
        "summary":"Addresses on hold, the newest first","parameters":[
        {"name":"released","in":"query","description":"Those that are over, too",
        "schema":{"type":"boolean","default":false}},
        {"name":"limit","in":"query",
        "schema":{"type":"integer","minimum":1,"maximum":200,"default":50}}],
        "responses":{"200":\(items("AddressHold")),"401":\(unauthorized),
        "422":\(problem("A parameter is unknown or wrong"))}},
        "post":{"operationId":"holdAddress","security":[{"staff":[]}],
        "summary":"Send nothing more to an address","requestBody":{"required":true,"content":{
        "application/json":{"schema":{"type":"object","required":["address","cause","reason"],
        "additionalProperties":false,"properties":{
        "address":{"type":"string","format":"email"},
        "cause":{"enum":[\(words(HoldAddress.Cause.allCases))]},
        "reason":\(bounded(PeopleReason.charactersMax))}}}}},
        "responses":{"201":\(number("id", id)),"401":\(unauthorized),
        "409":\(problem("The address is on hold already")),
        "422":\(problem("Some fields have to be mended"))}}},
        "/api/v1/address-holds/{id}/release":{"post":{"operationId":"releaseAddress",
        "security":[{"staff":[]}],"summary":"Let mails to an address go again",
        "description":"What was held meanwhile is not sent by this.",
        "parameters":[\(idInPath)],"requestBody":{"required":true,"content":{
        "application/json":{"schema":{"type":"object","required":["reason"],
        "additionalProperties":false,
        "properties":{"reason":\(bounded(PeopleReason.charactersMax))}}}}},
        "responses":{"200":\(number("held_mails", count)),"401":\(unauthorized),
        "404":\(problem("There is no such hold")),"409":\(problem("It is over already")),
        "422":\(problem("Some fields have to be mended"))}}},
        "/api/v1/address-holds/{id}/resend":{"post":{"operationId":"resendHeld",
        "security":[{"staff":[]}],"summary":"Send the mails that were held meanwhile",
        "description":"Only those that are true yet: others are taken back, and are in left_out.",
        "parameters":[\(idInPath)],
        "responses":{"200":{"description":"Done","content":{"application/json":{"schema":{
        "type":"object","required":["resent","left_out"],"properties":{"resent":\(count),
        "left_out":\(leftOut)}}}}},"401":\(unauthorized),
        "404":\(problem("There is no such hold")),
        "409":\(problem("The address is on hold"))}}}
        """

    /// The documents of these requests.
    static let holdSchemas = """
        "AddressHold":{"type":"object","required":["id","address","cause","status","held_at",
        "held_by","released_at","released_by","held_mails"],"properties":{
        "id":\(id),"address":\(text),"cause":{"enum":["bounce",
        \(words(HoldAddress.Cause.allCases))]},"status":{"type":["string","null"],
        "description":"Of a bounce, such as 5.1.1 (RFC 3463)"},"held_at":\(instant),
        "held_by":\(text),"released_at":\(instant),"released_by":\(maybe),
        "held_mails":\(count)}}
        """

    private static let id = #"{"type":"string","format":"uuid"}"#
    private static let unauthorized = problem("No staff token that is good now")

    private static func number(_ name: String, _ schema: String) -> String {
        """
        {"description":"Done","content":{"application/json":{"schema":{"type":"object",
        "required":["\(name)"],"properties":{"\(name)":\(schema)}}}}}
        """
    }
}
