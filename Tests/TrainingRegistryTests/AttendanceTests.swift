import Foundation
import Postgres
import TestSupport
import Testing

@testable import TrainingRegistry

@Suite(.timeLimit(.minutes(10))) struct AttendanceTests {
    @Test("A mark is made, made again without effect, changed, and taken back")
    func life() async throws {
        try await AttendanceRoom.with { room in
            let first = try await room.mark(0, 0, .present)
            #expect(first.outcome == .marked)
            #expect(try await room.mark(0, 0, .present).outcome == .unchanged)
            let late = try await room.mark(0, 0, .partly, seen: first.version)
            #expect(late.outcome == .marked)
            let gone = try await room.mark(0, 0, nil, seen: late.version)
            #expect(gone.outcome == .marked)
            #expect(gone.status == nil)
            #expect(try await room.sheet().sessions[0].marked == 0)
        }
    }

    @Test("Two helpers never overwrite each other: the second is told what the first marked")
    func twoHelpers() async throws {
        try await AttendanceRoom.with { room in
            let first = try await room.mark(1, 0, .absent)
            let second = try await room.mark(1, 0, .present, seen: 0)

            #expect(second.outcome == .changedMeanwhile)
            #expect(second.status == .absent)
            #expect(second.version == first.version)
            #expect(second.actor == "command:7")
            #expect(
                try await room.sheet().mark(of: room.people[1], in: room.sessions[0])?.status
                    == .absent)
        }
    }

    @Test("What is wrong with one mark is said of it, and the others are made")
    func mixed() async throws {
        try await AttendanceRoom.with { room in
            let here = room.sessions[0]
            let outcomes = try await room.mark([
                NewMark(.present, of: room.people[0], in: here, seen: 0),
                NewMark(.absent, of: room.people[0], in: here, seen: 0),
                NewMark(.present, of: UUID(), in: here, seen: 0),
                NewMark(.present, of: room.people[1], in: UUID(), seen: 0),
                NewMark(.excused, of: room.people[1], in: here, seen: 0),
            ]).map(\.outcome)

            #expect(
                outcomes == [.marked, .repeated, .unknownParticipation, .unknownSession, .marked])
            #expect(try await room.sheet().sessions[0].marked == 2)
        }
    }

    @Test("Every change keeps who, when and what was before, at strictly increasing instants")
    func history() async throws {
        try await AttendanceRoom.with { room in
            var seen: Int64 = 0
            for status in [AttendanceStatus.present, .absent, .partly, .excused] {
                seen = try await room.mark(0, 0, status, seen: seen).version
            }
            let history = try await room.database.history(of: room.people[0], in: room.sessions[0])
            #expect(history.map(\.status) == [.excused, .partly, .absent, .present])
            #expect(
                zip(history, history.dropFirst()).allSatisfy { $0.recordedAt > $1.recordedAt })
        }
    }

    @Test("A closed sheet says what it said: corrections need a reason, and the digest still fits")
    func sealing() async throws {
        try await AttendanceRoom.with { room in
            for person in 0..<3 { try await room.mark(person, 0, .present) }
            try await room.seal(0).get()
            let sealed = try await room.sheet().sessions[0]
            #expect(sealed.isIntact == true)

            let version = try #require(
                try await room.sheet().mark(of: room.people[0], in: room.sessions[0])?.version)
            #expect(try await room.mark(0, 0, .absent, seen: version).outcome == .needsReason)
            #expect(
                try await room.mark(0, 0, .absent, seen: version, reason: "it was her sister")
                    .outcome == .marked)

            let corrected = try await room.sheet().sessions[0]
            #expect(corrected.digest == sealed.digest)
            #expect(corrected.isIntact == true)
            // Whoever changes the rows themselves is found out.
            try await room.stage.test.script("UPDATE attendance SET status = 'excused'")
            #expect(try await room.sheet().sessions[0].isIntact == false)
        }
    }

    @Test("A sheet is closed once, when its session has begun and everybody has a mark")
    func sealRefusals() async throws {
        try await AttendanceRoom.with { room in
            try await room.mark(0, 0, .present)
            var outcome = try await room.seal(0)
            #expect(throws: SheetRefusal.unmarked(2)) { try outcome.get() }
            try await room.seal(0, restIsAbsent: true).get()
            outcome = try await room.seal(0)
            #expect(throws: SheetRefusal.sealedAlready) { try outcome.get() }
            let sheet = try await room.sheet()
            #expect(
                room.people.map { sheet.mark(of: $0, in: room.sessions[0])?.status }
                    == [.present, .absent, .absent])

            room.stage.now -= 86_400
            outcome = try await room.seal(1)
            #expect(throws: SheetRefusal.notBegun) { try outcome.get() }
        }
    }

    @Test(
        "Who attended enough meets the rule; a part counts as a part, excused as away",
        arguments: [
            ([.present, .present], 100.0, true), ([.present, .partly], 75, false),
            ([.partly, .partly], 50, false), ([.present, .excused], 50, false),
            ([.present, nil], 50, false), ([nil, nil], 0, false),
        ] as [([AttendanceStatus?], Double, Bool)])
    func rule(_ statuses: [AttendanceStatus?], _ percent: Double, _ meets: Bool) async throws {
        try await AttendanceRoom.with(people: 1) { room in
            for (session, status) in statuses.enumerated() where status != nil {
                try await room.mark(0, session, status)
            }
            let person = try #require(try await room.sheet().people.first)
            #expect(person.percent == percent)
            #expect(person.meetsRule == meets)
        }
    }

    @Test("Heads are counted by band, by version, and never as persons")
    func heads() async throws {
        try await AttendanceRoom.with { room in
            func count(_ people: Int, _ band: String, seen: Int64) async throws
                -> Result<Void, SheetRefusal>
            {
                try await room.database.count(
                    CountHeads(
                        people, of: band, in: room.sessions[0], of: room.event, seen: seen,
                        reason: nil, actor: .command(userID: 7), now: room.stage.now))
            }
            try await count(12, "12-to-14", seen: 0).get()
            let stale = try await count(13, "12-to-14", seen: 0)
            #expect(throws: SheetRefusal.changedMeanwhile) { try stale.get() }
            let version = try #require(try await room.sheet().heads.first).version
            try await count(13, "12-to-14", seen: version).get()
            let unknown = try await count(1, "teenagers", seen: 0)
            #expect(throws: SheetRefusal.unknownBand) { try unknown.get() }

            let sheet = try await room.sheet()
            #expect(sheet.heads.map(\.people) == [13])
            #expect(sheet.people.count == 3)
        }
    }

    @Test("A walk-in gets a free seat once, and in a full room nobody is kept who has none")
    func walkIns() async throws {
        try await AttendanceRoom.with(people: 2, seats: 3) { room in
            let place = try await room.walkIn("Marta", "Kalniņa", "marta@example.org").get()
            #expect(try await room.walkIn("Marta", "Kalniņa", "marta@example.org").get() == place)
            #expect(try await room.sheet().people.count == 3)
            let full = try await room.walkIn("Ivo", "Liepa", "ivo@example.org")
            #expect(throws: SheetRefusal.eventFull) { try full.get() }
            #expect(try await room.database.run(CountPeople()).first == 3)
        }
    }

    @Test("The mails with certificates of several people wait until somebody has looked at them")
    func certificateMails() async throws {
        try await AttendanceRoom.with { room in
            for session in 0..<2 {
                for person in 0..<2 { try await room.mark(person, session, .present) }
                try await room.seal(session, restIsAbsent: true).get()
            }
            var request = IssueCertificates(
                for: room.event, actor: .command(userID: 7), now: room.stage.now,
                mailDomain: "example.org")
            request.mails = MailOrder(nil)
            #expect(try await room.database.issue(request) == 2)

            let mailing = try #require(try await room.database.waiting(request.mails))
            #expect(mailing.kind == .certificates && mailing.drafts == 2)
            request.mails = MailOrder(nil)
            #expect(try await room.database.issue(request) == 0)
            #expect(try await room.database.waiting(request.mails) == nil)
        }
    }

    @Test("A certificate is given to whoever met the rule, once, when every sheet is closed")
    func certificates() async throws {
        try await AttendanceRoom.with { room in
            func issue() async throws -> Int? {
                try await room.database.issue(
                    IssueCertificates(
                        for: room.event, actor: .command(userID: 7), now: room.stage.now,
                        mailDomain: "example.org"))
            }
            for session in 0..<2 {
                try await room.mark(0, session, .present)
                try await room.mark(1, session, session == 0 ? .present : .absent)
            }
            #expect(try await issue() == 0)
            for session in 0..<2 { try await room.seal(session, restIsAbsent: true).get() }
            #expect(try await issue() == 1)
            #expect(try await issue() == 0)
            #expect(try await room.stage.mails(to: 1).last == "certificate")
            #expect(try await room.stage.mails(to: 2).last != "certificate")

            let code = try #require(try await room.database.run(ReadCertificateCode()).first)
            let certificate = try #require(try await room.database.certificate(code))
            #expect(certificate.name == "Person Number1")
            #expect(certificate.isValid)
            let elsewhere = try Code(parsing: "audtrain-riga")
            #expect(
                try await !room.database.revokeCertificate(
                    code, of: elsewhere, reason: "mistaken", actor: .system, now: room.stage.now))
            #expect(
                try await room.database.revokeCertificate(
                    code, of: room.event, reason: "mistaken", actor: .system, now: room.stage.now))
            #expect(try await room.database.certificate(code)?.isValid == false)
            #expect(try await room.database.certificate("2345678923456789") == nil)
        }
    }
}

/// Counts the people that are kept with an address of the test.
private struct CountPeople: Statement {
    static let sql: StaticString = """
        SELECT count(*) FROM person WHERE email LIKE '%@example.org'
          AND (family_name LIKE 'Number%' OR family_name IN ('Kalniņa', 'Liepa'))
        """

    func bind(to parameters: inout Parameters) {}

    static func decode(_ row: RowReader) throws(DatabaseError) -> Int { try row.integer(0) }
}

/// Reads the only certificate's code.
private struct ReadCertificateCode: Statement {
    static let sql: StaticString = "SELECT code FROM certificate"

    func bind(to parameters: inout Parameters) {}

    static func decode(_ row: RowReader) throws(DatabaseError) -> String { try row.text(0) }
}
