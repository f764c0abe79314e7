public import Foundation
import Mailer
public import Postgres

/// Events out of a file: `code, kind, title, starts_on`, and whatever else is known.
///
/// A day may be a month or a year where nobody knows more. What a file leaves empty stays as it is
/// known. A new event that is over is held; one to come is a draft.
public struct ImportEvents: Sendable {
    static let required = ["code", "kind", "title", "starts_on"]
    static let optional = [
        "ends_on", "summary", "description", "programme", "phase", "admission", "time_zone",
        "venue", "city", "country", "is_online", "languages", "capacity",
    ]

    var rows: [ImportRow]
    /// Those without an error, with what they say.
    var sent: [(row: ImportRow, event: ImportedEvent)]

    public init(parsing bytes: [UInt8]) throws(ImportRejection) {
        rows = try ImportTable(
            parsing: bytes, required: Self.required, optional: Self.optional
        ).rows
        sent = []
        for index in rows.indices {
            if let event = ImportedEvent(&rows[index]) { sent.append((rows[index], event)) }
        }
    }
}

extension Database {
    /// Says what becomes of each row, and writes all of them or none; one statement, one commit.
    public func importEvents(
        _ file: ImportEvents, apply: Bool, actor: RegistryActor, now: Date
    ) async throws(DatabaseError) -> ImportReport {
        try await report(on: file.rows, sent: file.sent.map(\.row), apply: apply) { mayWrite in
            WriteImportedEvents(
                events: file.sent.map(\.event), apply: mayWrite, actor: actor, now: now)
        }
    }
}

/// Judges all rows, and writes them when it may and none is wrong.
///
/// An event that is published and to come is not moved behind the backs of those concerned.
struct WriteImportedEvents: Statement {
    static let sql: StaticString = """
        WITH given AS MATERIALIZED (
            SELECT *, string_to_array(tongues, ' ') AS languages
            FROM unnest($1::text[], $2::text[], $3::text[], $4::date[], $5::date[], $6::text[],
                        $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[],
                        $13::text[], $14::text[], $15::text[], $16::text[], $17::text[],
                        $18::integer[]) WITH ORDINALITY
                AS t (code, kind, title, starts_on, ends_on, date_precision, summary, description,
                      programme, phase, admission, time_zone, venue, city, country, is_online,
                      tongues, capacity, ordinal)
        ), zone AS MATERIALIZED (
            SELECT name FROM pg_timezone_names
        ), merged AS MATERIALIZED (
            SELECT g.ordinal, e.id AS known, g.code, g.kind, g.title, g.starts_on, g.ends_on,
                   g.date_precision, coalesce(g.summary, e.summary, '') AS summary,
                   coalesce(g.description, e.description, '') AS description,
                   coalesce(programme.id, phase.programme_id, e.programme_id) AS programme_id,
                   coalesce(phase.id, CASE WHEN programme.id IS NULL
                       OR programme.id = e.programme_id THEN e.phase_id END) AS phase_id,
                   coalesce(g.admission, e.admission, 'selection') AS admission,
                   coalesce(g.time_zone, e.time_zone, 'UTC') AS time_zone,
                   coalesce(g.venue, e.venue, '') AS venue, coalesce(g.city, e.city, '') AS city,
                   coalesce(g.country, e.country) AS country,
                   coalesce(g.is_online::boolean, e.is_online, false) AS is_online,
                   coalesce(g.languages, e.languages, '{}') AS languages,
                   coalesce(g.capacity, e.capacity) AS capacity,
                   e AS was,
                   array_remove(ARRAY[
                       CASE WHEN row_number() OVER (PARTITION BY g.code ORDER BY g.ordinal) > 1
                            THEN 'code duplicate-row' END,
                       CASE WHEN g.programme IS NOT NULL AND programme.id IS NULL
                            THEN 'programme unknown-programme' END,
                       CASE WHEN g.phase IS NOT NULL AND (phase.id IS NULL
                                 OR phase.programme_id <> programme.id)
                            THEN 'phase unknown-phase' END,
                       CASE WHEN g.country IS NOT NULL AND country.code IS NULL
                            THEN 'country unknown-country' END,
                       CASE WHEN g.time_zone NOT IN (SELECT name FROM zone)
                            THEN 'time_zone unknown-time-zone' END,
                       CASE WHEN EXISTS (SELECT FROM unnest(g.languages) AS tag
                                         WHERE tag NOT IN (SELECT l.tag FROM language l))
                            THEN 'languages unknown-language' END], NULL) AS errors
            FROM given g
            LEFT JOIN event e ON e.code = g.code
            LEFT JOIN programme ON programme.code = g.programme
            LEFT JOIN phase ON phase.code = g.phase
            LEFT JOIN country ON country.code = g.country
        ), judged AS MATERIALIZED (
            SELECT m.*, outcome,
                   CASE WHEN outcome = 'updated' AND (was).published_at IS NOT NULL
                             AND (was).held_at IS NULL AND (was).cancelled_at IS NULL
                             AND (was).ends_on >= $20::timestamptz::date
                        THEN errors || 'code event-published'::text ELSE errors END AS complaints
            FROM merged m, LATERAL (SELECT CASE
                WHEN known IS NULL THEN 'created'
                WHEN (kind, title, starts_on, ends_on, date_precision, summary, description,
                      programme_id, phase_id, admission, time_zone, venue, city, country,
                      is_online, languages, capacity)
                     IS NOT DISTINCT FROM
                     ((was).kind, (was).title, (was).starts_on, (was).ends_on,
                      (was).date_precision, (was).summary, (was).description,
                      (was).programme_id, (was).phase_id, (was).admission, (was).time_zone,
                      (was).venue, (was).city, (was).country, (was).is_online, (was).languages,
                      (was).capacity) THEN 'unchanged'
                ELSE 'updated' END AS outcome) AS o
        ), written AS (
            INSERT INTO event AS e (code, kind, title, starts_on, ends_on, date_precision, summary,
                description, programme_id, phase_id, admission, time_zone, venue, city, country,
                is_online, languages, capacity, published_at, held_at)
            SELECT code, kind, title, starts_on, ends_on, date_precision, summary, description,
                   programme_id, phase_id, admission, time_zone, venue, city, country, is_online,
                   languages, capacity,
                   CASE WHEN ends_on < $20::date THEN $20 END,
                   CASE WHEN ends_on < $20::date
                        THEN (ends_on + 1)::timestamp AT TIME ZONE time_zone END
            FROM judged
            WHERE $19::boolean AND outcome <> 'unchanged'
              AND NOT EXISTS (SELECT FROM judged WHERE complaints <> '{}')
            ORDER BY code
            ON CONFLICT (code) DO UPDATE SET
                kind = excluded.kind, title = excluded.title, starts_on = excluded.starts_on,
                ends_on = excluded.ends_on, date_precision = excluded.date_precision,
                summary = excluded.summary, description = excluded.description,
                programme_id = excluded.programme_id, phase_id = excluded.phase_id,
                admission = excluded.admission, time_zone = excluded.time_zone,
                venue = excluded.venue, city = excluded.city, country = excluded.country,
                is_online = excluded.is_online, languages = excluded.languages,
                capacity = excluded.capacity
            RETURNING id
        ), noted AS (
            INSERT INTO audit (subject, subject_id, action, actor, occurred_at)
            SELECT 'event', id, 'import', $21::text, $20 FROM written
        )
        SELECT ordinal, CASE WHEN complaints = '{}' THEN outcome ELSE 'error' END, complaints
        FROM judged ORDER BY ordinal
        """

    var events: [ImportedEvent]
    var apply: Bool
    var actor: RegistryActor
    var now: Date

    func bind(to parameters: inout Parameters) {
        parameters.add(events.map { $0.code.description })
        parameters.add(events.map { $0.kind.rawValue })
        parameters.add(events.map(\.title))
        parameters.add(events.map { $0.days.first })
        parameters.add(events.map { $0.days.last })
        parameters.add(events.map { $0.days.precision.rawValue })
        parameters.add(events.map(\.summary))
        parameters.add(events.map(\.description))
        parameters.add(events.map { $0.programme?.description })
        parameters.add(events.map { $0.phase?.description })
        parameters.add(events.map { $0.admission?.rawValue })
        parameters.add(events.map(\.timeZone))
        parameters.add(events.map(\.venue))
        parameters.add(events.map(\.city))
        parameters.add(events.map { $0.country?.description })
        parameters.add(events.map { $0.isOnline.map(String.init) })
        parameters.add(events.map { $0.languages?.map(\.description).joined(separator: " ") })
        parameters.add(events.map(\.capacity))
        parameters.add(apply)
        parameters.add(now)
        parameters.add(actor.description)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> ImportAnswer {
        try ImportAnswer(row)
    }
}
