public import Foundation
public import Postgres

/// What a request of the secretariat is about, by the codes in its address.
public struct ObjectCodes: Sendable, Equatable {
    public var programme: String?
    public var event: String?
    /// A session is of an event.
    public var session: UUID?

    public init(programme: String? = nil, event: String? = nil, session: UUID? = nil) {
        self.programme = programme
        self.event = event
        self.session = session
    }
}

/// Who sent a request, and what it is about.
public struct Caller: Sendable, Equatable {
    public let principal: Principal
    public let object: StaffObject
}

/// How long a session lasts.
public struct SessionTimes: Sendable, Equatable {
    /// Without a request for so long it ends.
    public var idle: TimeInterval
    /// It ends after this, however busy it is.
    public var longest: TimeInterval

    public init(idle: TimeInterval, longest: TimeInterval) {
        self.idle = idle
        self.longest = longest
    }
}

extension Database {
    /// Who has the session, if it is good now; that they were here is written to the minute.
    public func caller(
        session: AccessToken, about codes: ObjectCodes, now: Date, idle: TimeInterval
    ) async throws(DatabaseError) -> Caller? {
        let found = try await run(
            FindSession(secret: session, codes: codes, now: now, idle: idle))
        return found.first ?? nil
    }

    /// Who has the key of the API, if it is good now.
    public func caller(
        token: AccessToken, about codes: ObjectCodes, now: Date
    ) async throws(DatabaseError) -> Caller? {
        try await run(FindTokenCaller(secret: token, codes: codes, now: now)).first ?? nil
    }

    /// Ends one session, or all of the person who has it; nothing when it is over already.
    public func endSessions(
        of session: AccessToken, everywhere: Bool, now: Date
    ) async throws(DatabaseError) {
        _ = try await run(EndSessions(secret: session, everywhere: everywhere, now: now))
    }
}

/// What of an address exists: the event with its programme, or the programme.
private func object(
    _ row: RowReader, from column: Int, _ isEvent: Bool, _ isProgramme: Bool
) throws(DatabaseError) -> StaffObject {
    if isEvent {
        guard let event = try row.uuidIfAny(column) else { return .absent }
        return .event(event, programme: try row.uuidIfAny(column + 1))
    }
    guard isProgramme else { return .all }
    return try row.uuidIfAny(column + 2).map(StaffObject.programme) ?? .absent
}

/// Finds a session that is good now, with the roles of its person and what is asked about.
struct FindSession: Statement {
    static let sql: StaticString = """
        WITH found AS (
            SELECT s.hash, s.seen_at, staff.id, staff.name
            FROM staff_session s JOIN staff ON staff.id = s.staff_id
            WHERE s.hash = sha256($1::bytea) AND s.ended_at IS NULL AND s.expires_at > $2
              AND s.seen_at > $2::timestamptz - make_interval(secs => $3)
              AND staff.disabled_at IS NULL
        ), seen AS (
            UPDATE staff_session SET seen_at = $2 FROM found
            WHERE staff_session.hash = found.hash
              AND found.seen_at < $2::timestamptz - interval '1 minute'
        )
        SELECT found.id, found.name, staff_roles(found.id), event.id, event.programme_id,
               programme.id, $4::text IS NOT NULL OR $6::uuid IS NOT NULL, $5::text IS NOT NULL
        FROM found
        LEFT JOIN event ON event.code = $4
            OR event.id = (SELECT event_id FROM session WHERE id = $6)
        LEFT JOIN programme ON programme.code = $5
        """

    var secret: AccessToken
    var codes: ObjectCodes
    var now: Date
    var idle: TimeInterval

    func bind(to parameters: inout Parameters) {
        parameters.add(secret.bytes)
        parameters.add(now)
        parameters.add(idle)
        parameters.add(codes.event)
        parameters.add(codes.programme)
        parameters.add(codes.session)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> Caller? {
        Caller(
            principal: Principal(
                actor: .staff(try row.uuid(0)), name: try row.text(1),
                grants: try row.texts(2).compactMap(RoleGrant.init(storedAs:))),
            object: try object(row, from: 3, try row.flag(6), try row.flag(7)))
    }
}

/// Finds a key that is good now, with its role and what is asked about.
struct FindTokenCaller: Statement {
    static let sql: StaticString = """
        SELECT token.id, token.role, event.id, event.programme_id, programme.id,
               $3::text IS NOT NULL OR $5::uuid IS NOT NULL, $4::text IS NOT NULL
        FROM staff_token token
        LEFT JOIN event ON event.code = $3
            OR event.id = (SELECT event_id FROM session WHERE id = $5)
        LEFT JOIN programme ON programme.code = $4
        WHERE token.hash = sha256($1::bytea) AND token.revoked_at IS NULL
          AND token.expires_at > $2
        """

    var secret: AccessToken
    var codes: ObjectCodes
    var now: Date

    func bind(to parameters: inout Parameters) {
        parameters.add(secret.bytes)
        parameters.add(now)
        parameters.add(codes.event)
        parameters.add(codes.programme)
        parameters.add(codes.session)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> Caller? {
        guard let grant = RoleGrant(storedAs: try row.text(1)) else { return nil }
        return Caller(
            principal: Principal(actor: .token(try row.uuid(0)), name: nil, grants: [grant]),
            object: try object(row, from: 2, try row.flag(5), try row.flag(6)))
    }
}

/// Ends sessions and notes it once for each.
struct EndSessions: Statement {
    static let sql: StaticString = """
        WITH mine AS (
            SELECT staff_id FROM staff_session WHERE hash = sha256($1::bytea) AND ended_at IS NULL
        ), ended AS (
            UPDATE staff_session SET ended_at = $3
            FROM mine
            WHERE staff_session.staff_id = mine.staff_id AND ended_at IS NULL
              AND ($2 OR hash = sha256($1::bytea))
            RETURNING staff_session.staff_id
        ), noted AS (
            INSERT INTO audit (subject, subject_id, action, actor, occurred_at)
            SELECT 'staff', staff_id, 'sign-out', 'staff:' || staff_id, $3 FROM ended
        )
        SELECT count(*) FROM ended
        """

    var secret: AccessToken
    var everywhere: Bool
    var now: Date

    func bind(to parameters: inout Parameters) {
        parameters.add(secret.bytes)
        parameters.add(everywhere)
        parameters.add(now)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> Int { try row.integer(0) }
}
