import Foundation
import TestSupport
import Testing

@testable import TrainingRegistry

@Suite struct PoolMatchTests {
    /// Who is in the pool, what was changed after that, and why the event is not for them.
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var topics = ""
        var languages = ""
        var sector = "police"
        var country = "LV"
        var change = ""
        var reasons = ""
    }

    static let ofEvent = "FROM event WHERE code = 'quay'"
    static let known = """
        INSERT INTO interest (id, event_id, person_id, given_name, family_name, email, email_folded,
            sector, country, notice, received_at, confirmed_at, withdrawn_at)
        SELECT gen_random_uuid(), event.id, person.id, given_name, family_name, email,
            email_folded, sector, person.country, '2026-11', '2026-12-02', '2026-12-02', %
        FROM event, person WHERE event.code = 'quay'
        """
    static let taken = """
        WITH p AS (
            INSERT INTO participation (event_id, created_at)
            SELECT id, '2026-12-02' FROM event RETURNING id
        )
        INSERT INTO participation_fact (participation_id, person_token, status, role, country,
            sector, actor, occurred_at, recorded_at)
        SELECT p.id, person.token, 'withdrawn', 'participant', 'LV', 'police', 'system',
            '2026-12-02', '2026-12-02' FROM p, person
        """
    static let offered = """
        INSERT INTO pool_offer (event_id, interest_id, actor, offered_at)
        SELECT event.id, interest.id, 'system', '2027-01-12' FROM event, interest
        """
    static let ended = """
        UPDATE interest SET withdrawn_at = '2027-01-01';
        UPDATE interest_status SET status = '%'
        """

    static let cases = [
        Case(testDescription: "who names nothing takes anything"),
        Case(testDescription: "its topic", topics: "migration"),
        Case(testDescription: "another topic", topics: "trafficking", reasons: "topics"),
        Case(testDescription: "one of two topics", topics: "trafficking,migration"),
        Case(
            testDescription: "an event about nothing in particular", topics: "trafficking",
            change: "DELETE FROM event_topic"),
        Case(testDescription: "its language", languages: "lv"),
        Case(testDescription: "another language", languages: "sv", reasons: "languages"),
        Case(testDescription: "one of two languages", languages: "sv,en"),
        Case(
            testDescription: "an event without a language", languages: "sv",
            change: "UPDATE event SET languages = '{}'"),
        Case(testDescription: "its audience", sector: "border-guard"),
        Case(testDescription: "another sector", sector: "academia", reasons: "sector"),
        Case(
            testDescription: "an event for everybody", sector: "academia",
            change: "DELETE FROM event_audience"),
        Case(testDescription: "any country", country: "AU"),
        Case(
            testDescription: "every reason is told", topics: "trafficking", languages: "sv",
            sector: "academia", reasons: "topics, languages, sector"),
        Case(
            testDescription: "interested already",
            change: known.replacing("%", with: "NULL"), reasons: "known"),
        Case(
            testDescription: "interested once",
            change: known.replacing("%", with: "'2026-12-03'"), reasons: "known"),
        Case(testDescription: "taking part, or no more", change: taken, reasons: "known"),
        Case(testDescription: "offered before", change: offered, reasons: "offered"),
        Case(
            testDescription: "withdrawn", change: ended.replacing("%", with: "withdrawn"),
            reasons: "withdrawn"),
        Case(
            testDescription: "lapsed", change: ended.replacing("%", with: "lapsed"),
            reasons: "lapsed"),
    ]

    @Test("An event is for somebody in the pool, or every reason is told", arguments: cases)
    func matches(example: Case) async throws {
        try await PoolStage.with { stage in
            try await stage.pool(
                1, topics: example.topics, languages: example.languages, sector: example.sector,
                country: example.country)
            if !example.change.isEmpty { try await stage.test.script(example.change) }

            #expect(try await stage.against(1) == example.reasons)
            #expect(try await stage.keep().offers == (example.reasons.isEmpty ? 1 : 0))
        }
    }

    /// What was changed, and whether the event is offered to anybody.
    @Test(
        "Only an event that takes interest is offered to the pool",
        arguments: [
            ("UPDATE event SET opens_at = NULL, closes_at = NULL", true),
            ("UPDATE event SET published_at = NULL", false),
            ("UPDATE event SET published_at = '2027-01-15 08:00:01Z'", false),
            ("UPDATE event SET opens_at = '2027-01-15 08:00Z'", true),
            ("UPDATE event SET opens_at = '2027-01-15 08:00:01Z'", false),
            ("UPDATE event SET closes_at = '2027-01-15 08:00:01Z'", true),
            ("UPDATE event SET closes_at = '2027-01-15 08:00Z'", false),
            ("UPDATE event SET cancelled_at = '2027-01-14'", false),
            ("UPDATE event SET held_at = '2027-01-14'", false),
            ("UPDATE event SET starts_on = '2027-01-13', ends_on = '2027-01-14'", false),
            ("UPDATE event SET admission = 'open'", true),
            ("UPDATE event SET admission = 'invitation'", false),
            ("UPDATE event SET admission = 'nomination'", false),
            ("UPDATE event SET programme_id = NULL", false),
        ])
    func opens(change: String, isOffered: Bool) async throws {
        try await PoolStage.with { stage in
            try await stage.pool(1)
            try await stage.test.script(change)

            #expect(try await stage.keep().offers == (isOffered ? 1 : 0))
            #expect(try await stage.mails(to: 1) == (isOffered ? ["pool-match"] : []))
        }
    }

    @Test("A coordinator sees whom an event suits, by country, page by page")
    func preview() async throws {
        try await PoolStage.with { stage in
            try await stage.pool(1, country: "LV")
            try await stage.pool(2, topics: "trafficking", country: "LV")
            try await stage.pool(3, country: "EE")

            let latvian = try #require(try await stage.preview(country: "LV"))
            let suited = try #require(try await stage.preview(isMatch: true))
            let first = try #require(try await stage.preview(limit: 2))
            let rest = try #require(try await stage.preview(cursor: first.next, limit: 2))

            #expect(latvian.isOpen)
            #expect(latvian.lines.map(\.interest) == [1, 2].map(SeatStage.id))
            #expect(suited.lines.map(\.interest) == [1, 3].map(SeatStage.id))
            #expect(first.lines.map(\.interest) == [1, 2].map(SeatStage.id))
            #expect(rest.lines.map(\.interest) == [SeatStage.id(3)])
            #expect(rest.next == nil)
            #expect(try await stage.preview(event: "nowhere") == nil)
        }
    }
}
