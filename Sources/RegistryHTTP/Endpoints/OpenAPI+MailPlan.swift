import TrainingRegistry

extension OpenAPI {
    /// What the mails of an event do beyond what they always do.
    static let mailPlanPaths = path("events/{code}/mail-plan") {
        [
            $0.get("readMailPlan", "Reminders of the event with what became of them"),
            $0.put("planMails", "Set them; reminders that have left stay", "MailPlan"),
        ]
    }

    static let mailPlanSchemas = """
        "MailPlan":{"type":"object","additionalProperties":false,"properties":{
        "feedback_url":{"type":["string","null"],"maxLength":\(WebAddress.bytesMax),
        "pattern":"^https://"},"tells_shortlisted":{"type":"boolean","default":false},
        "time_zone":{"type":"string","readOnly":true},
        "reminders":{"type":"array","maxItems":\(MailPlan.remindersMax),"items":{"type":"object",
        "required":["kind","days","at"],"additionalProperties":false,"properties":{
        "kind":{"enum":[\(words(MailPlan.Reminder.Kind.allCases))]},
        "days":{"type":"integer","minimum":0,"maximum":365,
        "description":"Before the first day, or, from 1, after the last"},
        "at":{"type":"string","pattern":"^[0-2][0-9]:[0-5][0-9]$",
        "description":"On the clocks of the event"},
        "state":{"enum":[\(words(EventReminder.State.allCases))],"readOnly":true},
        "due_at":\(readInstant),"left_at":\(readInstant),
        "mails":{"type":"integer","readOnly":true}}}},"reason":\(maybe)}}
        """

    private static let readInstant =
        #"{"type":["string","null"],"format":"date-time","readOnly":true}"#
}
