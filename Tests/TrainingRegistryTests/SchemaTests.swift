import Postgres
import TestSupport
import Testing

@Suite struct SchemaTests {
    @Test(
        "What cannot be true cannot be stored",
        arguments: [
            (
                "INSERT INTO presidency VALUES ('PL', '[2016-12-01,2017-01-01)', NULL, 'x')",
                "presidency_is_held_by_one_member"
            ),
            (
                "INSERT INTO membership VALUES ('IS', '[2016-01-01,)', 'held', NULL, 'x')",
                "membership_counts_a_member_once"
            ),
            (
                """
                INSERT INTO roster_entry (member, role, valid, source_place)
                VALUES ('SE', 'member', '[2016-01-01,2016-02-01)', 'x')
                """, "roster_seat_has_one_holder"
            ),
            (
                """
                INSERT INTO organisation_name (organisation_id, name, valid)
                SELECT id, 'Another', '[2016-01-01,)' FROM organisation WHERE code = 'cbss'
                """, "organisation_has_one_name_at_a_time"
            ),
            (
                "INSERT INTO mandate VALUES ('Another', '[2018-01-01,2019-01-01)', NULL, 'x')",
                "mandate_follows_mandate"
            ),
            (
                "INSERT INTO sector VALUES ('children', 'children', '(,)', NULL, 'x')",
                "sector_is_never_children"
            ),
            (
                "UPDATE phase SET period_source_quote = NULL, period_source_place = NULL",
                "phase_period_has_a_source"
            ),
            (
                """
                UPDATE phase_partner SET role = 'lead'
                WHERE phase_id = (SELECT id FROM phase WHERE code = 'protect-1')
                """, "phase_has_one_lead"
            ),
            (
                """
                UPDATE event SET phase_id = (SELECT id FROM phase WHERE code = 'robert-1')
                WHERE code = 'protect-tallinn-2016'
                """, "event_phase_is_of_its_programme"
            ),
            (
                "UPDATE event SET starts_on = ends_on + 1 WHERE code = 'protect-tallinn-2016'",
                "event_starts_before_it_ends"
            ),
            (
                "UPDATE event SET ends_on = ends_on - 1 WHERE code = 'audtrain-riga-2016'",
                "event_days_are_as_precise_as_they_say"
            ),
            (
                "UPDATE event SET cancelled_at = now() WHERE code = 'protect-tallinn-2016'",
                "event_is_held_or_cancelled"
            ),
            (
                "UPDATE event SET closes_at = opens_at WHERE code = 'audtrain-riga'",
                "event_opens_before_it_closes"
            ),
            (
                "UPDATE event SET city = '', venue = '', country = NULL "
                    + "WHERE code = 'audtrain-riga'",
                "event_to_come_is_published_with_a_place"
            ),
            ("UPDATE session SET ends_at = starts_at", "session_starts_before_it_ends"),
            (
                "UPDATE event_grant SET share = 0.6",
                "event_grant_shares_add_up_to_one_at_most"
            ),
            (
                "UPDATE baseline_figure SET quote = ''",
                "baseline_figure_has_words_and_source"
            ),
            (
                "UPDATE baseline_figure SET qualifier = 'nearly'",
                "baseline_figure_qualifier_is_known"
            ),
        ])
    func law(sql: String, constraint: String) async throws {
        try await DemoDatabase.with { test in
            _ = await #expect(throws: DatabaseError.constraintViolated(name: constraint)) {
                try await test.script(sql)
            }
        }
    }

    @Test("Shares of grants may be moved within a transaction, in any order")
    func movedShares() async throws {
        try await DemoDatabase.with { test in
            try await test.script("UPDATE event_grant SET share = 0.5")
            try await test.script(
                """
                UPDATE event_grant SET share = 0.9 WHERE funding_grant_id =
                    (SELECT id FROM funding_grant WHERE code = 'begging-swedish-institute');
                UPDATE event_grant SET share = 0.1 WHERE funding_grant_id =
                    (SELECT id FROM funding_grant WHERE code = 'begging-norwegian-ministry');
                """)
        }
    }

    @Test(
        "The service changes what it has to and nothing else",
        arguments: [
            ("UPDATE event SET capacity = 30", nil),
            ("UPDATE roster_entry SET holder_name = NULL", nil),
            ("DELETE FROM organisation", "42501"),
            ("TRUNCATE session", "42501"),
            ("INSERT INTO country VALUES ('XX', 'Nowhere')", "42501"),
            ("UPDATE membership SET seat = 'optional'", "42501"),
            ("ALTER TABLE event ADD COLUMN extra text", "42501"),
            ("ALTER TABLE event DISABLE TRIGGER ALL", "42501"),
        ] as [(String, String?)])
    func rights(sql: String, refusal: String?) async throws {
        let state: String? = try await DemoDatabase.with { test in
            try await test.withDatabase { database in
                do {
                    try await database.script(sql)
                    return nil
                } catch DatabaseError.failed(let sqlState, _) {
                    return sqlState
                }
            }
        }

        #expect(state == refusal)
    }
}
