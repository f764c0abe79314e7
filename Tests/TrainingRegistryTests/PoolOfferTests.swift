import Foundation
import TestSupport
import Testing

@testable import TrainingRegistry

@Suite struct PoolOfferTests {
    @Test("Who comes into the pool while an event is open is offered it too")
    func late() async throws {
        try await PoolStage.with { stage in
            #expect(try await stage.keep().offers == 0)
            try await stage.pool(1, confirmed: "2027-01-15")

            #expect(try await stage.keep().offers == 1)
            #expect(try await stage.keep().offers == 0)
            #expect(try await stage.mails(to: 1) == ["pool-match"])
        }
    }

    @Test("Yes is a confirmed interest, once; no other mail asks for a confirmation")
    func accepted() async throws {
        try await PoolStage.with { stage in
            try await stage.pool(1)
            _ = try await stage.keep()

            #expect(try await stage.answer(1) == "received")
            #expect(try await stage.answer(1) == "received")
            #expect(try await stage.answer(1, accepts: false) == "received")
            #expect(try await stage.mails(to: 1) == ["pool-match", "interest-confirmed"])
            #expect(try await stage.figure().first == "all 0 0 1 0")
            try await stage.test.script(
                """
                SELECT 1 / (count(*) = 1)::integer FROM interest JOIN event ON event.id = event_id
                WHERE confirmed_at IS NOT NULL AND person_id IS NOT NULL
                """)
        }
    }

    @Test("Where admission is open, yes takes a seat, and the next one waits")
    func open() async throws {
        try await PoolStage.with(admission: .open) { stage in
            for number in 1...2 { try await stage.pool(number) }
            _ = try await stage.keep()

            #expect(try await stage.answer(1) == "accepted")
            #expect(try await stage.answer(2) == "waiting")
            #expect(try await stage.answer(1) == "accepted")
            #expect(try await stage.mails(to: 1) == ["pool-match", "seat-taken"])
            #expect(try await stage.mails(to: 2) == ["pool-match", "seat-awaited"])
        }
    }

    @Test("Yes confirms what the person asked for and had not yet confirmed")
    func unconfirmed() async throws {
        try await PoolStage.with { stage in
            try await stage.pool(1)
            try await stage.test.script(
                """
                INSERT INTO interest (id, event_id, given_name, family_name, email, email_folded,
                    sector, country, notice, received_at)
                SELECT gen_random_uuid(), id, 'Person', 'Number1', 'p1@example.org',
                    'p1@example.org', 'police', 'LV', '2026-11', '2027-01-15' FROM event
                """)
            _ = try await stage.keep()

            #expect(try await stage.answer(1) == "received")
            try await stage.test.script(
                "SELECT 1 / (count(*) = 1)::integer FROM interest WHERE event_id IS NOT NULL")
        }
    }

    @Test("No is remembered, and a yes after it still counts")
    func declined() async throws {
        try await PoolStage.with { stage in
            try await stage.pool(1)
            _ = try await stage.keep()

            #expect(try await stage.answer(1, accepts: false) == "declined")
            #expect(try await stage.keep().offers == 0)
            #expect(try await stage.answer(1) == "received")
        }
    }

    @Test(
        "An answer after the event has closed changes nothing",
        arguments: [
            "UPDATE event SET closes_at = '2027-01-15 08:00Z'",
            "UPDATE event SET cancelled_at = '2027-01-15'",
            "UPDATE event SET admission = 'invitation'",
        ])
    func closed(change: String) async throws {
        try await PoolStage.with { stage in
            try await stage.pool(1)
            _ = try await stage.keep()
            try await stage.test.script(change)

            #expect(try await stage.answer(1) == "refused event-closed")
            #expect(try await stage.answer(1, accepts: false) == "declined")
            try await stage.test.script(
                "SELECT 1 / (count(*) = 0)::integer FROM interest WHERE event_id IS NOT NULL")
        }
    }

    @Test("Nobody answers what was offered to somebody else")
    func strangers() async throws {
        try await PoolStage.with { stage in
            for number in 1...2 { try await stage.pool(number) }
            _ = try await stage.keep()
            let theirs = try await stage.database.chances(
                of: stage.ownLink(2), at: stage.now
            ).first

            let outcome = try await stage.database.answer(
                AnswerChance(
                    token: stage.ownLink(1), offer: try #require(theirs).id, accepts: true,
                    now: stage.now, mailDomain: "example.org"))

            #expect(outcome == .failure(.unknown))
        }
    }

    @Test("A coordinator offers by hand whatever was wished for, and each is reported")
    func byHand() async throws {
        try await PoolStage.with { stage in
            try await stage.pool(1, topics: "trafficking")
            try await stage.pool(2)
            try await stage.pool(3)
            try await stage.test.script(
                """
                UPDATE interest SET withdrawn_at = '2027-01-01' WHERE id = '\(SeatStage.id(3))';
                """)
            _ = try await stage.keep()

            #expect(
                try await stage.offer([1, 2, 3, 4, 1])
                    == ["done", "offered", "withdrawn", "unknown-interest", "offered"])
            #expect(try await stage.offer([1], event: "nowhere") == ["all unknown"])
            #expect(try await stage.answer(1) == "received")
            try await stage.test.script(
                """
                SELECT 1 / (count(*) = 1)::integer FROM audit
                WHERE action = 'offer-to-pool' AND reason = 'as agreed' AND actor = 'command:7'
                """)
        }
    }

    @Test(
        "By hand neither, a closed event or one by invitation is offered",
        arguments: [
            ("UPDATE event SET cancelled_at = '2027-01-15'", "all event-closed"),
            ("UPDATE event SET admission = 'nomination'", "all by-invitation"),
            ("UPDATE event SET admission = 'invitation'", "all by-invitation"),
        ])
    func byHandClosed(change: String, outcome: String) async throws {
        try await PoolStage.with { stage in
            try await stage.pool(1)
            try await stage.test.script(change)

            #expect(try await stage.offer([1]) == [outcome])
            #expect(try await stage.mails(to: 1) == [])
        }
    }

    @Test("The figure counts every interest once, and under each topic that it names")
    func figure() async throws {
        try await PoolStage.with { stage in
            try await stage.pool(1, topics: "trafficking,prevention", languages: "sv")
            try await stage.pool(2, country: "EE")
            try await stage.pool(3, sector: "academia")
            try await stage.pool(4)
            _ = try await stage.keep()
            _ = try await stage.answer(4)

            #expect(
                try await stage.figure() == [
                    "all 2 1 1 0", "country EE 0 1 0 0", "country LV 2 0 1 0",
                    "language any 1 1 1 0", "language sv 1 0 0 0", "sector academia 1 0 0 0",
                    "sector police 1 1 1 0", "topic any 1 1 1 0", "topic prevention 1 0 0 0",
                    "topic trafficking 1 0 0 0",
                ])
            #expect(try await stage.database.pool(of: Code(parsing: "nowhere")) == nil)
        }
    }

    @Test("The figure of an empty pool is zero")
    func empty() async throws {
        try await PoolStage.with { stage async throws in
            #expect(try await stage.figure() == ["all 0 0 0 0"])
        }
    }
}
