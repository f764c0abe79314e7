import Foundation
import Testing
import TrainingRegistry

@testable import RegistryHTTP

@Suite struct EndpointPagesTests {
    static let form = "/events/protect-tallinn-2027/interest"

    /// What a person types; the token is that of the page.
    static func typed(_ page: Response) throws -> [String: String] {
        let token = try #require(page.text.firstMatch(of: /name="form" value="([^"]+)"/)).1
        return [
            "given_name": "Ieva", "family_name": "Ozola", "email": "ieva.ozola@example.org",
            "organisation": "", "sector": "border-guard", "country": "LV", "language": "",
            "motivation": "We meet children on ferries.", "notice": PrivacyPage.version,
            "website": "", "form": String(token),
        ]
    }

    @Test("Every public page answers, and reads the same for every browser")
    func pages() async throws {
        try await ServiceStage.with(mailbox: []) { stage in
            var paths = [
                "/", "/events", "/events?when=past", "/events?kind=training&programme=protect",
                "/programmes", "/figures", "/privacy", "/accessibility", "/dev/mailbox",
                "/programmes/protect", Self.form,
            ]
            paths += stage.catalogue.events.map { "/events/\($0.code)" }
            for path in paths {
                let page = try await stage.get(path, "Accept: text/html")
                #expect(page.status == 200, "\(path)")
                _ = try PagesMarkup(page.text)
            }
            #expect(try await stage.get(Asset.styleSheet.path).body == Asset.styleSheet.body)
        }
    }

    @Test("An event is told as precisely as it is known, and a past one is not to be announced")
    func precision() async throws {
        try await ServiceStage.with { stage in
            let past = try await stage.get("/events?when=past").text

            #expect(past.contains(#"<time datetime="2016-04">April 2016</time>"#))
            #expect(past.contains(#"<time datetime="2013">2013</time>"#))
            #expect(!past.contains("to be announced"))
        }
    }

    @Test("A person expresses interest, confirms, corrects and withdraws, with pages alone")
    func flow() async throws {
        try await ServiceStage.with { stage in
            let typed = try Self.typed(try await stage.get(Self.form))
            let sent = try await stage.form(Self.form, typed)
            #expect(sent.status == 200)
            #expect(sent.text.contains("<h1>Check your mail</h1>"))
            #expect(try await stage.stored() == [1, 1, 1])

            let link = try #require(try await stage.mailedToken("confirm-interest"))
            #expect(try await stage.get("/confirm/\(link)").status == 200)
            let confirmed = try await stage.form("/confirm/\(link)", [:])
            #expect(confirmed.status == 303)
            let page = try #require(confirmed["Location"])
            let my = String(page.prefix { $0 != "?" })
            #expect(try await stage.get(page).text.contains("Your interest is confirmed."))
            #expect(try await stage.form("/confirm/\(link)", [:]).status == 410)

            let saved = try await stage.form(
                my,
                [
                    "given_name": "Ieva", "family_name": "Kalniņa", "sector": "police",
                    "country": "LV", "organisation": "", "language": "lv",
                ])
            #expect(saved["Location"] == "\(my)?done=saved")
            let held = try await stage.get(my).text
            #expect(held.contains("Kalniņa"))
            let wrong = try await stage.form(my, ["given_name": "Ieva"])
            #expect(wrong.status == 422)
            #expect(wrong.text.contains("Enter your family name."))

            let id = try #require(held.firstMatch(of: /name="interest" value="([^"]+)"/)).1
            let withdrawn = try await stage.form("\(my)/withdraw", ["interest": String(id)])
            #expect(withdrawn["Location"] == "\(my)?done=withdrawn")
            #expect(try await stage.get(my).text.contains("Withdrawn"))
        }
    }

    @Test("A form that is wrong comes back with all that was typed, and nothing is kept")
    func mended() async throws {
        try await ServiceStage.with { stage in
            var typed = try Self.typed(try await stage.get(Self.form))
            typed["email"] = "ieva at example"
            typed["sector"] = ""
            let page = try await stage.form(Self.form, typed)
            #expect(page.status == 422)
            #expect(page.text.contains(##"<a href="#sector">Choose the sector you work in.</a>"##))
            #expect(page.text.contains(#"value="ieva at example""#))

            typed = try Self.typed(page)
            for token in [nil, "", "1.aa", "9999999999.\(typed["form"]?.dropFirst(11) ?? "")"] {
                typed["form"] = token
                let page = try await stage.form(Self.form, typed)
                #expect(page.status == 422)
                #expect(page.text.contains("This page was open for too long"))
            }
            typed = try Self.typed(page)
            stage.clock += 24 * 3600 + 1
            #expect(try await stage.form(Self.form, typed).status == 422)
            #expect(try await stage.stored() == [0, 0, 0])
        }
    }

    @Test("What another site sends is refused, and so are links that are cut or unknown")
    func refused() async throws {
        try await ServiceStage.with { stage in
            let typed = try Self.typed(try await stage.get(Self.form))
            let unknown = AccessToken().description

            #expect(try await stage.form(Self.form, typed, site: "cross-site").status == 403)
            let closed = try await stage.form("/events/protect-gdansk/interest", typed)
            #expect(closed.status == 409)
            for path in ["/confirm/\(unknown.dropLast())", "/my/\(unknown.dropLast())"] {
                let page = try await stage.get(path)
                #expect(page.status == 404)
                #expect(page.text.contains("This link is not whole"))
            }
            #expect(try await stage.form("/confirm/\(unknown)", [:]).status == 404)
            #expect(try await stage.get("/my/\(unknown)").status == 404)
            #expect(try await stage.stored() == [0, 0, 0])
        }
    }

    @Test("A link to confirm is too old after seven days")
    func expired() async throws {
        try await ServiceStage.with { stage in
            let typed = try Self.typed(try await stage.get(Self.form))
            #expect(try await stage.form(Self.form, typed).status == 200)
            let link = try #require(try await stage.mailedToken("confirm-interest"))

            stage.clock += 8 * 86_400
            let page = try await stage.form("/confirm/\(link)", [:])

            #expect(page.status == 410)
            #expect(page.text.contains("This link is too old"))
        }
    }
}
