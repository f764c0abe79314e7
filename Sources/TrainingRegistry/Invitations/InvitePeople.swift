public import Foundation
public import Mailer
public import Postgres

/// Invites addresses to an event whose admission is by invitation; each gets a link of its own.
public struct InvitePeople: Sendable {
    /// How many are invited by one request at most.
    public static let guestsMax = 500

    /// Somebody who is invited, as far as they are known.
    public struct Guest: Sendable, Equatable {
        public var email: EmailAddress
        public var givenName: PersonName?
        public var familyName: PersonName?
        public var language: LanguageTag?

        public init(
            email: EmailAddress, givenName: PersonName? = nil, familyName: PersonName? = nil,
            language: LanguageTag? = nil
        ) {
            self.email = email
            self.givenName = givenName
            self.familyName = familyName
            self.language = language
        }
    }

    public var event: Code
    public var guests: [Guest]
    public var actor: RegistryActor
    public var reason: String?
    public var now: Date
    public var mailDomain: String
    /// Whether its mails leave at once.
    public var mails = MailOrder(.send)

    public init(
        event: Code, guests: [Guest], actor: RegistryActor, reason: String? = nil, now: Date,
        mailDomain: String
    ) {
        self.event = event
        self.guests = guests
        self.actor = actor
        self.reason = reason
        self.now = now
        self.mailDomain = mailDomain
    }
}

/// What became of inviting an address.
public struct InvitationAnswer: Sendable, Equatable {
    public let id: UUID
    public let email: String
    /// Whether a mail was promised; who is invited already gets no other one.
    public let isNew: Bool
}

/// Every way in which inviting can be refused that is not a fault of ours.
public enum InvitationRefusal: String, Error, Sendable, Hashable, CaseIterable {
    /// There is no such event, or no such invitation to it.
    case unknown
    /// Its admission is another.
    case notByInvitation = "not-by-invitation"
    /// It is a draft, cancelled, held, closed or over.
    case eventClosed = "event-closed"
    case used
    case revoked
}

extension InvitationRefusal: CustomStringConvertible {
    /// A sentence for a person, who may be at a terminal.
    public var description: String {
        switch self {
        case .unknown: "There is no such event, or no such invitation to it."
        case .notByInvitation: "Its admission is not by invitation."
        case .eventClosed: "It is not published, closed, cancelled or over."
        case .used: "Interest was expressed through it; move or withdraw that interest."
        case .revoked: "It was revoked; inviting the address again makes a new one."
        }
    }
}

extension Database {
    /// One answer for each address, in the order of addresses; inviting twice is inviting once.
    public func invite(
        _ request: InvitePeople
    ) async throws(DatabaseError) -> Result<[InvitationAnswer], InvitationRefusal> {
        let rows = try await run(WriteInvitations(request: request))
        guard let first = rows.first else { return .failure(.unknown) }
        if case .failure(let refusal) = first { return .failure(refusal) }
        return .success(rows.compactMap { try? $0.get() })
    }
}

/// Writes down who is invited, with the promise of a mail and a line of audit for each.
struct WriteInvitations: Statement {
    static let sql: StaticString = """
        WITH begun AS MATERIALIZED (
            SELECT begin_mailing($12, 'invitations', (SELECT id FROM event WHERE code = $1),
                $8, $9) AS at
        ), done AS MATERIALIZED (
            SELECT answer.* FROM begun CROSS JOIN LATERAL
                invite_people($1, $2, $3, $4, $5, $6, $7, begun.at, $9, $10, $11) AS answer
        )
        SELECT refusal, invitation_id, address, is_new,
               (SELECT end_mailing($12, $13, $8, count(*)) FROM done)
        FROM done
        """

    var request: InvitePeople

    func bind(to parameters: inout Parameters) {
        parameters.add(request.event.description)
        parameters.add(request.guests.map(\.email.description))
        parameters.add(request.guests.map(\.email.folded))
        parameters.add(request.guests.map { $0.givenName?.description })
        parameters.add(request.guests.map { $0.familyName?.description })
        parameters.add(request.guests.map { $0.language?.description })
        parameters.add(request.guests.map { _ in AccessToken().bytes })
        parameters.add(request.now)
        parameters.add(request.actor.description)
        parameters.add(request.reason)
        parameters.add(request.mailDomain)
        parameters.add(request.mails.id)
        parameters.add(request.mails.choice?.rawValue)
    }

    static func decode(
        _ row: RowReader
    ) throws(DatabaseError) -> Result<InvitationAnswer, InvitationRefusal> {
        if let word = try row.textIfAny(0) {
            return .failure(InvitationRefusal(rawValue: word) ?? .unknown)
        }
        return .success(
            InvitationAnswer(
                id: try row.uuid(1), email: try row.text(2), isNew: try row.flag(3)))
    }
}
