public import Foundation
public import Postgres

/// An event that somebody comes to or came to, with what is theirs to show for it.
public struct OwnPlace: Sendable, Equatable {
    public let code: Code
    public let title: String
    public let startsOn: CalendarDay
    public let endsOn: CalendarDay
    /// Nil once the event is over or cancelled, or the seat is not theirs any more.
    public let checkInCode: CheckInCode?
    /// The code of their valid certificate.
    public let certificate: String?

    public init(
        code: Code, title: String, startsOn: CalendarDay, endsOn: CalendarDay,
        checkInCode: CheckInCode?, certificate: String?
    ) {
        self.code = code
        self.title = title
        self.startsOn = startsOn
        self.endsOn = endsOn
        self.checkInCode = checkInCode
        self.certificate = certificate
    }
}

extension Database {
    /// The places that the person a link belongs to has a code or a certificate for, the first
    /// event first; none when the link opens nothing.
    public func places(
        of token: AccessToken, at now: Date
    ) async throws(DatabaseError) -> [OwnPlace] {
        try await run(ReadOwnPlaces(token: token, now: now))
    }
}

/// Reads the participations of a person by their own link.
///
/// What they came to before two persons were merged is theirs as well, for its certificate.
struct ReadOwnPlaces: Statement {
    static let sql: StaticString = """
        SELECT event.code, event.title, event.starts_on, event.ends_on, own.check_in_code,
               certificate.code
        FROM access_token t JOIN person ON person.id = t.person_id
        JOIN participation_now p ON p.person_token = person.token
        JOIN event ON event.id = p.event_id AND event.published_at IS NOT NULL
        LEFT JOIN participation own ON own.id = p.id AND p.status = 'confirmed'
            AND event.cancelled_at IS NULL AND event.held_at IS NULL
            AND event_over_at(event) > $2
        LEFT JOIN certificate ON certificate.participation_id = p.id
            AND certificate.revoked_at IS NULL AND certificate.name IS NOT NULL
        WHERE t.hash = sha256($1::bytea) AND t.purpose = 'my' AND t.expires_at > $2
          AND num_nonnulls(own.id, certificate.id) > 0
        ORDER BY event.starts_on, event.code, p.id
        """

    var token: AccessToken
    var now: Date

    func bind(to parameters: inout Parameters) {
        parameters.add(token.bytes)
        parameters.add(now)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> OwnPlace {
        OwnPlace(
            code: try row.code(0), title: try row.text(1), startsOn: try row.day(2),
            endsOn: try row.day(3),
            checkInCode: try row.textIfAny(4).flatMap(CheckInCode.init(parsing:)),
            certificate: try row.textIfAny(5))
    }
}
