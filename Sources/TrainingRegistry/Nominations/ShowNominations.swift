import Foundation
public import Postgres

extension Database {
    /// The nominations for an event; nil when members were not asked to nominate for it.
    public func nominations(for event: Code) async throws(DatabaseError) -> NominationRound? {
        try await round(ReadNominations(event: event.description, member: nil))
    }

    /// What a focal point's link opens; nil when it opens nothing.
    public func focalPointDesk(
        of token: AccessToken, on day: CalendarDay
    ) async throws(DatabaseError) -> FocalPointDesk? {
        guard let link = try await run(ReadFocalPointLink(token: token)).first,
            let round = try await round(
                ReadNominations(event: link.event, member: link.member)),
            let member = round.members.first
        else { return nil }
        let roster = try await roster(on: day).members.first { $0.code == link.member }
        return FocalPointDesk(
            round: round, name: link.name, member: member, country: link.country,
            roster: roster?.seats ?? [])
    }

    /// What a nominee's link opens; nil when it opens nothing.
    public func nomineeDesk(
        of token: AccessToken
    ) async throws(DatabaseError) -> NomineeDesk? {
        try await run(ReadNomineeDesk(token: token)).first
    }

    private func round(
        _ statement: ReadNominations
    ) async throws(DatabaseError) -> NominationRound? {
        let rows = try await run(statement)
        guard var round = rows.first?.round else { return nil }
        for row in rows {
            guard let member = row.member else { continue }
            if round.members.last?.member != member.member { round.members.append(member) }
            if let nomination = row.nomination {
                round.members[round.members.count - 1].nominations.append(nomination)
            }
        }
        return round
    }
}

/// Reads the members that have seats or nominations in an event, a row for each nomination.
struct ReadNominations: Statement {
    static let sql: StaticString = """
        SELECT event.code, event.title, event.starts_on, event.ends_on, event.time_zone,
               round.deadline, member.code, member.name,
               (SELECT count(*)::integer FROM seat
                WHERE event_id = event.id AND kept_for_member = member.code),
               (SELECT count(*)::integer FROM seat WHERE event_id = event.id
                AND kept_for_member = member.code AND participation_id IS NOT NULL),
               (SELECT count(*)::integer FROM nomination_link l WHERE l.event_id = event.id
                AND l.member = member.code AND l.focal_point_id IS NOT NULL
                AND l.revoked_at IS NULL),
               n.id, n.rank, n.status, nominee_has_seat(n.interest_id), n.given_name,
               n.family_name, n.email, n.organisation, n.sector, n.country, n.language,
               n.replaces
        FROM event
        JOIN nomination_round round ON round.event_id = event.id
        LEFT JOIN member ON ($2::text IS NULL OR member.code = $2)
            AND (member.code = $2
                 OR EXISTS (SELECT FROM seat
                            WHERE event_id = event.id AND kept_for_member = member.code)
                 OR EXISTS (SELECT FROM nomination
                            WHERE event_id = event.id AND nomination.member = member.code))
        LEFT JOIN nomination n ON n.event_id = event.id AND n.member = member.code
        WHERE event.code = $1
        ORDER BY member.country IS NULL, member.name COLLATE "und-x-icu", member.code,
                 n.ended_at IS NOT NULL, n.rank, n.created_at, n.id
        """

    var event: String
    var member: String?

    func bind(to parameters: inout Parameters) {
        parameters.add(event)
        parameters.add(member)
    }

    /// The event with one of its members and one of the member's nominations, or with none.
    struct Row: Sendable {
        let round: NominationRound
        let member: MemberNominations?
        let nomination: Nomination?
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> Row {
        Row(
            round: NominationRound(
                event: try row.code(0), title: try row.text(1), startsOn: try row.day(2),
                endsOn: try row.day(3), timeZone: try row.text(4), deadline: try row.instant(5),
                members: []),
            member: try member(row), nomination: try Nomination(row, from: 11))
    }

    private static func member(
        _ row: RowReader
    ) throws(DatabaseError) -> MemberNominations? {
        guard let code = try row.textIfAny(6) else { return nil }
        return MemberNominations(
            member: code, name: try row.text(7), seats: try row.integer(8),
            taken: try row.integer(9), links: try row.integer(10), nominations: [])
    }
}

extension Nomination {
    /// Reads twelve columns; nil where there is none.
    init?(_ row: RowReader, from first: Int) throws(DatabaseError) {
        guard let id = try row.uuidIfAny(first) else { return nil }
        self.init(
            id: id, rank: try row.integer(first + 1),
            status: try row.word(first + 2, of: NominationStatus.self),
            hasSeat: try row.flag(first + 3), givenName: try row.textIfAny(first + 4),
            familyName: try row.textIfAny(first + 5), email: try row.textIfAny(first + 6),
            organisation: try row.textIfAny(first + 7), sector: try row.text(first + 8),
            country: try row.text(first + 9), language: try row.textIfAny(first + 10),
            replaces: try row.uuidIfAny(first + 11))
    }
}

/// Reads whose link it is, while it is not revoked.
struct ReadFocalPointLink: Statement {
    static let sql: StaticString = """
        SELECT event.code, link.member, focal_point.name, member.country
        FROM nomination_link link
        JOIN event ON event.id = link.event_id
        JOIN focal_point ON focal_point.id = link.focal_point_id
        JOIN member ON member.code = link.member
        WHERE link.hash = sha256($1) AND link.revoked_at IS NULL
        """

    var token: AccessToken

    func bind(to parameters: inout Parameters) { parameters.add(token.bytes) }

    /// What is known of the link.
    struct Row: Sendable {
        let event: String
        let member: String
        let name: String
        let country: String?
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> Row {
        Row(
            event: try row.text(0), member: try row.text(1), name: try row.text(2),
            country: try row.textIfAny(3))
    }
}

/// Reads a nomination by the link of its nominee, until it is erased.
struct ReadNomineeDesk: Statement {
    static let sql: StaticString = """
        SELECT event.code, event.title, event.starts_on, event.ends_on, event.time_zone,
               round.deadline, member.name,
               n.id, n.rank, n.status, nominee_has_seat(n.interest_id), n.given_name,
               n.family_name, n.email, n.organisation, n.sector, n.country, n.language,
               n.replaces
        FROM nomination_link link
        JOIN event ON event.id = link.event_id
        JOIN nomination_round round ON round.event_id = link.event_id
        JOIN nomination n ON n.id = link.nomination_id AND n.erased_at IS NULL
        JOIN member ON member.code = n.member
        WHERE link.hash = sha256($1)
        """

    var token: AccessToken

    func bind(to parameters: inout Parameters) { parameters.add(token.bytes) }

    static func decode(_ row: RowReader) throws(DatabaseError) -> NomineeDesk {
        guard let nomination = try Nomination(row, from: 7) else {
            throw .failed(sqlState: "22023", message: "a link without a nomination")
        }
        return NomineeDesk(
            event: try row.code(0), title: try row.text(1), startsOn: try row.day(2),
            endsOn: try row.day(3), timeZone: try row.text(4), deadline: try row.instant(5),
            memberName: try row.text(6), nomination: nomination)
    }
}
