import TrainingRegistry

extension OpenAPI {
    /// Completion, trainers, and whom they reach.
    static let ladderPaths = [
        path("events/{code}/completion-rule") {
            [
                $0.get("readCompletionRule", "What it takes to complete the event"),
                $0.put("setCompletionRule", "Set it", "CompletionRule"),
            ]
        },
        path("events/{code}/completions") {
            [$0.get("listCompletions", "Who completed the event, and what is missing")]
        },
        path("events/{code}/completion-steps") {
            [$0.post("recordSteps", "Record assignments and mentoring, one answer each", "Steps")]
        },
        path("events/{code}/participations") {
            [$0.post("addParticipation", "Add somebody who needs no seat", "AddedParticipation")]
        },
        path("events/{code}/indirect-counts") {
            [
                $0.post(
                    "reportIndirectCount", "Count people without names in an indirect event",
                    "IndirectCount")
            ]
        },
        path("programmes/{code}/trainers") {
            [$0.get("listLadder", "From trainee to trainer; rung in the query chooses one")]
        },
        path("programmes/{code}/trainers/invite") {
            [$0.post("inviteTrainer", "Invite by mail who completed a training", "Invitation")]
        },
        path("programmes/{code}/trainers/end") {
            [$0.post("endTrainer", "Take an invitation back, or end a trainer", "EndedTrainer")]
        },
        path("programmes/{code}/reach") {
            [$0.get("showReach", "People of our events and of our trainers', kept apart")]
        },
    ].joined(separator: ",")

    static let ladderSchemas = """
        "CompletionRule":{"type":"object","additionalProperties":false,"properties":{
        "attended_percent":{"type":"integer","minimum":1,"maximum":100,"default":80},
        "partly_percent":{"type":"integer","minimum":0,"maximum":100,"default":50},
        "needs_assignment":{"type":"boolean"},"needs_mentoring":{"type":"boolean"},
        "reason":\(maybe)}},
        "Steps":{"type":"object","required":["steps"],"additionalProperties":false,
        "properties":{"steps":{"type":"array","minItems":1,
        "maxItems":\(RecordCompletionSteps.stepsMax),"items":{"type":"object",
        "required":["participation","step","outcome"],"additionalProperties":false,
        "properties":{"participation":\(uuid),
        "step":{"enum":[\(words(CompletionStep.allCases))]},
        "outcome":{"enum":[\(words(CompletionStep.Outcome.allCases))]},
        "reason":{"type":["string","null"],"description":"Needed to excuse"},
        "occurred_at":\(maybe)}}}}},
        "AddedParticipation":{"type":"object","required":["person","role"],
        "additionalProperties":false,"properties":{"person":\(uuid),
        "role":{"enum":[\(words(ParticipationRole.seatless))]},"country":\(maybe),
        "sector":\(maybe),"organisation":{"type":["string","null"],
        "description":"A code or an id"},"reason":\(maybe)}},
        "IndirectCount":{"type":"object","required":["country","sector","people","source"],
        "additionalProperties":false,"properties":{"country":\(text),"sector":\(text),
        "people":{"type":"integer","minimum":0,"maximum":\(ReportIndirectCount.peopleMax)},
        "source":\(bounded(Title.charactersMax)),"reason":\(maybe)}},
        "Invitation":{"type":"object","required":["person"],"additionalProperties":false,
        "properties":{"person":\(uuid),"reason":\(maybe)}},
        "EndedTrainer":{"type":"object","required":["person","reason"],
        "additionalProperties":false,"properties":{"person":\(uuid),"reason":\(text)}}
        """

    private static let uuid = #"{"type":"string","format":"uuid"}"#
}
