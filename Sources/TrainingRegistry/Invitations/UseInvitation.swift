public import Foundation
public import Postgres

/// Expresses interest in an event through the link of an invitation, which proves the address.
public struct UseInvitation: Sendable {
    public var token: AccessToken
    public var particulars: Particulars
    public var motivation: Motivation?
    public var notice: NoticeVersion
    public var now: Date
    public var mailDomain: String

    public init(
        token: AccessToken, particulars: Particulars, motivation: Motivation?,
        notice: NoticeVersion, now: Date, mailDomain: String
    ) {
        self.token = token
        self.particulars = particulars
        self.motivation = motivation
        self.notice = notice
        self.now = now
        self.mailDomain = mailDomain
    }
}

/// What the link of an invitation opens.
public struct InvitationFound: Sendable, Equatable {
    public let event: Code
    public let email: String
    public let givenName: String?
    public let familyName: String?
    public let language: String?
    public let state: InvitationState
}

extension Database {
    /// The invitation a link belongs to; nil when nothing is known of it.
    public func invitation(
        of token: AccessToken
    ) async throws(DatabaseError) -> InvitationFound? {
        try await run(FindInvitation(token: token)).first
    }

    /// The link of the person's own page: the interest counts, and has a seat or waits.
    public func use(
        _ request: UseInvitation
    ) async throws(DatabaseError) -> Result<AccessToken, InvitationRefusal> {
        let own = AccessToken()
        let word = try await run(
            WriteUsedInvitation(request: request, own: own), within: RoomLine.patience
        ).first
        if word == "taken" { return .success(own) }
        return .failure(word.flatMap(InvitationRefusal.init(rawValue:)) ?? .unknown)
    }
}

/// Finds an invitation by the secret of its link.
struct FindInvitation: Statement {
    static let sql: StaticString = """
        SELECT event.code, i.email, i.given_name, i.family_name, i.language, invitation_state(i)
        FROM invitation i JOIN event ON event.id = i.event_id WHERE i.hash = sha256($1)
        """

    var token: AccessToken

    func bind(to parameters: inout Parameters) { parameters.add(token.bytes) }

    static func decode(_ row: RowReader) throws(DatabaseError) -> InvitationFound {
        InvitationFound(
            event: try row.code(0), email: try row.text(1), givenName: try row.textIfAny(2),
            familyName: try row.textIfAny(3), language: try row.textIfAny(4),
            state: try row.word(5, of: InvitationState.self))
    }
}

/// Uses an invitation up under the lock of the event's room.
struct WriteUsedInvitation: Statement {
    static let sql: StaticString = """
        SELECT use_invitation($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
        """

    var request: UseInvitation
    var own: AccessToken

    func bind(to parameters: inout Parameters) {
        parameters.add(request.token.bytes)
        parameters.add(request.particulars.givenName.description)
        parameters.add(request.particulars.familyName.description)
        parameters.add(request.particulars.organisation?.description)
        parameters.add(request.particulars.sector.description)
        parameters.add(request.particulars.country.description)
        parameters.add(request.particulars.language?.description)
        parameters.add(request.motivation?.description)
        parameters.add(request.notice.description)
        parameters.add(request.now)
        parameters.add(own.bytes)
        parameters.add(request.mailDomain)
        parameters.add(Int32(AccessToken.ownPageDays))
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> String { try row.text(0) }
}
