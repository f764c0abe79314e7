public import Foundation
public import Postgres

/// Confirms an interest by the link that was mailed, once, and opens the person's own page.
public struct ConfirmInterest: Sendable {
    public var token: AccessToken
    public var now: Date
    public var mailDomain: String

    public init(token: AccessToken, now: Date, mailDomain: String) {
        self.token = token
        self.now = now
        self.mailDomain = mailDomain
    }
}

/// Why a mailed link does nothing.
public enum LinkRefusal: Error, Sendable, Equatable {
    case unknown
    case expired
    case alreadyUsed
}

extension Database {
    /// The link of the person's own page; two presses of the button confirm once.
    public func confirm(
        _ request: ConfirmInterest
    ) async throws(DatabaseError) -> Result<AccessToken, LinkRefusal> {
        let own = AccessToken()
        guard let answer = try await run(UseConfirmLink(request: request, own: own)).first else {
            return .failure(.unknown)
        }
        if answer.isDone { return .success(own) }
        return .failure(answer.isExpired ? .expired : .alreadyUsed)
    }
}

/// Uses up the link, makes or finds the person and promises the mail with their own link.
struct UseConfirmLink: Statement {
    static let sql: StaticString = """
        WITH seen AS (
            SELECT used_at, expires_at FROM access_token
            WHERE hash = sha256($1::bytea) AND purpose = 'confirm'
        ), presented AS (
            UPDATE access_token SET used_at = $2
            WHERE hash = sha256($1::bytea) AND purpose = 'confirm' AND used_at IS NULL
              AND expires_at > $2
            RETURNING interest_id
        ), held AS MATERIALIZED (
            SELECT interest.*, coalesce(event.title, programme.title) AS title
            FROM interest JOIN presented ON presented.interest_id = interest.id
            LEFT JOIN event ON event.id = interest.event_id
            LEFT JOIN programme ON programme.id = interest.programme_id
        ), known AS (
            INSERT INTO person AS p (given_name, family_name, email, email_folded, organisation,
                sector, country, language, created_at)
            SELECT given_name, family_name, email, email_folded, organisation, sector, country,
                   language, $2
            FROM held WHERE confirmed_at IS NULL
            ON CONFLICT (email_folded, name_folded) DO UPDATE SET
                organisation = coalesce(excluded.organisation, p.organisation),
                sector = excluded.sector, country = excluded.country,
                language = coalesce(excluded.language, p.language)
            RETURNING id
        ), owner AS MATERIALIZED (
            SELECT held.id AS interest, coalesce(held.person_id, known.id) AS person,
                   held.confirmed_at IS NULL AS is_new, held.email, held.given_name, held.title,
                   held.language
            FROM held LEFT JOIN known ON true
        ), confirmed AS (
            UPDATE interest SET confirmed_at = $2, person_id = owner.person
            FROM owner WHERE interest.id = owner.interest AND owner.is_new
        ), received AS (
            INSERT INTO interest_status (interest_id, status, actor, occurred_at)
            SELECT interest, 'received', 'person', $2 FROM owner WHERE is_new
        ), opened AS (
            INSERT INTO access_token (hash, purpose, person_id, created_at, expires_at)
            SELECT sha256(t.token), 'my', owner.person, $2, $2 + make_interval(days => $6)
            FROM owner, (VALUES ($3::bytea), ($4::bytea)) AS t (token)
        ), promised AS (
            INSERT INTO outbox (message_id, recipient, template, language, parameters, interest_id,
                written_at, next_attempt_at)
            SELECT '<' || gen_random_uuid() || '@' || $5::text || '>', email,
                   'interest-confirmed', coalesce(language, 'en'),
                   jsonb_build_object('given_name', given_name, 'target', title, 'token',
                       rtrim(translate(encode($4::bytea, 'base64'), '+/', '-_'), '=')),
                   interest, $2, $2
            FROM owner
        )
        SELECT EXISTS (SELECT FROM owner), seen.used_at IS NULL AND seen.expires_at <= $2 FROM seen
        """

    var request: ConfirmInterest
    var own: AccessToken

    func bind(to parameters: inout Parameters) {
        parameters.add(request.token.bytes)
        parameters.add(request.now)
        parameters.add(own.bytes)
        parameters.add(AccessToken().bytes)
        parameters.add(request.mailDomain)
        parameters.add(Int32(AccessToken.ownPageDays))
    }

    /// Whether it was confirmed now, and if not, whether the link was too old.
    struct Row: Sendable {
        let isDone: Bool
        let isExpired: Bool
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> Row {
        Row(isDone: try row.flag(0), isExpired: try row.flag(1))
    }
}
