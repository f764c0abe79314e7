import TrainingRegistry

extension OpenAPI {
    /// What coordinators do with seats and interests; every request needs a staff token.
    static let seatPaths = """
        "/api/v1/events/{code}/interests":{"get":{"operationId":"listCandidates",
        "summary":"Confirmed interests in an event, in the order in which they came",
        "security":[{"staff":[]}],"parameters":[\(code),
        {"name":"status","in":"query","schema":\(status)},
        {"name":"sector","in":"query","schema":\(text)},
        {"name":"country","in":"query","schema":\(text)},
        {"name":"cursor","in":"query","schema":\(text)},
        {"name":"limit","in":"query","schema":{"type":"integer","minimum":1,
        "maximum":\(ListCandidates.largestLimit),"default":\(ListCandidates.defaultLimit)}}],
        "responses":{"200":\(answer("A page", "Candidates")),\(faults)}}},
        "/api/v1/events/{code}/interests/{id}/why":{"get":{"operationId":"explainPlace",
        "summary":"Why somebody has a seat or none","security":[{"staff":[]}],
        "parameters":[\(code),\(id)],
        "responses":{"200":\(answer("Where it stands", "Place")),\(faults)}}},
        "/api/v1/events/{code}/moves":{"post":{"operationId":"moveInterests",
        "summary":"Move interests, each for itself","security":[{"staff":[]}],
        "description":"Answers 200 with a row for each move, done or refused.",
        "parameters":[\(code)],\(content("Moves")),
        "responses":{"200":\(answer("One row for each move", "MoveReports")),\(faults)}}},
        "/api/v1/events/{code}/matrix":{"get":{"operationId":"showMatrix",
        "summary":"What the group would look like","security":[{"staff":[]}],
        "parameters":[\(code),{"name":"interest","in":"query","explode":true,
        "schema":{"type":"array","items":\(identity)}}],
        "responses":{"200":\(answer("People by country and sector", "Matrix")),\(faults)}},
        "post":{"operationId":"considerChoices","summary":"The same for many interests",
        "security":[{"staff":[]}],"parameters":[\(code)],\(content("Choices")),
        "responses":{"200":\(answer("People by country and sector", "Matrix")),\(faults)}}},
        "/api/v1/events/{code}/seats":{"get":{"operationId":"showRoom",
        "summary":"The seats of an event","security":[{"staff":[]}],"parameters":[\(code)],
        "responses":{"200":\(answer("The room", "Room")),\(faults)}},
        "put":{"operationId":"setSeats","summary":"Set and publish the number of seats",
        "security":[{"staff":[]}],"parameters":[\(code)],\(content("SeatCount")),
        "responses":{"200":\(answer("The room", "Room")),\(faults)}}},
        \(change("put", "quotas", "setQuotas", "Replace the quotas", "Quotas", "Room")),
        \(change("put", "targets", "setTargets", "Replace the targets", "Targets", "TargetList")),
        \(change("post", "seats/keep", "keepSeats",
            "Keep so many seats in all for a member or an organisation", "Keeping", "Room")),
        \(change("post", "seats/{number}/free", "freeSeat",
            "Free a seat, or release one that is kept", "Freeing", "Room", number)),
        \(change("post", "seats/{number}/substitute", "substitute",
            "Put another person on a seat", "Substitution", "Room", number)),
        "/api/v1/sessions/{id}/places":{"put":{"operationId":"setPlaces",
        "summary":"Say how many places a session has","security":[{"staff":[]}],
        "parameters":[\(id)],\(content("PlaceCount")),"responses":{\(done),\(faults)}},
        "post":{"operationId":"takePlace","summary":"Take a place for who has a seat",
        "security":[{"staff":[]}],"parameters":[\(id)],\(content("PlaceTaken")),
        "responses":{\(done),\(faults)}}},
        "/api/v1/sessions/{id}/places/{participation}":{"delete":{
        "operationId":"releasePlace","summary":"Give a place back","security":[{"staff":[]}],
        "parameters":[\(id),{"name":"participation","in":"path","required":true,
        "schema":\(identity)}],"responses":{\(done),\(faults)}}}
        """

    /// The documents of these requests.
    static let seatSchemas = """
        "Candidates":{"type":"object","required":["items","next"],"properties":{
        "items":{"type":"array","items":{"type":"object","properties":{
        "id":\(identity),"given_name":\(text),"family_name":\(text),"email":\(text),
        "organisation":\(maybe),"sector":\(text),"country":\(text),"language":\(maybe),
        "motivation":\(maybe),"received_at":\(instant),"status":\(status),"since":\(instant),
        "seat":\(count),"promised_until":\(instant)}}},"next":\(maybe)}},
        "Place":{"type":"object","properties":{"interest":\(identity),"status":\(status),
        "seat":\(count),"promised_until":\(instant),"place":\(count),"before":\(count),
        "free_seats":\(count),"has_suitable_seat":{"type":"boolean"},"full_quotas":\(texts),
        "history":{"type":"array","items":{"type":"object","properties":{"status":\(status),
        "actor":\(text),"reason":\(maybe),"decision":\(maybe),"at":\(instant)}}}}},
        "Moves":{"type":"object","required":["moves"],"additionalProperties":false,"properties":{
        "decision":{"type":"string","maxLength":\(DecisionWords.charactersMax)},"reason":\(text),
        \(mailChoice),"moves":{"type":"array","minItems":1,
        "maxItems":\(MoveInterests.movesMax),"items":{
        "type":"object","required":["interest","to"],"additionalProperties":false,
        "properties":{"interest":\(identity),"to":\(status),"reason":\(text),
        "expires_at":\(instant)}}}}},
        "MoveReports":{"type":"object","properties":{"mailing":\(maybe),
        "items":{"type":"array","items":{
        "type":"object","required":["interest","outcome","allowed"],"properties":{
        "interest":\(identity),"outcome":{"enum":["done","refused"]},"status":\(maybe),
        "code":\(maybe),"detail":\(maybe),"allowed":\(texts),"expires_at":\(instant)}}}}},
        "Choices":{"type":"object","additionalProperties":false,"properties":{
        "interests":{"type":"array","items":\(identity)}}},
        "Matrix":{"type":"object","properties":{"people":\(count),"seats":\(count),
        "cells":{"type":"array","items":{"type":"object","properties":{"country":\(text),
        "sector":\(text),"people":\(count)}}},
        "targets":{"type":"array","items":{"type":"object","properties":{"name":\(text),
        "wanted":\(count),"people":\(count),"is_met":{"type":"boolean"}}}},
        "choices":{"type":"array","items":{"type":"object","properties":{
        "interest":\(identity),"breaks":\(texts)}}}}},
        "Room":{"type":"object","properties":{"seats":\(count),"taken":\(count),
        "waiting":\(count),"offer_hours":\(count),
        "items":{"type":"array","items":{"type":"object","properties":{"number":\(count),
        "state":{"enum":["free","promised","taken"]},"kept_for_member":\(maybe),
        "kept_for_organisation":\(maybe),"interest":\(maybe),"promised_until":\(instant),
        "participation":\(maybe),"taken_at":\(instant)}}},
        "quotas":{"type":"array","items":{"type":"object","properties":{"dimension":\(text),
        "value":\(text),"seats_max":\(count),"taken":\(count)}}}}},
        "SeatCount":{"type":"object","required":["seats"],"additionalProperties":false,
        "properties":{"seats":{"type":"integer","minimum":1,"maximum":\(SetSeats.seatsMax)},
        "offer_hours":{"type":"integer","minimum":1,"maximum":\(SetSeats.offerHoursMax)},
        "reason":\(text)}},
        "Quotas":{"type":"object","additionalProperties":false,"properties":{"reason":\(text),
        "quotas":{"type":"array","items":{"type":"object",
        "required":["dimension","value","seats_max"],"additionalProperties":false,
        "properties":{"dimension":{"enum":["country","sector","organisation"]},"value":\(text),
        "seats_max":{"type":"integer","minimum":0}}}}}},
        "Targets":{"type":"object","additionalProperties":false,"properties":{"reason":\(text),
        "targets":{"type":"array","items":{"$ref":"#/components/schemas/Target"}}}},
        "TargetList":{"type":"object","properties":{
        "items":{"type":"array","items":{"$ref":"#/components/schemas/Target"}}}},
        "Target":{"type":"object","required":["rule","people"],"properties":{
        "rule":{"enum":["country-min","sector-min","organisation-max"]},"value":\(maybe),
        "people":{"type":"integer","minimum":1}}},
        "Keeping":{"type":"object","required":["seats"],"additionalProperties":false,
        "properties":{"member":\(text),"organisation":\(text),
        "seats":{"type":"integer","minimum":0},"reason":\(text)}},
        "Freeing":{"type":"object","additionalProperties":false,"properties":{"reason":\(text)}},
        "PlaceCount":{"type":"object","required":["places"],"additionalProperties":false,
        "properties":{"places":{"type":"integer","minimum":0}}},
        "PlaceTaken":{"type":"object","required":["participation"],
        "additionalProperties":false,"properties":{"participation":\(identity)}},
        "Substitution":{"type":"object","description":"An interest, or who comes instead",
        "additionalProperties":false,"properties":{"interest":\(identity),"given_name":\(text),
        "family_name":\(text),"email":\(text),"organisation":\(text),"sector":\(text),
        "country":\(text),"language":\(text),"reason":\(text)}}
        """

    static let count = #"{"type":["integer","null"]}"#
    static let identity = #"{"type":"string","format":"uuid"}"#
    private static let status =
        "{\"enum\":["
        + InterestStatus.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ",") + "]}"
    private static let code = """
        {"name":"code","in":"path","required":true,
        "schema":{"$ref":"#/components/schemas/Code"}}
        """
    private static let id = """
        {"name":"id","in":"path","required":true,"schema":\(identity)}
        """
    private static let number = """
        {"name":"number","in":"path","required":true,"schema":{"type":"integer","minimum":1}}
        """
    static let done = #""204":{"description":"Done"}"#
    static let faults = """
        "401":\(fault("No staff token that is good now")),
        "403":\(fault("This is for another role")),
        "404":\(fault("No such thing in this event")),
        "409":\(fault("It cannot be done now; the type says why")),
        "422":\(fault("Some fields have to be mended"))
        """

    static func fault(_ description: String) -> String {
        """
        {"description":"\(description)","content":{"application/problem+json":{"schema":
        {"$ref":"#/components/schemas/Problem"}}}}
        """
    }

    static func answer(_ description: String, _ schema: String) -> String {
        """
        {"description":"\(description)","content":{"application/json":{"schema":
        {"$ref":"#/components/schemas/\(schema)"}}}}
        """
    }

    static func content(_ schema: String) -> String {
        """
        "requestBody":{"required":true,"content":{"application/json":{"schema":
        {"$ref":"#/components/schemas/\(schema)"}}}}
        """
    }

    private static func change(
        _ method: String, _ path: String, _ operation: String, _ summary: String, _ body: String,
        _ result: String, _ parameter: String? = nil
    ) -> String {
        """
        "/api/v1/events/{code}/\(path)":{"\(method)":{"operationId":"\(operation)",
        "summary":"\(summary)","security":[{"staff":[]}],
        "parameters":[\(code)\(parameter.map { "," + $0 } ?? "")],\(content(body)),
        "responses":{"200":\(answer("As it is now", result)),\(faults)}}}
        """
    }
}
