import Foundation
public import Postgres

extension Database {
    /// The sheet of an event with everybody in the order of their names; nil without such an event.
    public func sheet(of event: Code) async throws(DatabaseError) -> AttendanceSheet? {
        let sessions = try await run(ReadSheetSessions(event: event))
        let people = try await run(ReadSheetPeople(event: event))
        let marks = try await run(ReadSheetMarks(event: event))
        let heads = try await run(ReadHeadCounts(event: event))
        if sessions.isEmpty, people.isEmpty {
            guard try await run(FindEvent(code: event)).first != nil else { return nil }
        }
        let byPerson = Dictionary(grouping: marks, by: \.participation)
        let everywhere = sessions.filter { !$0.hasPlaces }.map(\.id)
        return AttendanceSheet(
            sessions: sessions,
            people: people.map { found in
                var person = found
                person.expectedIn = everywhere + found.expectedIn
                person.marks = byPerson[found.participation, default: []].map(\.mark)
                return person
            },
            heads: heads)
    }
}

/// Reads the sessions of an event with the state of their sheets.
struct ReadSheetSessions: Statement {
    static let sql: StaticString = """
        SELECT s.id, s.title, s.starts_at, s.ends_at, seal.sealed_at, seal.digest,
               seal.digest = sheet_digest(s.id, seal.sealed_at),
               (SELECT count(*) FROM expected_in(s.id)),
               (SELECT count(*) FROM expected_in(s.id) AS e (id) WHERE EXISTS (
                    SELECT FROM attendance_now a
                    WHERE a.session_id = s.id AND a.participation_id = e.id)),
               EXISTS (SELECT FROM session_room WHERE session_id = s.id)
        FROM event JOIN session s ON s.event_id = event.id
        LEFT JOIN attendance_seal seal ON seal.session_id = s.id
        WHERE event.code = $1
        ORDER BY s.starts_at, s.ends_at, s.id
        """

    var event: Code

    func bind(to parameters: inout Parameters) { parameters.add(event.description) }

    static func decode(_ row: RowReader) throws(DatabaseError) -> SheetSession {
        SheetSession(
            id: try row.uuid(0), title: try row.text(1), startsAt: try row.instant(2),
            endsAt: try row.instant(3), sealedAt: try row.instantIfAny(4),
            digest: try row.bytesIfAny(5), isIntact: try row.flagIfAny(6),
            expected: try row.integer(7), marked: try row.integer(8), hasPlaces: try row.flag(9))
    }
}

/// Reads who is in an event, by name.
struct ReadSheetPeople: Statement {
    static let sql: StaticString = """
        SELECT p.id, person.given_name || ' ' || person.family_name, person.organisation, p.role,
               participation.check_in_code, attended.percent::double precision,
               coalesce(attended.meets_rule, false),
               ARRAY(SELECT session_id FROM session_place WHERE participation_id = p.id)
        FROM event JOIN participation_now p ON p.event_id = event.id AND p.status = 'confirmed'
        JOIN participation ON participation.id = p.id
        LEFT JOIN attended ON attended.participation_id = p.id
        LEFT JOIN person ON person.token = p.person_token
        WHERE event.code = $1
        ORDER BY person.family_name COLLATE "und-x-icu", person.given_name COLLATE "und-x-icu", p.id
        """

    var event: Code

    func bind(to parameters: inout Parameters) { parameters.add(event.description) }

    static func decode(_ row: RowReader) throws(DatabaseError) -> SheetPerson {
        SheetPerson(
            participation: try row.uuid(0), name: try row.textIfAny(1),
            organisation: try row.textIfAny(2), role: try row.text(3),
            checkInCode: try row.text(4), marks: [], expectedIn: try row.uuids(7),
            percent: try row.doubleIfAny(5), meetsRule: try row.flag(6))
    }
}

/// Reads every mark that holds now, those taken back too.
struct ReadSheetMarks: Statement {
    struct Marked: Sendable {
        var participation: UUID
        var mark: SheetMark
    }

    static let sql: StaticString = """
        SELECT a.participation_id, a.session_id, a.status, a.arrived_at, a.id, a.actor,
               a.recorded_at
        FROM event JOIN attendance a ON a.event_id = event.id AND a.superseded_at IS NULL
        WHERE event.code = $1
        """

    var event: Code

    func bind(to parameters: inout Parameters) { parameters.add(event.description) }

    static func decode(_ row: RowReader) throws(DatabaseError) -> Marked {
        Marked(
            participation: try row.uuid(0),
            mark: SheetMark(
                session: try row.uuid(1),
                status: try row.textIfAny(2).flatMap(AttendanceStatus.init(rawValue:)),
                arrivedAt: try row.instantIfAny(3), version: try row.bigint(4),
                actor: try row.text(5), recordedAt: try row.instant(6)))
    }
}

/// Reads the head counts that hold now.
struct ReadHeadCounts: Statement {
    static let sql: StaticString = """
        SELECT h.session_id, h.age_band, band.title, h.people, h.id
        FROM event JOIN head_count h ON h.event_id = event.id AND h.superseded_at IS NULL
        JOIN age_band band ON band.code = h.age_band
        WHERE event.code = $1
        ORDER BY h.session_id, lower(band.ages)
        """

    var event: Code

    func bind(to parameters: inout Parameters) { parameters.add(event.description) }

    static func decode(_ row: RowReader) throws(DatabaseError) -> HeadCount {
        HeadCount(
            session: try row.uuid(0), band: try row.text(1), bandTitle: try row.text(2),
            people: try row.integer(3), version: try row.bigint(4))
    }
}

/// Finds an event by its code.
struct FindEvent: Statement {
    static let sql: StaticString = "SELECT id FROM event WHERE code = $1"

    var code: Code

    func bind(to parameters: inout Parameters) { parameters.add(code.description) }

    static func decode(_ row: RowReader) throws(DatabaseError) -> UUID { try row.uuid(0) }
}
