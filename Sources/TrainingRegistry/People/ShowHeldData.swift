public import Foundation
public import Postgres

extension Database {
    /// Everything that is held about the person a link belongs to; nil when it opens nothing.
    public func heldData(
        of token: AccessToken, at now: Date
    ) async throws(DatabaseError) -> HeldData? {
        let rows = try await run(ReadHeldData(token: token, now: now))
        guard var held = rows.first?.held else { return nil }
        held.interests = rows.compactMap(\.interest)
        return held
    }
}

/// Reads a person by their own link, with one row for each of their interests, or one for none.
struct ReadHeldData: Statement {
    static let sql: StaticString = """
        SELECT p.given_name, p.family_name, p.email, p.organisation, p.sector, p.country,
               p.language, i.id, coalesce(event.title, programme.title),
               CASE WHEN event.id IS NULL THEN '/programmes/' || programme.code
                    ELSE '/events/' || event.code END,
               i.motivation, i.received_at, i.confirmed_at, i.withdrawn_at, s.status,
               seat.number, seat.promised_until, waiting_place(i.id), event.time_zone,
               programme.code, i.topics, i.languages, i.expires_at,
               i.asked_again_at IS NOT NULL, programme.pool_months
        FROM access_token t JOIN person p ON p.id = t.person_id
        LEFT JOIN interest i ON i.person_id = p.id
        LEFT JOIN event ON event.id = i.event_id
        LEFT JOIN programme ON programme.id = i.programme_id
        LEFT JOIN interest_status s ON s.interest_id = i.id AND s.superseded_at IS NULL
        LEFT JOIN participation held ON held.interest_id = i.id
        LEFT JOIN seat ON seat.interest_id = i.id OR seat.participation_id = held.id
        WHERE t.hash = sha256($1::bytea) AND t.purpose = 'my' AND t.expires_at > $2
        ORDER BY i.received_at DESC, i.id
        """

    var token: AccessToken
    var now: Date

    func bind(to parameters: inout Parameters) {
        parameters.add(token.bytes)
        parameters.add(now)
    }

    /// The person, and one interest if there is one.
    struct Row: Sendable {
        let held: HeldData
        let interest: HeldInterest?
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> Row {
        Row(
            held: HeldData(
                givenName: try row.text(0), familyName: try row.text(1), email: try row.text(2),
                organisation: try row.textIfAny(3), sector: try row.text(4),
                country: try row.text(5), language: try row.textIfAny(6), interests: []),
            interest: try interest(row))
    }

    private static func interest(_ row: RowReader) throws(DatabaseError) -> HeldInterest? {
        guard let id = try row.uuidIfAny(7) else { return nil }
        let withdrawnAt = try row.instantIfAny(13)
        return HeldInterest(
            id: id, title: try row.text(8), path: try row.text(9),
            state: try state(row, withdrawnAt),
            motivation: try row.textIfAny(10), receivedAt: try row.instant(11),
            confirmedAt: try row.instantIfAny(12), withdrawnAt: withdrawnAt,
            standing: try standing(row), pooled: try pooled(row))
    }

    private static func state(
        _ row: RowReader, _ withdrawnAt: Date?
    ) throws(DatabaseError) -> HeldInterest.State {
        guard withdrawnAt != nil else { return .confirmed }
        return try row.textIfAny(14) == InterestStatus.lapsed.rawValue ? .lapsed : .withdrawn
    }

    private static func pooled(_ row: RowReader) throws(DatabaseError) -> HeldInterest.Pooled? {
        guard try row.textIfAny(19) != nil, let expiresAt = try row.instantIfAny(22) else {
            return nil
        }
        return HeldInterest.Pooled(
            programme: try row.code(19), topics: try row.texts(20), languages: try row.texts(21),
            expiresAt: expiresAt, isAskedAgain: try row.flag(23), months: try row.integer(24))
    }

    /// Of an interest in an event; a programme has no seats.
    private static func standing(
        _ row: RowReader
    ) throws(DatabaseError) -> HeldInterest.Standing? {
        guard let word = try row.textIfAny(14), let status = InterestStatus(rawValue: word),
            let timeZone = try row.textIfAny(18)
        else { return nil }
        return HeldInterest.Standing(
            status: status, seat: try row.integerIfAny(15),
            promisedUntil: try row.instantIfAny(16), place: try row.integerIfAny(17),
            timeZone: timeZone)
    }
}
