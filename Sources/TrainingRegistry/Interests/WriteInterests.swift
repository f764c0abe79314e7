import Foundation
import Mailer
import Postgres

/// Keeps interests, their links and the promise of their mails: of each all happens, or none.
///
/// An address gets one mail an hour for each target and name, and a bounded number of those; the
/// bound is counted by the upsert of `intake_budget`, which re-reads the row it waited for, so it
/// holds over instances. What is answered depends on that count alone, never on what is known.
/// The door of an event is judged once for all who ask for it, by the rules of `Event.door(at:)`.
struct WriteInterests: Statement {
    static let sql: StaticString = """
        WITH open_event AS MATERIALIZED (
            SELECT id, code, title FROM event
            WHERE code = ANY ($1::text[]) AND published_at <= $15
              AND cancelled_at IS NULL AND held_at IS NULL
              AND admission IN ('open', 'selection')
              AND (opens_at IS NULL OR opens_at <= $15)
              AND (closes_at IS NULL OR $15 < closes_at)
              AND $15 < event_over_at(event)
        ), asked AS MATERIALIZED (
            SELECT a.*, gen_random_uuid() AS id,
                   sha256(convert_to(a.email_folded, 'UTF8')) AS address,
                   event.id AS event_id, programme.id AS programme_id,
                   coalesce(event.id, programme.id) AS target,
                   coalesce(event.title, programme.title) AS title,
                   lower(normalize(a.given_name || ' ' || a.family_name, NFKC)
                         COLLATE "und-x-icu") AS name_folded,
                   sha256(convert_to(a.key, 'UTF8')) AS key_hash,
                   CASE WHEN a.key IS NOT NULL THEN sha256(convert_to(
                       ROW(a.event, a.programme, a.given_name, a.family_name, a.email_folded,
                           a.organisation, a.sector, a.country, a.language, a.motivation,
                           a.notice)::text || coalesce(a.topics || ';' || a.languages, ''),
                       'UTF8')) END AS request_hash
            FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[],
                        $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[],
                        $13::text[], $20::text[], $21::text[]) WITH ORDINALITY
                AS a (event, programme, given_name, family_name, email, email_folded, organisation,
                      sector, country, language, motivation, notice, key, topics, languages,
                      ordinal)
            LEFT JOIN open_event AS event ON event.code = a.event
            LEFT JOIN programme ON programme.code = a.programme
                AND programme.takes_interest_at <= $15
        ), known AS (
            SELECT asked.ordinal, k.request_hash = asked.request_hash AS is_same
            FROM asked JOIN idempotency_key k ON k.key_hash = asked.key_hash
        ), budget AS (
            INSERT INTO intake_budget AS b (address_hash, since, keys, is_fresh)
            SELECT address, $15, ARRAY[hashtextextended(target::text || name_folded, 0)], true
            FROM asked WHERE target IS NOT NULL AND ordinal NOT IN (SELECT ordinal FROM known)
            ORDER BY email_folded COLLATE "C"
            ON CONFLICT (address_hash) DO UPDATE SET
                since = CASE WHEN b.since <= $15 - interval '1 hour'
                             THEN excluded.since ELSE b.since END,
                keys = CASE WHEN b.since <= $15 - interval '1 hour' THEN excluded.keys
                            WHEN excluded.keys <@ b.keys OR cardinality(b.keys) >= $16 THEN b.keys
                            ELSE b.keys || excluded.keys END,
                is_fresh = b.since <= $15 - interval '1 hour'
                    OR (NOT excluded.keys <@ b.keys AND cardinality(b.keys) < $16)
            RETURNING address_hash, since, keys, is_fresh
        ), judged AS (
            SELECT asked.*, budget.since, budget.is_fresh,
                   hashtextextended(target::text || name_folded, 0) = ANY (budget.keys) AS is_within
            FROM asked LEFT JOIN budget ON budget.address_hash = asked.address
        ), remembered AS (
            INSERT INTO idempotency_key (key_hash, request_hash, created_at)
            SELECT key_hash, request_hash, $15 FROM judged
            WHERE is_within AND key_hash IS NOT NULL ORDER BY key_hash
            ON CONFLICT DO NOTHING
        ), inserted AS (
            INSERT INTO interest (id, event_id, programme_id, given_name, family_name, email,
                email_folded, organisation, sector, country, language, motivation, notice,
                received_at, topics, languages)
            SELECT id, event_id, programme_id, given_name, family_name, email, email_folded,
                   organisation, sector, country, language, motivation, notice, $15,
                   coalesce(string_to_array(topics, ','), '{}'),
                   coalesce(string_to_array(languages, ','), '{}')
            FROM judged WHERE is_within
            ON CONFLICT (coalesce(event_id, programme_id), email_folded, name_folded)
                WHERE withdrawn_at IS NULL DO NOTHING
            RETURNING id
        ), mailed AS MATERIALIZED (
            SELECT judged.*, coalesce(inserted.id, i.id) AS interest, i.person_id AS person,
                   decode(t.token, 'base64') AS token,
                   rtrim(translate(t.token, '+/', '-_'), '=') AS token_text
            FROM judged
            JOIN unnest($14::text[]) WITH ORDINALITY AS t (token, ordinal) USING (ordinal)
            LEFT JOIN inserted ON inserted.id = judged.id
            LEFT JOIN interest i ON inserted.id IS NULL AND judged.is_fresh
                AND coalesce(i.event_id, i.programme_id) = judged.target
                AND i.email_folded = judged.email_folded
                AND i.name_folded = judged.name_folded AND i.withdrawn_at IS NULL
            WHERE judged.is_within AND (inserted.id IS NOT NULL OR i.id IS NOT NULL)
        ), linked AS (
            INSERT INTO access_token
                (hash, purpose, interest_id, person_id, created_at, expires_at)
            SELECT sha256(token), CASE WHEN person IS NULL THEN 'confirm' ELSE 'my' END,
                   CASE WHEN person IS NULL THEN interest END, person, $15,
                   $15 + CASE WHEN person IS NULL THEN make_interval(days => $18)
                              ELSE make_interval(days => $19) END
            FROM mailed
        ), promised AS (
            INSERT INTO outbox (message_id, recipient, template, language, parameters, interest_id,
                written_at, next_attempt_at)
            SELECT '<' || gen_random_uuid() || '@' || $17::text || '>', email,
                   CASE WHEN person IS NULL THEN 'confirm-interest' ELSE 'interest-known' END,
                   coalesce(language, 'en'),
                   jsonb_build_object('given_name', given_name, 'target', title,
                       'token', token_text, 'unconfirmed_days', $18::integer),
                   interest, $15, $15
            FROM mailed
        )
        SELECT CASE WHEN known.is_same THEN 'taken'
                    WHEN NOT known.is_same THEN 'key-reused'
                    WHEN judged.target IS NULL THEN 'not-taken'
                    WHEN judged.is_within THEN 'taken'
                    ELSE 'too-many' END,
               ceil(extract(epoch FROM judged.since + interval '1 hour' - $15))::integer
        FROM judged LEFT JOIN known USING (ordinal)
        ORDER BY ordinal
        """

    var interests: [ExpressInterest]
    var policy: IntakePolicy
    var now: Date

    func bind(to parameters: inout Parameters) {
        parameters.add(interests.map { $0.target.eventCode })
        parameters.add(interests.map { $0.target.programmeCode })
        parameters.add(interests.map { $0.particulars.givenName.description })
        parameters.add(interests.map { $0.particulars.familyName.description })
        parameters.add(interests.map { $0.email.description })
        parameters.add(interests.map { $0.email.folded })
        parameters.add(interests.map { $0.particulars.organisation?.description })
        parameters.add(interests.map { $0.particulars.sector.description })
        parameters.add(interests.map { $0.particulars.country.description })
        parameters.add(interests.map { $0.particulars.language?.description })
        parameters.add(interests.map { $0.motivation?.description })
        parameters.add(interests.map { $0.notice.description })
        parameters.add(interests.map { $0.idempotencyKey })
        parameters.add(interests.map { _ in Data(AccessToken().bytes).base64EncodedString() })
        parameters.add(now)
        // 0 is no limit.
        parameters.add(policy.perAddressAndHour > 0 ? Int32(policy.perAddressAndHour) : .max)
        parameters.add(policy.mailDomain)
        parameters.add(Int32(policy.unconfirmedDays))
        parameters.add(Int32(AccessToken.ownPageDays))
        // Codes have no comma. Null where nothing was wished for.
        parameters.add(interests.map { $0.wishesJoined(\.topics) })
        parameters.add(interests.map { $0.wishesJoined(\.languages) })
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> Result<Void, InterestRefusal> {
        switch try row.text(0) {
        case "taken": .success(())
        case "key-reused": .failure(.keyReused)
        case "too-many":
            .failure(.tooMany(retryAfterSeconds: max(1, try row.integerIfAny(1) ?? 3600)))
        default: .failure(.notTaken)
        }
    }
}

extension InterestTarget {
    fileprivate var eventCode: String? {
        if case .event(let code) = self { code.description } else { nil }
    }

    fileprivate var programmeCode: String? {
        if case .programme(let code) = self { code.description } else { nil }
    }
}

extension ExpressInterest {
    /// Of one kind, with commas between them; nil when there are no wishes at all.
    fileprivate func wishesJoined<Wish: CustomStringConvertible>(
        _ kind: KeyPath<PoolWishes, [Wish]>
    ) -> String? {
        guard wishes != .any else { return nil }
        return wishes[keyPath: kind].map(\.description).joined(separator: ",")
    }
}
