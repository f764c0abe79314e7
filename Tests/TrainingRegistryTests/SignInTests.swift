import EventLoop
import Foundation
import Mailer
import Postgres
import TestSupport
import Testing

@testable import TrainingRegistry

@Suite(.timeLimit(.minutes(10))) struct SignInTests {
    @Test("Password and code open a session, whose person and roles are known from then on")
    func session() async throws {
        try await StaffRoom.with { room in
            let session = AccessToken()
            #expect(try await room.signIn(with: session).get() == room.administrator)

            let caller = try await room.database.caller(
                session: session, about: ObjectCodes(), now: room.now, idle: 60)
            #expect(caller?.principal.actor == .staff(room.administrator))
            #expect(caller?.principal.name == "Ieva Ozola")
            #expect(caller?.principal.may(.manageStaff) == true)
            #expect(caller?.object == .all)
            #expect(try await room.count("audit", "action = 'sign-in'") == 1)
        }
    }

    @Test("Address, password, code: each must be right, and the answer is the same")
    func wrong() async throws {
        try await StaffRoom.with { room in
            let wrongCode = room.wrongCode
            let own = "ieva.ozola@example.org"
            let tries: [Result<UUID, SignInRefusal>] = [
                try await room.signIn("another password"),
                try await room.signIn(code: wrongCode, email: own),
                try await room.signIn(email: "nobody@example.org"),
            ]
            #expect(tries == Array(repeating: .failure(.refused), count: 3))
            #expect(try await room.count("staff_session") == 0)
        }
    }

    @Test("A code works once, also for two who use it at the same time")
    func replay() async throws {
        try await StaffRoom.with(connections: 4) { room in
            var opened = 0
            for outcome in try await [room.signIn(), room.signIn(), room.signIn()] {
                if case .success = outcome { opened += 1 }
            }
            #expect(opened == 1)
            room.now += 30
            #expect(try await room.signIn().get() == room.administrator)
        }
    }

    @Test("A session ends when it is idle, when it is old, and when it is told to")
    func ending() async throws {
        try await StaffRoom.with { room in
            let session = AccessToken()
            _ = try await room.signIn(with: session).get()
            func isGood(after seconds: Double) async throws -> Bool {
                try await room.database.caller(
                    session: session, about: ObjectCodes(), now: room.now + seconds, idle: 3_600)
                    != nil
            }

            #expect(try await isGood(after: 3_599))
            // It was seen an hour ago, so it lasts an hour longer.
            #expect(try await isGood(after: 7_100))
            #expect(try await !isGood(after: 10_800))
            // However busy it is.
            for hour in 1...11 { _ = try await isGood(after: Double(hour) * 3_500) }
            #expect(try await !isGood(after: 12 * 3_600))

            try await room.database.endSessions(of: session, everywhere: false, now: room.now)
            #expect(try await !isGood(after: 1))
        }
    }

    @Test("Signing out everywhere ends every browser, and a new link does")
    func everywhere() async throws {
        try await StaffRoom.with { room in
            var sessions: [AccessToken] = []
            for _ in 0..<3 {
                let session = AccessToken()
                _ = try await room.signIn(with: session).get()
                sessions.append(session)
                room.now += 30
            }
            try await room.database.endSessions(of: sessions[1], everywhere: true, now: room.now)
            for session in sessions {
                #expect(
                    try await room.database.caller(
                        session: session, about: ObjectCodes(), now: room.now, idle: 60) == nil)
            }
            #expect(try await room.count("audit", "action = 'sign-out'") == 3)
        }
    }

    @Test("A thousand guesses without the phone reach no derivation, and the right person gets in")
    func guesses() async throws {
        try await StaffRoom.with(connections: 4) { room in
            let wrong = room.wrongCode
            var refused = 0
            for _ in 0..<1_000 {
                let outcome = try await room.signIn("guess", code: wrong)
                if outcome == .failure(.refused) { refused += 1 }
            }
            #expect(refused == 1_000)
            #expect(try await room.count("audit", "action = 'sign-in-refused'") == 0)
            #expect(try await room.signIn().get() == room.administrator)
        }
    }

    @Test("With the phone in hand, guesses reach the derivation as often as is documented")
    func guessesWithCode() async throws {
        try await StaffRoom.with { room in
            let known = KnownBrowser(of: room.administrator, key: StaffRoom.key)
            for number in 0..<200 {
                _ = try await room.signIn("guess \(number)", from: "source \(number % 10)")
            }
            // A refusal is noted once for each password that was looked at.
            #expect(
                try await room.count("audit", "action = 'sign-in-refused'")
                    == SignInLimits.perAccount)
            #expect(try await room.signIn(from: "elsewhere") == .failure(.refused))

            #expect(try await room.signIn(in: known).get() == room.administrator)
            room.now += 15 * 60
            #expect(try await room.signIn(from: "elsewhere").get() == room.administrator)
        }
    }

    @Test("One source has its share of tries, and another source has its own")
    func sources() async throws {
        try await StaffRoom.with { room in
            for number in 0..<50 { _ = try await room.signIn("guess \(number)", from: "one") }
            #expect(
                try await room.count("audit", "action = 'sign-in-refused'")
                    == SignInLimits.perSource)
            #expect(try await room.signIn(from: "one") == .failure(.refused))
            #expect(try await room.signIn(from: "two").get() == room.administrator)
        }
    }

    @Test("When the wrong codes of a day are used up, only a known browser gets in")
    func codes() async throws {
        try await StaffRoom.with { room in
            try await room.test.script(
                """
                INSERT INTO sign_in_budget
                SELECT sha256(convert_to('codes ' || upper(id::text), 'UTF8')),
                    to_timestamp(\(room.now.timeIntervalSince1970)),
                    \(SignInLimits.wrongCodesPerDay)
                FROM staff
                """)
            #expect(try await room.signIn() == .failure(.refused))
            let known = KnownBrowser(of: room.administrator, key: StaffRoom.key)
            #expect(try await room.signIn(in: known).get() == room.administrator)
            room.now += 86_400
            #expect(try await room.signIn().get() == room.administrator)
        }
    }

    @Test("A known browser is signed for one account")
    func browsers() throws {
        let account = UUID()
        let browser = KnownBrowser(of: account, key: StaffRoom.key)

        #expect(KnownBrowser(parsing: browser.text, key: StaffRoom.key) == browser)
        #expect(KnownBrowser(parsing: browser.text, key: [1]) == nil)
        let foreign = browser.text.replacingOccurrences(
            of: account.uuidString.lowercased(), with: UUID().uuidString.lowercased())
        #expect(KnownBrowser(parsing: foreign, key: StaffRoom.key) == nil)
        for text in ["", "..", "a.b.c", browser.text + "0", String(browser.text.dropLast())] {
            #expect(KnownBrowser(parsing: text, key: StaffRoom.key) == nil)
        }
    }

    @Test("A link to set up works once, ends with a newer one and after three days")
    func links() async throws {
        try await StaffRoom.with { room in
            let old = AccessToken()
            let new = AccessToken()
            for link in [old, new] {
                #expect(
                    try await room.database.make(
                        MakeStaffLink(
                            for: room.administrator, secret: link, actor: .system, now: room.now)))
            }
            #expect(try await room.database.staffSetUp(old, at: room.now) == nil)
            #expect(try await room.database.staffSetUp(new, at: room.now + 72 * 3_600) == nil)
            #expect(try await room.database.staffSetUp(new, at: room.now)?.name == "Ieva Ozola")
            let hash = try #require(
                await PasswordHash(deriving: Password(typed: "new"), StaffRoom.cost))
            let use = SetUpStaff(link: new, password: hash, codeStep: 1, now: room.now)
            #expect(try await room.database.setUp(use))
            #expect(try await !room.database.setUp(use))
        }
    }

    @Test("Somebody stays administrator, whoever ends whose role at once")
    func lastAdministrator() async throws {
        try await StaffRoom.with(connections: 4) { room in
            func end(_ account: UUID) async throws -> Result<Void, StaffRefusal> {
                try await room.database.change(
                    ChangeRole(
                        .administrator, of: account, isGiven: false, actor: .system, now: room.now))
            }
            let alone = try await end(room.administrator)
            #expect(throws: StaffRefusal.lastAdministrator) { try alone.get() }
            let disabled = try await room.database.set(
                SetStaffDisabled(
                    room.administrator, isDisabled: true, actor: .system, now: room.now))
            #expect(throws: StaffRefusal.lastAdministrator) { try disabled.get() }
        }
    }

    @Test("An ended account has no session, no link and no way in, and its past stays in the log")
    func disabled() async throws {
        try await StaffRoom.with { room in
            let second = try await room.database.create(
                CreateStaff(
                    email: try .init(parsing: "juris@example.org"),
                    name: try PersonName(parsing: "Juris"), role: .coordinator, actor: .system,
                    now: room.now)
            ).get()
            _ = try await room.database.make(
                MakeStaffLink(for: second, secret: AccessToken(), actor: .system, now: room.now))
            try await room.database.set(
                SetStaffDisabled(second, isDisabled: true, actor: .system, now: room.now)
            ).get()

            #expect(try await room.count("staff_link", "used_at IS NULL") == 0)
            #expect(
                try await !room.database.make(
                    MakeStaffLink(
                        for: second, secret: AccessToken(), actor: .system, now: room.now)))
            #expect(try await room.count("audit", "subject_id = '\(second)'") == 3)
        }
    }
}
