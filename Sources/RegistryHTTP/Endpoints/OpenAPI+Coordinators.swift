import TrainingRegistry

extension OpenAPI {
    /// What coordinators do with events, programmes and organisations.
    static let coordinatorPaths = [
        path("staff/events") { [$0.get("listStaffEvents", "Events of every state, by day")] },
        path("staff/events/{code}") { [$0.get("readStaffEvent", "One event as it can be put")] },
        path("events/{code}/publish") { [$0.post("publishEvent", "Show a draft to the public")] },
        path("events/{code}/hold") { [$0.post("holdEvent", "Say that it has taken place")] },
        path("events/{code}/move") {
            [$0.post("moveEvent", "Change times or place, and tell everybody concerned", "Move")]
        },
        path("events/{code}/cancel") {
            [$0.post("cancelEvent", "Cancel, and tell everybody concerned", "Cancel")]
        },
        path("series") {
            [
                $0.get("listSeries", "Series of events"),
                $0.post("saveSeries", "Make or rename a series", "Series"),
            ]
        },
        path("staff/programmes") { [$0.get("listStaffProgrammes", "Programmes with all codes")] },
        path("staff/programmes/{code}") { [$0.get("readStaffProgramme", "One programme")] },
        path("programmes/{code}/phases/{phase}") {
            [$0.put("savePhase", "Make or change a phase", "PhasePlan")]
        },
        path("grants/{code}") { [$0.put("saveGrant", "Make or change a grant", "GrantPlan")] },
        path("organisations") {
            [
                $0.get("listOrganisations", "Organisations, found by q in names and spellings"),
                $0.post("addOrganisation", "Add an organisation", "OrganisationPlan"),
            ]
        },
        path("organisations/{code}") {
            [
                $0.get("readOrganisation", "One organisation"),
                $0.put("saveOrganisation", "Make or change it", "OrganisationPlan"),
            ]
        },
        path("organisations/{code}/names") {
            [$0.post("renameOrganisation", "Say what it is called from a day on", "NamePlan")]
        },
        path("organisations/{id}/code") {
            [$0.put("codeOrganisation", "Give a code to one that has none", "CodePlan")]
        },
    ].joined(separator: ",")

    // Beside what everybody may do at the same addresses.
    static let createEvent = Address("events").post("createEvent", "Make a draft", "EventPlan")
    static let editEvent = Address("events/{code}").put("editEvent", "Change it", "EventPlan")
    static let saveProgramme = Address("programmes/{code}")
        .put("saveProgramme", "Make or change it", "ProgrammePlan")

    static let coordinatorSchemas = """
        "Instant":{"type":"string","description":"RFC 3339, or without an offset on the clocks of \
        the event: 2027-04-28T09:30"},
        "Schedule":{"type":"object","properties":{
        "starts_on":\(day),"ends_on":\(day),
        "date_precision":{"enum":[\(words(DatePrecision.allCases))]},
        "time_zone":\(text),"venue":\(text),"city":\(text),"country":\(maybe),
        "is_online":{"type":"boolean"},"opens_at":\(reference("Instant")),
        "closes_at":\(reference("Instant")),"sessions":{"type":"array","items":{"type":"object",
        "required":["title","starts_at","ends_at"],"properties":{"id":\(text),"title":\(text),
        "starts_at":\(reference("Instant")),"ends_at":\(reference("Instant"))}}}}},
        "EventPlan":{"allOf":[\(reference("Schedule")),{"type":"object",
        "required":["kind","title","admission","time_zone"],
        "properties":{"code":\(reference("Code")),
        "revision":{"type":"integer","description":"Needed to change it: as it was read"},
        "kind":\(reference("Kind")),"title":\(bounded(Title.charactersMax)),
        "summary":\(bounded(Summary.charactersMax)),"description":\(bounded(Prose.charactersMax)),
        "programme":\(maybe),"phase":\(maybe),"series":\(maybe),
        "admission":{"enum":[\(words(Admission.allCases))]},
        "reach":{"enum":[\(words(EventReach.allCases))],"default":"direct"},"languages":\(texts),
        "capacity":{"type":["integer","null"],"minimum":1},"audience":\(texts),"topics":\(texts),
        "grants":{"type":"array","items":{"type":"object","required":["grant"],"properties":{
        "grant":\(reference("Code")),"share":{"type":["string","null"],
        "description":"0.0001 to 1"}}}}}}]},
        "Move":{"description":"What is not said of times or place stays","allOf":[
        \(reference("Schedule")),{"type":"object","required":["sequence"],
        "properties":{"sequence":{"type":"integer"},"reason":\(maybe),\(mailChoice)}}]},
        "Cancel":{"type":"object","required":["sequence"],"properties":{
        "sequence":{"type":"integer"},"reason":\(maybe),\(mailChoice)}},
        "Series":{"type":"object","required":["code","title"],"properties":{
        "code":\(reference("Code")),"title":\(text)}},
        "ProgrammePlan":{"type":"object","required":["title"],"properties":{"title":\(text),
        "summary":\(text),"description":\(text),"is_published":{"type":"boolean"},
        "takes_interest":{"type":"boolean"},"pool_months":{"type":["integer","null"],
        "minimum":\(SaveProgramme.poolMonths.lowerBound),
        "maximum":\(SaveProgramme.poolMonths.upperBound),
        "description":"How long an interest without a date stands; null for as it was"},
        "topics":\(texts),"names":{"type":"array","items":{
        "type":"object","required":["name"],"properties":{"name":\(text),"starts_on":\(maybe),
        "ends_on":\(maybe),"source":\(source)}}}}},
        "PhasePlan":{"type":"object","required":["title"],"properties":{"title":\(text),
        "starts_on":\(maybe),"ends_on":\(maybe),"period_source":\(source),"period_note":\(maybe),
        "partners":{"type":"array","items":{"type":"object","required":["organisation","role"],
        "properties":{"organisation":\(reference("Code")),
        "role":{"enum":[\(words(PartnerRole.allCases))]},"source":\(source)}}},
        "grants":\(texts)}},
        "GrantPlan":{"type":"object","required":["funder"],"properties":{
        "funder":\(reference("Code")),"funding_programme":\(maybe),"reference":\(maybe),
        "starts_on":\(maybe),"ends_on":\(maybe),"source":\(source)}},
        "OrganisationPlan":{"type":"object","properties":{"code":\(reference("Code")),
        "name":\(maybe),"short_name":\(maybe),"country":\(maybe),"sector":\(maybe),
        "aliases":\(texts)}},
        "CodePlan":{"type":"object","required":["code"],"properties":{
        "code":\(reference("Code"))}},
        "NamePlan":{"type":"object","required":["name","from"],"properties":{"name":\(text),
        "short_name":\(maybe),"from":\(day),"source":\(source)}}
        """

    private static let source = """
        {"anyOf":[\(reference("Source")),{"type":"null"}]}
        """

    static func path(_ path: String, _ operations: (Address) -> [String]) -> String {
        "\"/api/v1/\(path)\":{\(operations(Address(path)).joined(separator: ","))}"
    }

    fileprivate static func reference(_ schema: String) -> String {
        "{\"$ref\":\"#/components/schemas/\(schema)\"}"
    }

    /// An address of the coordinators' API, whose operations all need a token.
    struct Address {
        private let parameters: String

        init(_ path: String) {
            let names = path.split(separator: "/").filter { $0.hasPrefix("{") }
                .map { $0.dropFirst().dropLast() }
            let list = names.map {
                """
                {"name":"\($0)","in":"path","required":true,"schema":\(
                    $0 == "id" ? #"{"type":"string","format":"uuid"}"# : reference("Code"))}
                """
            }
            parameters = "\"parameters\":[\(list.joined(separator: ","))],"
        }

        func get(_ id: String, _ summary: String) -> String {
            operation("get", id, summary, nil)
        }

        func post(_ id: String, _ summary: String, _ schema: String? = nil) -> String {
            operation("post", id, summary, schema)
        }

        func put(_ id: String, _ summary: String, _ schema: String) -> String {
            operation("put", id, summary, schema)
        }

        private func operation(
            _ method: String, _ id: String, _ summary: String, _ schema: String?
        ) -> String {
            let body = schema.map {
                """
                "requestBody":{"required":true,"content":{"application/json":{"schema":
                \(reference($0))}}},
                """
            }
            let problems = [
                ("401", "No staff token that is good now"), ("404", "No such thing"),
                ("409", "Refused as things are; allowed says what may be done"),
                ("422", "Some fields have to be mended"),
            ].map { status, meaning in
                """
                "\(status)":{"description":"\(meaning)","content":{"application/problem+json":{
                "schema":\(reference("Problem"))}}}
                """
            }
            return """
                "\(method)":{"operationId":"\(id)","summary":"\(summary)",
                "security":[{"staff":[]}],\(parameters)\(body ?? "")"responses":{
                "2XX":{"description":"As it is then","content":{"application/json":{}}},
                \(problems.joined(separator: ","))}}
                """
        }
    }
}
