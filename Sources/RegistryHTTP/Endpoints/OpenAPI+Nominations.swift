import TrainingRegistry

extension OpenAPI {
    /// The Expert Group and its nominations; every request needs a staff token.
    static let nominationPaths = """
        "/api/v1/roster":{"get":\(read("showRoster", "The Expert Group on a day, with names",
            "Roster", on)),
        "put":\(write("saveRosterEntry", "From a day on, who holds a seat", "RosterSaving",
            "Roster"))},
        "/api/v1/focal-points":{"get":\(read("listFocalPoints", "Who speaks for members on a day",
            "FocalPoints", on)),
        "put":\(write("saveFocalPoint", "Begin or correct a focal point", "FocalPoint",
            "FocalPoints"))},
        "/api/v1/mandates":{"get":\(read("listMandateYears",
            "Years of mandates with their meetings", "MandateYears"))},
        "/api/v1/events/{code}/chair":{"get":\(read("showChair",
            "Who chairs a meeting of the Expert Group", "Chair", code)),
        "put":\(write("setChair", "Let another member chair, or give it back", "ChairChange",
            "Chair", code))},
        "/api/v1/events/{code}/present-by-state":{"get":\(read("showPresentByState",
            "Seats, people and who was there, by member", "PresentByState", code))},
        "/api/v1/events/{code}/nominations":{"get":\(read("showNominations",
            "The nominations for an event", "NominationRound", code)),
        "post":\(write("inviteNominations", "Ask members to nominate", "NominationInvitation",
            "InvitedMembers", code)),
        "put":\(write("setNominationDeadline", "Set another deadline", "NominationDeadline",
            "NominationRound", code))},
        "/api/v1/events/{code}/nominations/{member}":{"post":\(write("nominate",
            "Nominate somebody for a focal point", "Nominee", "NominationRound",
            code + "," + member))},
        "/api/v1/events/{code}/nominations/{member}/links":{"delete":\(
            read("revokeNominationLinks", "End the links of a member", "NominationRound",
            code + "," + member))},
        "/api/v1/events/{code}/nominations/{member}/{id}":{"put":\(write("changeNomination",
            "Move a nomination, or put another person in its place", "NominationChange",
            "NominationRound", code + "," + member + "," + id)),
        "delete":\(read("withdrawNomination", "Withdraw a nomination", "NominationRound",
            code + "," + member + "," + id))}
        """

    /// The documents of these requests.
    static let nominationSchemas = """
        "Roster":{"type":"object","properties":{"on":\(day),"presidency":\(maybe),
        "items":{"type":"array","items":{"type":"object","properties":{"member":\(text),
        "name":\(text),"seat":{"enum":["held","optional"]},"is_vacant":\(flag),
        "holds_presidency":\(flag),"seats":{"type":"array","items":{"type":"object",
        "properties":{"role":\(role),"rank":\(whole),"holder":\(maybe),
        "institution":\(maybe)}}}}}}}},
        "RosterSaving":{"type":"object","required":["member","role","from","source"],
        "additionalProperties":false,"properties":{"member":\(text),"role":\(role),
        "rank":\(whole),"from":\(day),"holder":\(maybe),"institution":\(maybe),"source":\(text),
        "reason":\(text)}},
        "FocalPoint":{"type":"object","required":["member","name","email","from"],
        "properties":{"member":\(text),"name":\(text),"email":\(text),"language":\(maybe),
        "from":\(day),"until":\(maybe)}},
        "FocalPoints":{"type":"object","properties":{
        "items":{"type":"array","items":{"$ref":"#/components/schemas/FocalPoint"}}}},
        "MandateYears":{"type":"object","properties":{"items":{"type":"array","items":{
        "type":"object","properties":{"mandate":\(text),"first":\(day),"last":\(day),
        "held":\(whole),"planned":\(whole),
        "standing":{"enum":["enough","short","not-planned-yet"]}}}}}},
        "Chair":{"type":"object","properties":{"member":\(text),"name":\(text),
        "is_overridden":\(flag),"reason":\(maybe)}},
        "ChairChange":{"type":"object","required":["reason"],"additionalProperties":false,
        "properties":{"member":\(maybe),"reason":\(text)}},
        "PresentByState":{"type":"object","properties":{"items":{"type":"array","items":{
        "type":"object","properties":{"member":\(text),"name":\(text),"seats":\(whole),
        "confirmed":\(whole),"present":\(whole),"vacant":\(whole)}}}}},
        "NominationRound":{"type":"object","properties":{"event":\(text),"deadline":\(text),
        "items":{"type":"array","items":{"type":"object","properties":{"member":\(text),
        "name":\(text),"seats":\(whole),"taken":\(whole),"links":\(whole),
        "nominations":{"type":"array","items":{"type":"object","properties":{"id":\(text),
        "rank":\(whole),"status":\(nominationStatus),"has_seat":\(flag),"given_name":\(maybe),
        "family_name":\(maybe),"email":\(maybe),"organisation":\(maybe),"sector":\(text),
        "country":\(text),"language":\(maybe),"replaces":\(maybe)}}}}}}}},
        "NominationInvitation":{"type":"object","required":["deadline"],
        "additionalProperties":false,"properties":{"deadline":\(text),
        "seats_per_member":\(whole),"members":{"type":"array","items":{"type":"object",
        "required":["member","seats"],"properties":{"member":\(text),"seats":\(whole)}}},
        "reason":\(text),\(mailChoice)}},
        "NominationDeadline":{"type":"object","required":["deadline"],
        "additionalProperties":false,"properties":{"deadline":\(text),"reason":\(text)}},
        "InvitedMembers":{"type":"object","properties":{"mailing":\(maybe),
        "items":{"type":"array","items":{
        "type":"object","properties":{"member":\(text),"seats":\(whole),"links":\(whole)}}}}},
        "Nominee":{"type":"object","required":["given_name","family_name","email","sector",
        "country"],"additionalProperties":false,"properties":{\(person),"reason":\(text)}},
        "NominationChange":{"type":"object","description":"A move, or who comes instead",
        "additionalProperties":false,"properties":{"move":{"enum":["up","down"]},\(person),
        "reason":\(text)}}
        """

    private static let person = """
        "given_name":\(text),"family_name":\(text),"email":\(text),"organisation":\(text),
        "sector":\(text),"country":\(text),"language":\(text)
        """
    private static let nominationStatus =
        "{\"enum\":["
        + NominationStatus.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ",") + "]}"
    private static let role = #"{"enum":["member","deputy","alternate"]}"#
    private static let flag = #"{"type":"boolean"}"#
    private static let whole = #"{"type":"integer"}"#
    private static let on = """
        {"name":"on","in":"query","schema":\(day)}
        """
    private static let code = """
        {"name":"code","in":"path","required":true,
        "schema":{"$ref":"#/components/schemas/Code"}}
        """
    private static let member = """
        {"name":"member","in":"path","required":true,"schema":\(text)}
        """
    private static let id = """
        {"name":"id","in":"path","required":true,"schema":{"type":"string","format":"uuid"}}
        """

    private static func read(
        _ operation: String, _ summary: String, _ result: String, _ parameters: String = ""
    ) -> String {
        """
        {"operationId":"\(operation)","summary":"\(summary)","security":[{"staff":[]}],
        "parameters":[\(parameters)],"responses":{\(answers(result))}}
        """
    }

    private static func write(
        _ operation: String, _ summary: String, _ body: String, _ result: String,
        _ parameters: String = ""
    ) -> String {
        """
        {"operationId":"\(operation)","summary":"\(summary)","security":[{"staff":[]}],
        "parameters":[\(parameters)],"requestBody":{"required":true,"content":{
        "application/json":{"schema":{"$ref":"#/components/schemas/\(body)"}}}},
        "responses":{\(answers(result)),"422":\(fault("Some fields have to be mended"))}}
        """
    }

    private static func answers(_ result: String) -> String {
        """
        "200":{"description":"As it is now","content":{"application/json":{"schema":
        {"$ref":"#/components/schemas/\(result)"}}}},
        "401":\(fault("No staff token that is good now")),
        "404":\(fault("There is no such thing")),
        "409":\(fault("It cannot be done now; the type says why"))
        """
    }
}
