import TrainingRegistry

extension OpenAPI {
    /// Invitations to events.
    static let invitationPaths = """
        "/api/v1/events/{code}/invitations":{"get":{"operationId":"listInvitations",
        "summary":"Who is invited, and what came of it","security":[{"staff":[]}],
        "parameters":[\(invitedTo)],
        "responses":{"200":\(items("Invitation")),\(refusals)}},
        "post":{"operationId":"invitePeople",
        "summary":"Invite addresses; each gets a mail with a link of its own",
        "description":"Inviting twice is inviting once: the outcome of a known one is known.",
        "security":[{"staff":[]}],"parameters":[\(invitedTo)],
        "requestBody":{"required":true,"content":{"application/json":{"schema":
        {"$ref":"#/components/schemas/Invitations"}}}},
        "responses":{"200":{"description":"A row for each address","content":{
        "application/json":{"schema":{"type":"object","properties":{"mailing":\(maybe),
        "items":{"type":"array","items":{"type":"object","properties":{"id":\(uuid),"email":\(text),
        "outcome":{"enum":["invited","known"]}}}}}}}}},\(refusals)}}},
        "/api/v1/events/{code}/invitations/{id}/resend":{"post":{
        "operationId":"resendInvitation","security":[{"staff":[]}],
        "summary":"Send another link; the one before does not work any more",
        "parameters":[\(invitedTo),\(which)],
        "responses":{"204":{"description":"A mail is promised"},\(refusals)}}},
        "/api/v1/events/{code}/invitations/{id}/revoke":{"post":{
        "operationId":"revokeInvitation","security":[{"staff":[]}],
        "summary":"Take an invitation back that nobody used","parameters":[\(invitedTo),\(which)],
        "requestBody":{"required":true,"content":{"application/json":{"schema":{"type":"object",
        "additionalProperties":false,"properties":{"reason":\(bounded(Title.charactersMax))}}}}},
        "responses":{"204":{"description":"Its link does not work any more"},\(refusals)}}}
        """

    static let invitationSchemas = """
        "Invitation":{"type":"object","properties":{"id":\(uuid),"email":\(text),
        "given_name":\(maybe),"family_name":\(maybe),"language":\(maybe),
        "state":{"enum":[\(words(InvitationState.allCases))]},"invited_at":\(instant),
        "sent_at":\(instant),"used_at":\(instant),"revoked_at":\(instant),"interest":\(maybe)}},
        "Invitations":{"type":"object","required":["invitations"],"additionalProperties":false,
        "properties":{"reason":\(bounded(Title.charactersMax)),\(mailChoice),
        "invitations":{"type":"array",
        "minItems":1,"maxItems":\(InvitePeople.guestsMax),"items":{"type":"object",
        "required":["email"],"additionalProperties":false,"properties":{"email":\(text),
        "given_name":\(maybe),"family_name":\(maybe),"language":\(maybe)}}}}}
        """

    private static let uuid = #"{"type":"string","format":"uuid"}"#
    private static let invitedTo = """
        {"name":"code","in":"path","required":true,
        "schema":{"$ref":"#/components/schemas/Code"}}
        """
    private static let which = #"{"name":"id","in":"path","required":true,"schema":\#(uuid)}"#
    private static let refusals = """
        "401":\(problem("No staff token that is good now")),
        "404":\(problem("No such event or invitation")),
        "409":\(problem("Refused as things are; the type says why")),
        "422":\(problem("Some fields have to be mended"))
        """
}
