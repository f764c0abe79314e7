public import Foundation
public import Postgres

/// Gives a certificate to everybody who met the attendance rule of an event and has none.
public struct IssueCertificates: Sendable {
    public var event: Code
    public var actor: RegistryActor
    public var now: Date
    public var mailDomain: String
    /// Whether its mails leave at once.
    public var mails = MailOrder(.send)

    public init(for event: Code, actor: RegistryActor, now: Date, mailDomain: String) {
        self.event = event
        self.actor = actor
        self.now = now
        self.mailDomain = mailDomain
    }
}

/// A certificate as whoever has its code sees it: name, title, date, and nothing else.
public struct Certificate: Sendable, Equatable {
    public let code: String
    /// Nil when the person was erased; it is not valid then.
    public let name: String?
    public let title: String
    public let startsOn: CalendarDay
    public let endsOn: CalendarDay
    public let isRevoked: Bool

    public static let codeLength = 20

    public var isValid: Bool { name != nil && !isRevoked }
}

extension Database {
    /// How many were given; each person is written to in the same statement.
    ///
    /// Nil without such an event, and 0 while a sheet of it is open.
    public func issue(_ request: IssueCertificates) async throws(DatabaseError) -> Int? {
        guard try await run(FindEvent(code: request.event)).first != nil else { return nil }
        return try await run(WriteCertificates(request: request)).first ?? 0
    }

    /// What a code says; nil when it says nothing.
    public func certificate(_ code: String) async throws(DatabaseError) -> Certificate? {
        try await run(FindCertificate(code: code)).first
    }

    /// False when there is no such certificate of the event, or it was revoked before.
    ///
    /// Whoever may rule one event names it; nil is any.
    public func revokeCertificate(
        _ code: String, of event: Code?, reason: String, actor: RegistryActor, now: Date
    ) async throws(DatabaseError) -> Bool {
        let request = RevokeCertificate(
            code: code, event: event, reason: reason, actor: actor, now: now)
        return try await !run(request).isEmpty
    }
}

/// Gives certificates and promises the mails that bring them.
struct WriteCertificates: Statement {
    static let sql: StaticString = """
        WITH given AS (
            INSERT INTO certificate (participation_id, name, issued_at, issued_by)
            SELECT a.participation_id, person.given_name || ' ' || person.family_name, $2, $3
            FROM event JOIN attended a ON a.event_id = event.id AND a.meets_rule
            JOIN person ON person.token = a.person_token
            WHERE event.code = $1 AND event.cancelled_at IS NULL
              AND certificates_wait_for(event) IS NULL
            ON CONFLICT (participation_id) WHERE revoked_at IS NULL DO NOTHING
            RETURNING code, participation_id
        ), noted AS (
            INSERT INTO audit (subject, subject_id, action, actor, occurred_at)
            SELECT 'event', event.id, 'issue-certificates', $3, $2 FROM event
            WHERE event.code = $1 AND EXISTS (SELECT FROM given)
        ), begun AS MATERIALIZED (
            SELECT begin_mailing($5, 'certificates', event.id, $2, $3) AS at FROM event
            WHERE event.code = $1 AND EXISTS (SELECT FROM given)
        ), promised AS (
            INSERT INTO outbox (message_id, recipient, template, language, parameters, interest_id,
                written_at, next_attempt_at)
            SELECT '<' || gen_random_uuid() || '@' || $4::text || '>', person.email,
                   'certificate', coalesce(person.language, 'en'),
                   jsonb_build_object('given_name', person.given_name, 'target', event.title,
                       'code', given.code), p.interest_id, begun.at, begun.at
            FROM begun, given JOIN participation_now p ON p.id = given.participation_id
            JOIN person ON person.token = p.person_token
            JOIN event ON event.id = p.event_id
            RETURNING id
        ), sent AS MATERIALIZED (
            SELECT end_mailing($5, $6, $2, (SELECT count(*) FROM promised)) FROM begun
        )
        SELECT count(*), (SELECT count(*) FROM sent) FROM given
        """

    var request: IssueCertificates

    func bind(to parameters: inout Parameters) {
        parameters.add(request.event.description)
        parameters.add(request.now)
        parameters.add(request.actor.description)
        parameters.add(request.mailDomain)
        parameters.add(request.mails.id)
        parameters.add(request.mails.choice?.rawValue)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> Int { try row.integer(0) }
}

/// Finds a certificate by its code.
struct FindCertificate: Statement {
    static let sql: StaticString = """
        SELECT c.code, c.name, event.title, event.starts_on, event.ends_on,
               c.revoked_at IS NOT NULL
        FROM certificate c JOIN participation p ON p.id = c.participation_id
        JOIN event ON event.id = p.event_id
        WHERE c.code = $1
        """

    var code: String

    func bind(to parameters: inout Parameters) { parameters.add(code) }

    static func decode(_ row: RowReader) throws(DatabaseError) -> Certificate {
        Certificate(
            code: try row.text(0), name: try row.textIfAny(1), title: try row.text(2),
            startsOn: try row.day(3), endsOn: try row.day(4), isRevoked: try row.flag(5))
    }
}

/// Takes a certificate back.
struct RevokeCertificate: Statement {
    static let sql: StaticString = """
        WITH revoked AS (
            UPDATE certificate SET revoked_at = $4, revoked_by = $3, revoked_reason = $2
            WHERE code = $1 AND revoked_at IS NULL
              AND ($5::text IS NULL OR participation_id IN (
                  SELECT p.id FROM participation p JOIN event ON event.id = p.event_id
                  WHERE event.code = $5))
            RETURNING id
        )
        INSERT INTO audit (subject, subject_id, action, actor, reason, occurred_at)
        SELECT 'certificate', id, 'revoke', $3, $2, $4 FROM revoked
        RETURNING id
        """

    var code: String
    var event: Code?
    var reason: String
    var actor: RegistryActor
    var now: Date

    func bind(to parameters: inout Parameters) {
        parameters.add(code)
        parameters.add(reason)
        parameters.add(actor.description)
        parameters.add(now)
        parameters.add(event?.description)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> Int64 { try row.bigint(0) }
}
