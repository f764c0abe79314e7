import TrainingRegistry

extension OpenAPI {
    /// Mails that were not delivered; every request needs a staff token.
    static let deadMailPaths = """
        "/api/v1/mails/dead":{"get":{"operationId":"listDeadMails","security":[{"staff":[]}],
        "summary":"Mails that were refused or given up, the newest first","parameters":[
        {"name":"limit","in":"query",
        "schema":{"type":"integer","minimum":1,"maximum":200,"default":100}}],
        "responses":{"200":\(items("LostMail")),"401":\(strangers),
        "422":\(problem("A parameter is unknown or wrong"))}}},
        "/api/v1/mails/requeue":{"post":{"operationId":"requeueMails","security":[{"staff":[]}],
        "summary":"Try mails once more that were refused or given up",
        "description":"Only while they still say what they said, for \(RequeueMails.days) days, \
        and while it is true: others are taken back, and are in left_out.",
        "requestBody":{"required":true,"content":{"application/json":{"schema":{"type":"object",
        "required":["reason"],"additionalProperties":false,
        "oneOf":[{"required":["mails"]},{"required":["all_dead"]},{"required":["all_failed"]}],
        "properties":{
        "mails":{"type":"array","minItems":1,"maxItems":\(RequeueForm.mailsMax),
        "items":{"type":"integer","minimum":1}},"all_dead":{"const":true},
        "all_failed":{"const":true},
        "reason":\(bounded(PeopleReason.charactersMax))}}}}},
        "responses":{"200":{"description":"What became of each","content":{"application/json":{
        "schema":{"type":"object","required":["requeued","forgotten","not_dead","left_out"],
        "properties":{"requeued":\(numbers),"forgotten":\(numbers),"not_dead":\(numbers),
        "left_out":\(leftOut)}}}}},
        "401":\(strangers),"422":\(problem("Some fields have to be mended"))}}}
        """

    /// The documents of these requests.
    static let deadMailSchemas = """
        "LostMail":{"type":"object","required":["id","message_id","address","template","state",
        "attempts","ended_at","last_reply","event","interest","may_be_requeued"],"properties":{
        "id":\(count),"message_id":\(text),"address":\(text),"template":\(text),
        "state":{"enum":["failed","dead"]},"attempts":\(count),"ended_at":\(instant),
        "last_reply":\(maybe),"event":\(maybe),"interest":\(maybe),
        "may_be_requeued":{"type":"boolean"}}}
        """

    /// Mails that were taken back instead of being tried again.
    static let leftOut = """
        {"type":"array","items":{"type":"object","required":["mail","reason"],"properties":{
        "mail":\(count),"reason":{"enum":[\(words(MailObstacle.allCases))]}}}}
        """

    private static let strangers = problem("No staff token that is good now")
    private static let numbers = #"{"type":"array","items":{"type":"integer"}}"#
}
