import TrainingRegistry

extension OpenAPI {
    /// What coordinators do with the pool; every request needs a staff token.
    static let poolPaths = """
        "/api/v1/programmes/{code}/pool":{"get":{"operationId":"showPool",
        "summary":"How many interests without a date stand where",
        "security":[{"staff":[]}],"parameters":[\(code)],
        "responses":{"200":\(answer("The figure", "Pool")),\(faults)}}},
        "/api/v1/events/{code}/pool":{"get":{"operationId":"previewPool",
        "summary":"Whom in the pool an event suits, whom not, and why",
        "security":[{"staff":[]}],"parameters":[\(code),
        {"name":"country","in":"query","schema":\(text)},
        {"name":"matched","in":"query","schema":{"type":"boolean"}},
        {"name":"cursor","in":"query","description":"The next of the page before",
        "schema":\(text)},
        {"name":"limit","in":"query","schema":{"type":"integer","minimum":1,
        "maximum":\(PreviewPool.largestLimit),"default":\(PreviewPool.defaultLimit)}}],
        "responses":{"200":\(answer("A page", "PoolPreview")),\(faults)}}},
        "/api/v1/events/{code}/pool/offers":{"post":{"operationId":"offerToPool",
        "summary":"Offer an event to chosen people in the pool","security":[{"staff":[]}],
        "description":"Answers 200 with a row for each, done or refused.",
        "parameters":[\(code)],"requestBody":{"required":true,"content":{"application/json":{
        "schema":{"$ref":"#/components/schemas/PoolChoice"}}}},
        "responses":{"200":\(answer("One row for each", "PoolOffers")),
        "409":\(problem("Nobody can be offered it; the type says why")),\(faults)}}}
        """

    /// The documents of these requests.
    static let poolSchemas = """
        "PoolCounts":{"type":"object","properties":{"unmatched":\(count),"offered":\(count),
        "taken_up":\(count),"lapsed":\(count),"oldest_since":\(instant),
        "topic":\(maybe),"language":\(maybe),"country":\(maybe),"sector":\(maybe)}},
        "Pool":{"type":"object","properties":{"unmatched":\(count),"offered":\(count),
        "taken_up":\(count),"lapsed":\(count),"oldest_since":\(instant),
        "topics":\(counts),"languages":\(counts),"countries":\(counts),"sectors":\(counts)}},
        "PoolPreview":{"type":"object","required":["is_open","items","next"],"properties":{
        "is_open":{"type":"boolean"},"next":\(maybe),
        "items":{"type":"array","items":{"type":"object","properties":{
        "interest":\(identity),"given_name":\(text),"family_name":\(text),"email":\(text),
        "sector":\(text),"country":\(text),"topics":\(texts),"languages":\(texts),
        "confirmed_at":\(instant),"matched":{"type":"boolean"},
        "reasons":{"type":"array","items":{"enum":[\(words(PoolReason.allCases))]}}}}}}},
        "PoolChoice":{"type":"object","required":["interests","reason"],
        "additionalProperties":false,"properties":{"reason":\(text),\(mailChoice),
        "interests":{"type":"array","minItems":1,"maxItems":\(OfferToPool.interestsMax),
        "items":\(identity)}}},
        "PoolOffers":{"type":"object","properties":{"mailing":\(maybe),
        "items":{"type":"array","items":{
        "type":"object","required":["interest","outcome"],"properties":{"interest":\(identity),
        "outcome":{"enum":["done","refused"]},"code":\(maybe),"detail":\(maybe)}}}}}
        """

    private static let counts =
        ##"{"type":"array","items":{"$ref":"#/components/schemas/PoolCounts"}}"##
    private static let code = """
        {"name":"code","in":"path","required":true,
        "schema":{"$ref":"#/components/schemas/Code"}}
        """
}
