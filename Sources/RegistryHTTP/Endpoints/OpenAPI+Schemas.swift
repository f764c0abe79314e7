import TrainingRegistry

extension OpenAPI {
    /// The documents that are sent and received.
    static let schemas = """
        "Code":{"type":"string","pattern":"^[a-z0-9]+(-[a-z0-9]+)*$","minLength":2,"maxLength":64},
        "Kind":{"enum":[\(words(EventKind.allCases))]},
        "Event":{"type":"object","required":["code","kind","title","admission","starts_on",
        "ends_on"],"properties":{
        "code":{"$ref":"#/components/schemas/Code"},"kind":{"$ref":"#/components/schemas/Kind"},
        "title":\(text),"summary":\(text),"description":\(text),"programme":\(maybe),
        "admission":{"enum":[\(words(Admission.allCases))]},
        "starts_on":\(day),"ends_on":\(day),
        "date_precision":{"enum":[\(words(DatePrecision.allCases))]},
        "time_zone":\(text),"venue":\(text),"city":\(text),"country":\(maybe),
        "is_online":{"type":"boolean"},"languages":\(texts),
        "capacity":{"type":["integer","null"]},"audience":\(texts),
        "opens_at":\(instant),"closes_at":\(instant),"cancelled_at":\(instant),
        "held_at":\(instant),"moved_at":\(instant),"series":\(maybe),
        "sessions":{"type":"array","items":{"type":"object","properties":{
        "title":\(text),"starts_at":\(instant),"ends_at":\(instant)}}}}},
        "Source":{"type":"object","properties":{"quote":\(text),"place":\(text)}},
        "Programme":{"type":"object","required":["code","title"],"properties":{
        "code":{"$ref":"#/components/schemas/Code"},
        "title":\(text),"summary":\(text),"description":\(text),
        "takes_interest":{"type":"boolean"},"topics":\(texts),
        "phases":{"type":"array","items":{"type":"object","properties":{
        "code":{"$ref":"#/components/schemas/Code"},"title":\(text),
        "starts_on":{"type":["string","null"],"format":"date"},
        "ends_on":{"type":["string","null"],"format":"date"},
        "period_source":{"anyOf":[{"$ref":"#/components/schemas/Source"},{"type":"null"}]},
        "partners":{"type":"array","items":{"type":"object","properties":{
        "organisation":\(text),"role":\(text),"country":\(maybe)}}},
        "grants":{"type":"array","items":{"type":"object","properties":{
        "funder":\(text),"funding_programme":\(maybe),"reference":\(maybe)}}}}}}}},
        "Member":{"type":"object","required":["code","name"],"properties":{
        "code":\(text),"name":\(text),"is_state":{"type":"boolean"},
        "holds_presidency":{"type":"boolean"},"seat":{"enum":[\(words(Member.Seat.allCases))]},
        "roster":{"type":"array","items":{"type":"object","properties":{
        "role":{"enum":[\(words(RosterEntry.Role.allCases))]},"rank":{"type":"integer"},
        "institution":\(maybe),"is_vacant":{"type":"boolean"}}}}}},
        "Figure":{"type":"object","required":["title","value","qualifier","unit","source"],
        "properties":{"title":\(text),"value":{"type":"integer"},
        "qualifier":{"enum":[\(words(BaselineFigure.Qualifier.allCases))]},
        "unit":\(text),"period":\(text),"source":{"$ref":"#/components/schemas/Source"},
        "code":\(text),"counts_people":{"type":"boolean"},
        "starts_on":{"type":["string","null"],"format":"date"},
        "ends_on":{"type":["string","null"],"format":"date"},
        "told_on":{"type":"string","format":"date"},
        "programme":\(text),"phase":\(text),"event":\(text),
        "reason":{"type":["string","null"],
        "description":"Why a claim says something else than it did"}}},
        "Interest":{"type":"object","required":["given_name","family_name","email","sector",
        "country","notice"],"oneOf":[{"required":["event"]},{"required":["programme"]}],
        "additionalProperties":false,"properties":{
        "event":{"$ref":"#/components/schemas/Code"},
        "programme":{"$ref":"#/components/schemas/Code"},
        "given_name":\(bounded(PersonName.charactersMax)),
        "family_name":\(bounded(PersonName.charactersMax)),
        "email":{"type":"string","format":"email","maxLength":254},
        "organisation":\(bounded(Organisation.charactersMax)),
        "sector":\(text),"country":{"type":"string","description":"ISO 3166-1 alpha-2"},
        "language":{"type":"string","description":"BCP 47"},
        "motivation":\(bounded(Motivation.charactersMax)),
        "topics":{"type":"array","items":\(text),
        "description":"Only of a programme: what a training may be about; none means any"},
        "languages":{"type":"array","items":\(text),"description":"Only of a programme: BCP 47, \
        in which a training can be followed; none means any"},
        "notice":{"type":"string","description":"Version of the privacy notice that was shown"},
        "website":{"type":"string","description":"Left empty by people"}}},
        "Problem":{"type":"object","required":["type","title","status"],"properties":{
        "type":\(text),"title":\(text),"status":{"type":"integer"},"detail":\(text),
        "allowed":\(texts),"errors":{"type":"array","items":{"type":"object",
        "required":["pointer","code","detail"],
        "properties":{"pointer":\(text),"code":\(text),"detail":\(text)}}}}}
        """

    static let text = #"{"type":"string"}"#
    static let maybe = #"{"type":["string","null"]}"#
    static let texts = #"{"type":"array","items":{"type":"string"}}"#
    static let day = #"{"type":"string","format":"date"}"#
    static let instant = #"{"type":["string","null"],"format":"date-time"}"#

    static func bounded(_ charactersMax: Int) -> String {
        #"{"type":"string","maxLength":\#(charactersMax)}"#
    }

    static func words(_ list: [some RawRepresentable<String>]) -> String {
        list.map { "\"\($0.rawValue)\"" }.joined(separator: ",")
    }
}
