import Foundation
import Mailer
import Postgres
import TestSupport
import Testing

@testable import TrainingRegistry

@Suite(.timeLimit(.minutes(10))) struct NominationTests {
    @Test("Members are asked, seats are kept, and each focal point gets a link")
    func invitation() async throws {
        try await NominationStage.with { stage in
            let invited = try await stage.invite(["EE": 1, "LV": 2, "SE": 1]).get()

            #expect(
                invited.map { "\($0.member) \($0.seats) \($0.links)" } == [
                    "EE 1 1", "LV 2 1", "SE 1 0",
                ])
            let seats = try await stage.room.seats()
            #expect(
                seats == "1 free for EE, 2 free for LV, 3 free for LV, 4 free for SE, "
                    + "5 free, 6 free")
            #expect(try await stage.invite(["LV": 20]) == .failure(.noSeatFree))
            let first = try await stage.link("focal.LV@example.org")
            _ = try await stage.invite(["LV": 2]).get()
            #expect(try await stage.nominate("Ada", by: first) == "unknown")
            let second = try await stage.link("focal.LV@example.org")
            #expect(try await stage.nominate("Ada", by: second) == "done")
        }
    }

    @Test("The first ranks have the seats, alternates move up, and nobody else gets them")
    func ranks() async throws {
        try await NominationStage.with { stage in
            _ = try await stage.invite(["LV": 1]).get()
            let link = try await stage.link("focal.LV@example.org")
            for name in ["Ada", "Bea", "Cia"] { _ = try await stage.nominate(name, by: link) }
            #expect(try await stage.nominate("Ada", by: link) == "nominated-already")

            #expect(try await stage.confirm("Bea") == "alternate")
            #expect(try await stage.confirm("Ada") == "seated")
            #expect(try await stage.confirm("Ada") == "unknown")
            #expect(try await stage.step(.moveUp(stage.id("Bea")), by: link) == "has-a-seat")
            #expect(try await stage.step(.moveUp(stage.id("Cia")), by: link) == "done")
            #expect(
                try await stage.standing() == "Ada confirmed*, Cia proposed, Bea confirmed")
            #expect(try await stage.step(.moveDown(stage.id("Cia")), by: link) == "done")
            #expect(try await stage.step(.withdraw(stage.id("Ada")), by: link) == "done")
            #expect(
                try await stage.standing() == "Bea confirmed*, Cia proposed, Ada withdrawn")
        }
    }

    @Test("Who is put in the place of another gets the seat, and both stay in the history")
    func substitution() async throws {
        try await NominationStage.with { stage in
            _ = try await stage.invite(["LV": 1]).get()
            let link = try await stage.link("focal.LV@example.org")
            for name in ["Ada", "Bea"] { _ = try await stage.nominate(name, by: link) }
            _ = try await stage.confirm("Ada")
            _ = try await stage.confirm("Bea")

            let (dea, email) = try NominationStage.person("Dea")
            let substitute = ChangeNomination.Step.substitute(try await stage.id("Ada"), dea, email)
            #expect(try await stage.step(substitute, by: link) == "done")

            #expect(
                try await stage.standing() == "Dea proposed, Bea confirmed, Ada substituted")
            #expect(try await stage.room.seats().hasPrefix("1 free for LV"))
            #expect(try await stage.confirm("Dea") == "seated")
            #expect(
                try await stage.standing() == "Dea confirmed*, Bea confirmed, Ada substituted")
            let count = try await stage.room.counted()
            #expect(count?.participants == 1)
        }
    }

    @Test("Two who confirm at once for the last seat get one seat between them")
    func race() async throws {
        try await NominationStage.with { stage in
            _ = try await stage.invite(["LV": 1]).get()
            let link = try await stage.link("focal.LV@example.org")
            let names = ["Ada", "Bea", "Cia", "Dea", "Eva", "Fia", "Gia", "Hea"]
            let database = SharedDatabase(stage.room.test.service, on: stage.room.test.loop)
            let now = stage.room.now
            let named = try await withThrowingTaskGroup(of: [String].self) { group in
                for name in names {
                    let (person, email) = try NominationStage.person(name)
                    let request = ChangeNomination(
                        at: .link(link, now: now, mailDomain: "example.org"),
                        .nominate(person, email))
                    group.addTask { try await database.run(WriteNomination(request: request)) }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(named == Array(repeating: "done", count: 8))
            var requests: [AnswerNomination] = []
            for name in names {
                requests.append(
                    AnswerNomination(
                        token: try await stage.link("\(name)@example.org"),
                        answer: .confirm(
                            try NominationStage.person(name).0,
                            try NoticeVersion(parsing: "2026-11")),
                        now: now, mailDomain: "example.org"))
            }

            let answers = try await withThrowingTaskGroup(of: [String].self) { group in
                for request in requests {
                    group.addTask {
                        try await database.run(WriteNominationAnswer(request: request))
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }

            #expect(answers.filter { $0 == "seated" }.count == 1)
            #expect(answers.filter { $0 == "alternate" }.count == 7)
            let count = try await stage.room.counted()
            #expect(count?.taken == 1 && count?.participants == 1)
        }
    }

    @Test("After the deadline links change nothing, unconfirmed ones lapse and are erased")
    func deadline() async throws {
        try await NominationStage.with { stage in
            _ = try await stage.invite(["LV": 1]).get()
            let link = try await stage.link("focal.LV@example.org")
            for name in ["Ada", "Bea"] { _ = try await stage.nominate(name, by: link) }
            _ = try await stage.confirm("Bea")
            let early = try await stage.room.database.lapseNominations(
                at: stage.room.now, mailDomain: "example.org")
            #expect(early == 0)

            stage.room.now = stage.deadline
            #expect(try await stage.nominate("Cia", by: link) == "too-late")
            #expect(try await stage.confirm("Ada") == "too-late")
            let lapsed = try await stage.room.database.lapseNominations(
                at: stage.room.now, mailDomain: "example.org")

            #expect(lapsed == 1)
            #expect(try await stage.standing() == "Bea confirmed*, Ada lapsed")
            _ = try await stage.room.database.lapseNominations(
                at: stage.deadline + 31 * 86_400, mailDomain: "example.org")
            #expect(try await stage.standing() == "Bea confirmed*, erased lapsed")
        }
    }

    @Test("A coordinator acts for a focal point after the deadline too")
    func coordinator() async throws {
        try await NominationStage.with { stage in
            _ = try await stage.invite(["EE": 1]).get()
            stage.room.now = stage.deadline + 1
            let (ada, email) = try NominationStage.person("Ada")

            let done = try await stage.room.database.change(
                ChangeNomination(
                    at: .coordinator(stage.room.change, member: "EE"), .nominate(ada, email)))

            #expect((try? done.get()) != nil)
            #expect(try await stage.standing("EE") == "Ada proposed")
        }
    }

    @Test(
        "A status is followed by these and no others",
        arguments: [
            (NominationStatus.proposed, "confirmed declined withdrawn substituted lapsed"),
            (.confirmed, "declined withdrawn substituted"),
            (.declined, ""), (.withdrawn, ""), (.substituted, ""), (.lapsed, ""),
        ])
    func table(status: NominationStatus, next: String) {
        #expect(status.next.map(\.rawValue).joined(separator: " ") == next)
        #expect(status.isOver == next.isEmpty)
    }

    @Test("A nominee's notice says who, what for, what is kept, how long and how to object")
    func notice() throws {
        let mail = OutboxRulesTests.mail(
            "nomination-notice",
            #"{"given_name":"Ada","target":"Hall","token":"abc","until":"1 May 2027","#
                + #""member":"Latvia","named_by":"Laima"}"#)

        let text = try DeliveryWorker.renderer().text(of: mail, in: "en").plain

        for part in [
            "Laima has nominated you", "on behalf of Latvia", "until 1 May 2027",
            "your name, your email address", "to organise this event", "erased 30 days later",
            "object", "https://registry.example/nominated/abc", "https://registry.example/privacy",
        ] {
            #expect(text.contains(part), "\(part)")
        }
    }
}
