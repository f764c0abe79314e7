public import Foundation
public import Postgres

/// Whom a programme reached: by our own events, and by those of trainers whom we trained.
///
/// The two are kept apart: one person may be in both, and nobody can tell how many are.
public struct Reach: Sendable, Equatable {
    /// Different people who took part in our own events.
    public var directPeople: Int
    public var directEvents: Int
    /// Different people with a name in indirect events.
    public var indirectNamed: Int
    /// People whom indirect events counted without names.
    public var indirectCounted: Int
    public var indirectEvents: Int
    public var trainers: [Trainer]

    public var indirectPeople: Int { indirectNamed + indirectCounted }

    /// A trainer of the programme, now or before, with the events they trained in.
    public struct Trainer: Sendable, Equatable {
        public var person: UUID
        public var name: String
        public var standing: TrainerStanding
        public var events: [Held]
    }

    /// An event that was held, and how many people took part.
    public struct Held: Sendable, Equatable, Decodable {
        public var event: String
        public var isIndirect: Bool
        public var people: Int

        enum CodingKeys: String, CodingKey {
            case event
            case isIndirect = "is_indirect"
            case people
        }
    }
}

extension Database {
    /// Of events that were held; nil when there is no such programme.
    public func reach(of programme: Code) async throws(DatabaseError) -> Reach? {
        guard var reach = try await run(ReadReach(programme: programme)).first else { return nil }
        reach.trainers = try await run(ReadTrainers(programme: programme))
        return reach
    }
}

/// Counts people of a programme's events, those with a name once each.
struct ReadReach: Statement {
    static let sql: StaticString = """
        SELECT direct.people, direct.events, indirect.people, indirect.counted, indirect.events
        FROM programme
        CROSS JOIN LATERAL (
            SELECT count(DISTINCT c.person_token)::integer AS people,
                   count(DISTINCT e.event_id)::integer AS events
            FROM event_reached e LEFT JOIN counted_now c
                ON c.event_id = e.event_id AND c.role = 'participant'
            WHERE e.programme_id = programme.id AND e.reach = 'direct'
        ) AS direct
        CROSS JOIN LATERAL (
            SELECT count(DISTINCT c.person_token)::integer AS people,
                   count(DISTINCT e.event_id)::integer AS events,
                   (SELECT coalesce(sum(o.counted), 0)::integer FROM event_reached o
                    WHERE o.programme_id = programme.id AND o.reach = 'indirect') AS counted
            FROM event_reached e LEFT JOIN counted_now c
                ON c.event_id = e.event_id AND c.role = 'participant'
            WHERE e.programme_id = programme.id AND e.reach = 'indirect'
        ) AS indirect
        WHERE programme.code = $1
        """

    var programme: Code

    func bind(to parameters: inout Parameters) { parameters.add(programme.description) }

    static func decode(_ row: RowReader) throws(DatabaseError) -> Reach {
        Reach(
            directPeople: try row.integer(0), directEvents: try row.integer(1),
            indirectNamed: try row.integer(2), indirectCounted: try row.integer(3),
            indirectEvents: try row.integer(4), trainers: [])
    }
}

/// Lists who is or was a trainer of a programme, with what they held.
struct ReadTrainers: Statement {
    static let sql: StaticString = """
        SELECT p.id, p.given_name || ' ' || p.family_name, t.standing,
               (SELECT coalesce(jsonb_agg(jsonb_build_object('event', e.code, 'is_indirect',
                           e.reach = 'indirect', 'people', e.named + e.counted)
                       ORDER BY e.starts_on, e.code), '[]')
                FROM event_reached e
                WHERE e.programme_id = t.programme_id AND EXISTS (
                    SELECT FROM counted_now c WHERE c.event_id = e.event_id
                    AND c.person_token = p.token AND c.role = 'trainer'))
        FROM trainer_now t
        JOIN programme ON programme.id = t.programme_id
        JOIN person p ON p.id = t.person_id
        WHERE programme.code = $1 AND t.standing IN ('trainer', 'ended')
        ORDER BY p.family_name COLLATE "und-x-icu", p.given_name COLLATE "und-x-icu", p.id
        """

    var programme: Code

    func bind(to parameters: inout Parameters) { parameters.add(programme.description) }

    static func decode(_ row: RowReader) throws(DatabaseError) -> Reach.Trainer {
        let events = Data(try row.text(3).utf8)
        guard let standing = TrainerStanding(rawValue: try row.text(2)),
            let held = try? JSONDecoder().decode([Reach.Held].self, from: events)
        else { throw .failed(sqlState: "22023", message: "a trainer cannot be read") }
        return Reach.Trainer(
            person: try row.uuid(0), name: try row.text(1), standing: standing, events: held)
    }
}
