import TrainingRegistry

extension OpenAPI {
    /// Mails of many before they leave; every request needs a staff token.
    static let mailingPaths = """
        "/api/v1/mailings":{"get":{"operationId":"listAllMailings",\(secured),
        "summary":"Mailings of all events, the newest first","parameters":[\(choosing)],
        "responses":{"200":\(items("Mailing")),"401":\(strangers),
        "422":\(problem("A parameter is unknown or wrong"))}}},
        "/api/v1/events/{code}/mailings":{"get":{"operationId":"listMailings",\(secured),
        "summary":"Mailings of an event, the newest first",
        "parameters":[\(ofEvent),\(choosing)],
        "responses":{"200":\(items("Mailing")),"401":\(strangers),
        "404":\(problem("There is no such event")),
        "422":\(problem("A parameter is unknown or wrong"))}}},
        "/api/v1/events/{code}/mailings/{id}":{"get":{"operationId":"showMailing",\(secured),
        "summary":"Who gets a mailing, who does not and why, and what it says",
        "parameters":[\(ofEvent),\(idInPath)],"responses":{"200":{"description":"The mailing",
        "content":{"application/json":{"schema":{"$ref":"#/components/schemas/MailingDetail"}}}},
        "401":\(strangers),"404":\(problem("The event has no such mailing"))}}},
        "/api/v1/events/{code}/mailings/{id}/release":{"post":{"operationId":"releaseMailing",
        \(secured),"summary":"Send the mails that are still true",
        "description":"What is not true any more, or ran out, is left out and counted.",
        "parameters":[\(ofEvent),\(idInPath)],"responses":{\(ends)}}},
        "/api/v1/events/{code}/mailings/{id}/discard":{"post":{"operationId":"discardMailing",
        \(secured),"summary":"Take all mails back; what was done stays done",
        "parameters":[\(ofEvent),\(idInPath)],\(withReason),"responses":{\(ends)}}},
        "/api/v1/events/{code}/mailings/{id}/mails/{mail}/discard":{"post":{
        "operationId":"takeOutOfMailing",\(secured),"summary":"Take one mail out",
        "parameters":[\(ofEvent),\(idInPath),{"name":"mail","in":"path","required":true,
        "schema":{"type":"integer","minimum":1}}],\(withReason),"responses":{\(ends)}}},
        "/api/v1/events/{code}/mails/{mail}/resend":{"post":{"operationId":"resendMail",
        \(secured),"summary":"Send a mail again as another message, while it is true",
        "parameters":[\(ofEvent),{"name":"mail","in":"path","required":true,
        "schema":{"type":"integer","minimum":1}}],\(withReason),"responses":{"200":{
        "description":"The number of the new mail","content":{"application/json":{"schema":{
        "type":"object","properties":{"mail":\(count)}}}}},"401":\(strangers),
        "404":\(problem("There is no such mail about the event")),
        "409":\(problem("It would not be true, or has a way of its own; the type says why")),
        "422":\(problem("Some fields have to be mended"))}}},
        "/api/v1/events/{code}/interests/{id}/mails":{"get":{"operationId":"explainMails",
        \(secured),"summary":"Which mails somebody was promised, and why others are not there",
        "description":"Every attempt with what the mail server said, without addresses.",
        "parameters":[\(ofEvent),\(idInPath)],"responses":{"200":{
        "description":"The mails, the newest first, and what is missing","content":{
        "application/json":{"schema":{"$ref":"#/components/schemas/MailsExplained"}}}},
        "401":\(strangers),"404":\(problem("The event has no such interest"))}}}
        """

    /// The documents of these requests.
    static let mailingSchemas = """
        "Mailing":{"type":"object","properties":{\(mailing)}},
        "MailingDetail":{"type":"object","properties":{\(mailing),
        "gets":{"type":"array","items":{\(recipient)}},
        "does_not":{"type":"array","items":{\(recipient)}},
        "samples":{"type":"array","items":{"type":"object","properties":{"template":\(text),
        "language":\(text),"name":\(text),"mails":\(count),"subject":\(text),"text":\(text)}}}}},
        "MailingEnd":{"type":"object","required":["released","held","omitted"],"properties":{
        "released":\(count),"held":\(count),"omitted":\(count)}},
        "MailsExplained":{"type":"object","required":["interest","name","status","hold","mails",
        "missing"],"properties":{"interest":\(text),"name":\(text),"status":\(maybe),
        "hold":{"anyOf":[{"$ref":"#/components/schemas/AddressHold"},{"type":"null"}]},
        "mails":{"type":"array","items":{\(explained)}},
        "missing":{"type":"array","items":{"type":"object",
        "required":["template","days","reason","sentence","at"],"properties":{
        "template":{"enum":[\(words(MailKind.allCases))]},"days":\(count),
        "reason":{"enum":[\(gaps)]},"sentence":\(text),"at":\(instant)}}}}},
        "MailChoice":{"enum":[\(words(MailOrder.Choice.allCases))],"description":
        "Whether mails wait to be looked at; without it they do when more than one person gets one"}
        """

    /// A member of a document that asks for something that tells many.
    static let mailChoice = ##""mails":{"$ref":"#/components/schemas/MailChoice"}"##

    private static let gaps = MailGap.all.map { "\"\($0.word)\"" }.joined(separator: ",")
    private static let explained = """
        "type":"object","properties":{"mail":\(count),"template":\(text),"language":\(text),
        "address":\(text),"state":\(text),"written_at":\(instant),"next_attempt_at":\(instant),
        "ended_at":\(instant),"mailing":\(maybe),"mailing_kind":\(maybe),"mailing_by":\(maybe),
        "again_of":\(count),"reason":{"enum":[null,\(words(MailObstacle.allCases))]},
        "by":\(maybe),"note":\(maybe),"reply":\(maybe),"bounce_status":\(maybe),
        "bounced_at":\(instant),"attempts":{"type":"array","items":{"type":"object",
        "required":["started_at","ended_at","outcome","phase","code","reply"],"properties":{
        "started_at":\(instant),"ended_at":\(instant),"outcome":\(maybe),"phase":\(maybe),
        "code":\(count),"reply":\(maybe)}}}}
        """

    private static let secured = #""security":[{"staff":[]}]"#
    private static let strangers = problem("No staff token that is good now")
    private static let ofEvent = """
        {"name":"code","in":"path","required":true,"schema":{"$ref":"#/components/schemas/Code"}}
        """
    private static let choosing = """
        {"name":"waiting","in":"query","schema":{"type":"boolean","default":false}},
        {"name":"limit","in":"query",
        "schema":{"type":"integer","minimum":1,"maximum":200,"default":100}}
        """
    private static let withReason = """
        "requestBody":{"required":true,"content":{"application/json":{"schema":{"type":"object",
        "required":["reason"],"additionalProperties":false,
        "properties":{"reason":\(bounded(PeopleReason.charactersMax))}}}}}
        """
    private static let ends = """
        "200":{"description":"What became of the mails","content":{"application/json":{
        "schema":{"$ref":"#/components/schemas/MailingEnd"}}}},"401":\(strangers),
        "404":\(problem("The event has no such mailing, or the mailing no such mail")),
        "409":\(problem("It was released or discarded already")),
        "422":\(problem("Some fields have to be mended"))
        """
    private static let mailing = """
        "id":\(text),"kind":{"enum":[\(words(Mailing.Kind.allCases))]},"event":\(text),
        "title":\(text),"written_at":\(instant),"written_by":\(text),
        "state":{"enum":[\(words(Mailing.State.allCases))]},"ended_at":\(instant),
        "ended_by":\(maybe),"recipients":\(count),"drafts":\(count),"runs_out_at":\(instant)
        """
    private static let recipient = """
        "type":"object","required":["name","reason"],"properties":{"mail":\(count),
        "interest":\(maybe),"name":\(text),"address":\(text),"template":\(text),
        "language":\(text),"state":\(text),"status":\(maybe),"reason":{"enum":[null,
        \(words(MailObstacle.allCases)),\(words(MailingAbsence.allCases.filter {
            MailObstacle(rawValue: $0.rawValue) == nil
        }))]},"since":\(instant),"by":\(maybe),"note":\(maybe),"hold_cause":\(maybe),
        "runs_out_at":\(instant)}
        """
}
