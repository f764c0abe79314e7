import Foundation
import Testing
import TrainingRegistry

@testable import RegistryHTTP

@Suite struct PoolPagesTests {
    static let form = "/programmes/protect/interest"

    /// A stage with somebody who came into the pool by the pages, and their own page.
    static func with(
        _ more: [String: String] = [:],
        _ body: @escaping @Sendable (ServiceStage, String) async throws -> Void
    ) async throws {
        try await ServiceStage.with { stage in
            var typed = try EndpointPagesTests.typed(try await stage.get(Self.form))
            typed.merge(more) { $1 }
            try #require(try await stage.form(Self.form, typed).status == 200)
            let link = try #require(try await stage.mailedToken("confirm-interest"))
            let confirmed = try await stage.form("/confirm/\(link)", [:])
            let page = try #require(confirmed["Location"])
            try await body(stage, String(page.prefix { $0 != "?" }))
        }
    }

    static func keep(_ stage: ServiceStage) async throws -> PoolKept {
        try await stage.database.keepPool(at: stage.clock, mailDomain: "example.org")
    }

    /// The identity of the first interest on somebody's own page.
    static func interest(on page: Response) throws -> String {
        String(try #require(page.text.firstMatch(of: /name="interest" value="([^"]+)"/)).1)
    }

    @Test("The form of a programme asks for its topics, keeps what was ticked, and writes it down")
    func form() async throws {
        try await ServiceStage.with { stage in
            let page = try await stage.get(Self.form)
            #expect(page.text.contains(#"name="topics-migration""#))
            #expect(!page.text.contains(#"name="topics-alternative-care""#))
            #expect(page.text.contains(#"name="languages-lv""#))
            #expect(!page.text.contains(#"name="languages-tr""#))
            #expect(
                try await !stage.get(EndpointPagesTests.form).text.contains(#"name="topics-"#))

            var typed = try EndpointPagesTests.typed(page)
            typed["topics-migration"] = "on"
            typed["languages-lv"] = "on"
            typed["email"] = "nobody"
            let wrong = try await stage.form(Self.form, typed)
            #expect(wrong.status == 422)
            #expect(wrong.text.contains(#"name="topics-migration" value="on" checked"#))
            #expect(!wrong.text.contains(#"name="topics-trafficking" value="on" checked"#))
            typed["topics-piracy"] = "on"
            #expect(try await stage.form(Self.form, typed).text.contains("not known here"))
        }
    }

    @Test("On their own page people see and correct topics and languages")
    func correction() async throws {
        try await Self.with(["topics-migration": "on"]) { stage, my in
            let page = try await stage.get(my)
            #expect(page.text.contains("Topics: The best interests of children in migration."))
            #expect(page.text.contains("any. It stands until"))
            let interest = try Self.interest(on: page)

            let saved = try await stage.form(
                "\(my)/wishes",
                ["interest": interest, "topics-trafficking": "on", "languages-lv": "on"])

            #expect(saved["Location"] == "\(my)?done=saved")
            let changed = try await stage.get(my).text
            #expect(changed.contains("Topics: Preventing trafficking and exploitation"))
            #expect(changed.contains("Latvian. It stands until"))
            let stranger = ["interest": UUID().uuidString]
            #expect(try await stage.form("\(my)/wishes", stranger).status == 404)
            #expect(try await stage.form("\(my)/wishes", ["topics-x": "on"]).status == 422)
        }
    }

    @Test("The mailed link shows the event and changes nothing; yes is an interest, at once")
    func chance() async throws {
        try await Self.with { stage, my in
            #expect(try await Self.keep(stage).offers == 1)
            let token = try #require(try await stage.mailedToken("pool-match"))
            let offer = try #require(
                try await stage.get(my).text.firstMatch(of: /chance\/([0-9a-f-]+)"/)
            ).1
            let path = "/my/\(token)/chance/\(offer)"
            let before = try await stage.stored()

            let shown = try await stage.get(path)
            #expect(shown.status == 200)
            #expect(shown.text.contains("PROTECT training: children on the move"))
            #expect(shown.text.contains("Not this"))
            #expect(try await stage.stored() == before)
            #expect(try await stage.form(path, ["answer": "perhaps"]).status == 422)
            #expect(try await stage.form(path, ["answer": "yes"], site: "cross-site").status == 403)

            let passed = try await stage.form(path, ["answer": "no"])
            #expect(passed["Location"] == "/my/\(token)?done=passed")
            #expect(try await stage.get(path).text.contains("You may still change your mind"))
            for _ in 1...2 {
                let done = try await stage.form(path, ["answer": "yes"])
                #expect(done["Location"] == "/my/\(token)?done=interested")
            }
            #expect(try await stage.stored()[0] == before[0] + 1)
            #expect(try await stage.get(path).text.contains("You told us that you are interested"))
            let own = try await stage.get("/my/\(token)?done=interested")
            #expect(own.text.contains("It is not decided yet who gets a seat"))
        }
    }

    @Test("Who answers when the event is closed is told so, and nothing has changed")
    func closed() async throws {
        try await Self.with { stage, my in
            _ = try await Self.keep(stage)
            let token = try #require(try await stage.mailedToken("pool-match"))
            let offer = try #require(
                try await stage.get(my).text.firstMatch(of: /chance\/([0-9a-f-]+)"/)
            ).1
            try await stage.change(
                "UPDATE event SET closes_at = now() - interval '1 minute', opens_at = NULL")
            let before = try await stage.stored()

            let late = try await stage.form("/my/\(token)/chance/\(offer)", ["answer": "yes"])

            #expect(late.status == 409)
            #expect(late.text.contains("This event takes no more interest."))
            #expect(try await stage.stored() == before)
            #expect(try await !stage.get(my).text.contains("/chance/"))
            #expect(try await stage.get("/my/\(token)/chance/\(UUID())").status == 404)
        }
    }

    @Test("Who is asked again keeps the interest with one button, in time")
    func keep() async throws {
        try await Self.with(["topics-trafficking": "on"]) { stage, _ in
            stage.clock += 340 * 86_400
            try await stage.change("UPDATE event SET closes_at = '2020-01-01', opens_at = NULL")
            #expect(try await Self.keep(stage).asked == 1)
            let token = try #require(try await stage.mailedToken("pool-reask"))
            let page = try await stage.get("/my/\(token)")
            #expect(page.text.contains("Keep my interest for another year"))
            let interest = try Self.interest(on: page)

            let kept = try await stage.form("/my/\(token)/keep", ["interest": interest])

            #expect(kept["Location"] == "/my/\(token)?done=kept")
            #expect(try await !stage.get("/my/\(token)").text.contains("Keep my interest"))
            let stranger = ["interest": UUID().uuidString]
            #expect(try await stage.form("/my/\(token)/keep", stranger).status == 404)
            #expect(try await stage.form("/my/\(token)/keep", [:]).status == 422)

            stage.clock += 366 * 86_400
            try await stage.change("UPDATE access_token SET expires_at = '2099-01-01'")
            _ = try await Self.keep(stage)
            stage.clock += 30 * 86_400
            let late = try await stage.form("/my/\(token)/keep", ["interest": interest])
            #expect(late["Location"] == "/my/\(token)?done=ended")
            #expect(try await stage.get("/my/\(token)").text.contains("Ended"))
        }
    }

    @Test("Whoever leaves by the link of a mail has left, once, and looking at it does nothing")
    func leave() async throws {
        try await Self.with(["topics-trafficking": "on"]) { stage, _ in
            stage.clock += 340 * 86_400
            try await stage.change("UPDATE event SET closes_at = '2020-01-01', opens_at = NULL")
            #expect(try await Self.keep(stage).asked == 1)
            let token = try #require(try await stage.mailedToken("pool-reask"))
            let own = try #require(AccessToken(parsing: token))
            let link = "/leave/\(own.toLeavePool)"
            let before = try await stage.stored()

            let page = try await stage.get(link)
            #expect(page.status == 200)
            #expect(page.text.contains(#"name="List-Unsubscribe" value="One-Click""#))
            #expect(try await !stage.get("/my/\(token)").text.contains("Withdrawn"))

            // From anywhere, without a cookie, in the form that a mail provider chooses.
            let part =
                "--cut\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\n"
                + "One-Click\r\n--cut--"
            let left = try await stage.post(
                link, "multipart/form-data; boundary=cut", Array(part.utf8))
            #expect(left.status == 200)
            #expect(left.text.contains("We will not write again"))
            #expect(try await stage.get("/my/\(token)").text.contains("Withdrawn"))
            let again = try await stage.form(
                link, ["List-Unsubscribe": "One-Click"], site: "cross-site")
            #expect(again.status == 200)
            #expect(try await stage.stored() == before)

            // It opens nothing else, and no other link leaves.
            #expect(try await stage.get("/my/\(own.toLeavePool)").status == 404)
            #expect(try await stage.form("/leave/\(token)", [:]).status == 404)
            #expect(try await stage.get("/leave/short").status == 404)
        }
    }
}
