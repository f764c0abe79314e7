import Foundation
import TrainingRegistry

extension Service {
    /// Interest without a date, for coordinators.
    static let poolAPI: [StaffRoute] = [
        StaffRoute(.get, "/api/v1/programmes/{code}/pool", needs: .report, Service.showPool),
        StaffRoute(
            .get, "/api/v1/events/{code}/pool", needs: .seePeopleOfEvent,
            Service.previewPool),
        StaffRoute(.post, "/api/v1/events/{code}/pool/offers", needs: .decide, Service.offerToPool),
    ]

    /// 200 with how many interests in the pool of a programme stand where.
    func showPool(_ request: Request) async throws -> Response {
        let code = try request.capture("code", Code.init(parsing:))
        guard let figure = try await database.pool(of: code) else { throw Problem.notFound }
        return .json { $0.pool(figure) }
    }

    /// 200 with a page of the pool of the event's programme: whom it suits, whom not, and why.
    func previewPool(_ request: Request) async throws -> Response {
        let event = try request.capture("code", Code.init(parsing:))
        var query = FieldReader(query: request.query)
        let country = query.optional("country", CountryCode.init(parsing:))
        let isMatch = query.optional("matched", Bool.init(parameter:))
        let cursor = query.optional("cursor", UUID.init(identity:))
        let limit = query.optionalInteger("limit", in: 1...PreviewPool.largestLimit)
        try query.finish()
        let preview = try await database.preview(
            PreviewPool(
                event: event, country: country, isMatch: isMatch, cursor: cursor,
                limit: limit ?? PreviewPool.defaultLimit, now: now()))
        guard let preview else { throw Problem.notFound }
        return .json { $0.poolPreview(preview) }
    }

    /// 200 with one row for each chosen interest; 409 when nobody at all can be offered it.
    func offerToPool(_ request: Request) async throws -> Response {
        let actor = try actor(request)
        let event = try request.capture("code", Code.init(parsing:))
        var fields = try request.jsonFields()
        let interests = fields.each("interests", UUID.init(identity:))
        if let interests, !(1...OfferToPool.interestsMax).contains(interests.count) {
            fields.complain(
                "interests", "out-of-range",
                "Choose from 1 to \(OfferToPool.interestsMax) interests.")
        }
        let reason = fields.required("reason", Motivation.init(parsing:))
        let mails = fields.mailOrder()
        try fields.finish()
        guard let interests, let reason else { throw Problem.internalError }
        var offers = OfferToPool(
            event: event, interests: interests, actor: actor, reason: reason.description,
            now: now(), mailDomain: settings.mailDomain)
        offers.mails = mails
        let reports = try await database.offerToPool(offers).get()
        let mailing = try await database.waiting(mails)
        return .json { $0.poolOffers(reports, mailing: mailing) }
    }
}

extension Bool {
    init(parameter text: String) throws(BadParameter) {
        switch text {
        case "true": self = true
        case "false": self = false
        default: throw BadParameter("unknown-value", "This is true or false.")
        }
    }
}
