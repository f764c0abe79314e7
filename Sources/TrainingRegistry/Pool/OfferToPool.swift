public import Foundation
public import Postgres

/// Offers an event to people whom a coordinator chose in the pool, whatever they wished for.
public struct OfferToPool: Sendable {
    public var event: Code
    public var interests: [UUID]
    public var actor: RegistryActor
    public var reason: String?
    public var now: Date
    public var mailDomain: String
    /// Whether its mails leave at once.
    public var mails = MailOrder(.send)

    public static let interestsMax = 500

    public init(
        event: Code, interests: [UUID], actor: RegistryActor, reason: String?, now: Date,
        mailDomain: String
    ) {
        self.event = event
        self.interests = interests
        self.actor = actor
        self.reason = reason
        self.now = now
        self.mailDomain = mailDomain
    }
}

/// Every way in which the pool refuses something that is not a fault of ours.
///
/// The words are those of the functions in the database and of the API.
public enum PoolRefusal: String, Error, Sendable, Hashable, CaseIterable {
    /// There is no such event, programme, offer or link.
    case unknown
    /// There is no such interest in the pool of the event's programme.
    case unknownInterest = "unknown-interest"
    /// The event takes no interest now.
    case eventClosed = "event-closed"
    /// The seats of the event are given by invitation or nomination, never to the pool.
    case byInvitation = "by-invitation"
    /// The interest was not kept in time.
    case lapsed
    case withdrawn
    /// The person is interested or takes part already, or was and is not any more.
    case known
    /// It was offered to the person before.
    case offered
}

/// What became of one offer that a coordinator made.
public struct PoolOfferReport: Sendable, Equatable {
    public let interest: UUID
    /// Nil when it was made.
    public let refusal: PoolRefusal?
}

extension Database {
    /// One report for each, in their order; refused as a whole when nobody can be offered it.
    public func offerToPool(
        _ request: OfferToPool
    ) async throws(DatabaseError) -> Result<[PoolOfferReport], PoolRefusal> {
        let outcomes = try await run(WriteChosenOffers(request: request))
        guard outcomes.count == request.interests.count else { return .failure(.unknown) }
        for refusal in outcomes {
            guard let refusal else { continue }
            if refusal == .eventClosed || refusal == .byInvitation { return .failure(refusal) }
        }
        return .success(
            zip(request.interests, outcomes).map { PoolOfferReport(interest: $0, refusal: $1) })
    }
}

/// Makes the offers with their mails and says so in the audit; no row without such an event.
struct WriteChosenOffers: Statement {
    static let sql: StaticString = """
        WITH begun AS MATERIALIZED (
            SELECT id, begin_mailing($7, 'pool-offers', id, $3, $4) AS at
            FROM event WHERE code = $1
        ), done AS MATERIALIZED (
            SELECT answer.* FROM begun CROSS JOIN LATERAL
                offer_by_hand(begun.id, $2, begun.at, $4, $5, $6) AS answer
        )
        SELECT outcome, (SELECT end_mailing($7, $8, $3, count(*)) FROM done)
        FROM done ORDER BY row_number
        """

    var request: OfferToPool

    func bind(to parameters: inout Parameters) {
        parameters.add(request.event.description)
        parameters.add(request.interests)
        parameters.add(request.now)
        parameters.add(request.actor.description)
        parameters.add(request.reason)
        parameters.add(request.mailDomain)
        parameters.add(request.mails.id)
        parameters.add(request.mails.choice?.rawValue)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> PoolRefusal? {
        try row.text(0) == "done" ? nil : try row.word(0, of: PoolRefusal.self)
    }
}
