import TrainingRegistry

extension OpenAPI {
    /// What coordinators and helpers at the door do; every request needs a staff token.
    static let attendancePaths = """
        "/api/v1/events/{code}/attendance":{"get":{"operationId":"showSheet",
        "summary":"Everybody in an event and how they attended each session",
        "security":[{"staff":[]}],"parameters":[\(codeInPath)],
        "responses":{"200":\(answer("The sheet", "Sheet")),\(faults)}},
        "post":{"operationId":"markAttendance","summary":"Mark how people attended",
        "description":"Answers 200 with a row for each mark: made, or why not and what holds.",
        "security":[{"staff":[]}],"parameters":[\(codeInPath)],\(content("Marks")),
        "responses":{"200":\(answer("One row for each mark", "MarkReports")),\(faults)}}},
        "/api/v1/events/{code}/attendance/history":{"get":{"operationId":"showMarkHistory",
        "summary":"Every mark of somebody in a session, the latest first",
        "security":[{"staff":[]}],"parameters":[\(codeInPath),
        {"name":"participation","in":"query","required":true,"schema":\(identity)},
        {"name":"session","in":"query","required":true,"schema":\(identity)}],
        "responses":{"200":\(answer("The marks", "PastMarks")),\(faults)}}},
        "/api/v1/events/{code}/head-counts":{"post":{"operationId":"countHeads",
        "summary":"Count people whose names are not taken","security":[{"staff":[]}],
        "parameters":[\(codeInPath)],\(content("HeadCount")),"responses":{\(done),\(faults)}}},
        "/api/v1/events/{code}/walk-ins":{"post":{"operationId":"takeWalkIn",
        "summary":"Give a seat to somebody who came without","security":[{"staff":[]}],
        "parameters":[\(codeInPath)],\(content("WalkIn")),
        "responses":{"200":\(answer("The participation", "WalkInTaken")),\(faults)}}},
        "/api/v1/events/{code}/seals":{"post":{"operationId":"sealSheet",
        "summary":"Close the sheet of a session","security":[{"staff":[]}],
        "parameters":[\(codeInPath)],\(content("Seal")),"responses":{\(done),\(faults)}}},
        "/api/v1/events/{code}/certificates":{"post":{"operationId":"issueCertificates",
        "summary":"Give certificates to whoever met the attendance rule",
        "security":[{"staff":[]}],"parameters":[\(codeInPath)],\(content("IssueCertificates")),
        "responses":{"200":\(answer("How many were given", "Issued")),\(faults)}}},
        "/api/v1/events/{code}/certificates/{certificate}":{"delete":{
        "operationId":"revokeCertificate","summary":"Take a certificate back",
        "security":[{"staff":[]}],"parameters":[\(codeInPath),
        {"name":"certificate","in":"path","required":true,"schema":\(text)},
        {"name":"reason","in":"query","required":true,"schema":\(text)}],
        "responses":{\(done),\(faults)}}}
        """

    private static let codeInPath = """
        {"name":"code","in":"path","required":true,"schema":\(text)}
        """
    private static let mark = words(AttendanceStatus.self)
    private static let outcome = words(MarkReport.Outcome.self)

    private static func words<Word: CaseIterable & RawRepresentable<String>>(
        _: Word.Type
    ) -> String {
        "{\"enum\":[\(Word.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ","))]}"
    }

    /// The documents of these requests.
    static let attendanceSchemas = """
        "Sheet":{"type":"object","required":["sessions","people","head_counts"],"properties":{
        "sessions":{"type":"array","items":{"type":"object","properties":{"id":\(identity),
        "title":\(text),"starts_at":\(instant),"ends_at":\(instant),"expected":\(count),
        "marked":\(count),"sealed_at":\(instant),"digest":\(text),
        "is_intact":{"type":"boolean"}}}},
        "people":{"type":"array","items":{"type":"object","properties":{
        "participation":\(identity),"name":\(maybe),"organisation":\(maybe),"role":\(text),
        "check_in_code":\(text),"meets_rule":{"type":"boolean"},"marks":{"type":"array",
        "items":{"type":"object","properties":{"session":\(identity),"status":\(mark),
        "arrived_at":\(instant),"version":\(count)}}}}}},
        "head_counts":{"type":"array","items":{"type":"object","properties":{
        "session":\(identity),"age_band":\(text),"people":\(count),"version":\(count)}}}}},
        "Marks":{"type":"object","required":["marks"],"additionalProperties":false,"properties":{
        "reason":\(text),"marks":{"type":"array","minItems":1,
        "maxItems":\(MarkAttendance.marksMax),"items":{"type":"object",
        "required":["session","participation"],"additionalProperties":false,"properties":{
        "session":\(identity),"participation":\(identity),"status":\(mark),
        "arrived_at":\(instant),"seen":\(count)}}}}},
        "MarkReports":{"type":"object","properties":{"items":{"type":"array","items":{
        "type":"object","required":["session","participation","outcome","version"],"properties":{
        "session":\(identity),"participation":\(identity),"outcome":\(outcome),
        "status":\(mark),"arrived_at":\(instant),"version":\(count),"actor":\(maybe),
        "recorded_at":\(instant)}}}}},
        "PastMarks":{"type":"object","properties":{"items":{"type":"array","items":{
        "type":"object","properties":{"status":\(mark),"arrived_at":\(instant),"actor":\(text),
        "reason":\(maybe),"occurred_at":\(instant),"recorded_at":\(instant)}}}}},
        "HeadCount":{"type":"object","required":["session","age_band","people"],
        "additionalProperties":false,"properties":{"session":\(identity),"age_band":\(text),
        "people":{"type":"integer","minimum":0},"seen":\(count),"reason":\(text)}},
        "WalkIn":{"type":"object","required":["given_name","family_name","email","sector",
        "country","notice"],"additionalProperties":false,"properties":{"given_name":\(text),
        "family_name":\(text),"email":\(text),"organisation":\(text),"sector":\(text),
        "country":\(text),"language":\(text),"notice":\(text)}},
        "WalkInTaken":{"type":"object","properties":{"participation":\(identity)}},
        "Seal":{"type":"object","required":["session"],"additionalProperties":false,
        "properties":{"session":\(identity),"rest_is_absent":{"type":"boolean"}}},
        "IssueCertificates":{"type":"object","additionalProperties":false,"properties":{
        \(mailChoice)}},
        "Issued":{"type":"object","properties":{"issued":\(count),
        "mailing":{"type":["string","null"]}}}
        """
}
