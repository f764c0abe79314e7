import Foundation
import Testing
import TrainingRegistry

@testable import RegistryHTTP

/// What holds of every public page.
@Suite struct PagesTests {
    static let names: [String] = ((try? PagesSamples.all()) ?? []).map(\.name)

    private func markup(_ name: String) throws -> PagesMarkup {
        let page = try #require(try PagesSamples.all().first { $0.name == name })
        return try PagesMarkup(page.page.html.description)
    }

    @Test("Every page is well formed, whatever stands in its values", arguments: names)
    func wellFormed(name: String) throws {
        let elements = try markup(name).elements

        #expect(elements.count { $0.name == "h1" } == 1)
        #expect(elements.count { $0.name == "main" } == 1)
        #expect(elements.first?.attributes == ["lang": "en"])
    }

    @Test("Every id is given once, and every reference inside a page finds one", arguments: names)
    func references(name: String) throws {
        let elements = try markup(name).elements
        let ids = elements.compactMap { $0.attributes["id"] }
        var wanted: [String] = []
        for element in elements {
            if let link = element.attributes["href"], link.hasPrefix("#") {
                wanted.append(String(link.dropFirst()))
            }
            for attribute in ["for", "aria-labelledby", "aria-describedby"] {
                wanted += (element.attributes[attribute] ?? "").split(separator: " ").map(
                    String.init)
            }
        }

        #expect(Set(ids).count == ids.count)
        #expect(wanted.filter { !ids.contains($0) } == [])
    }

    @Test("No page holds a script or a style of its own, as its policy demands", arguments: names)
    func policy(name: String) throws {
        let elements = try markup(name).elements
        let attributes = Set(elements.flatMap(\.attributes.keys))

        #expect(elements.filter { ["script", "style", "iframe"].contains($0.name) }.isEmpty)
        #expect(attributes.filter { $0 == "style" || $0.hasPrefix("on") } == [])
        let links = elements.compactMap { $0.attributes["href"] }
        #expect(links.filter { $0.hasPrefix("javascript:") } == [])
    }

    @Test("Every control has a name that is read out: a label, a text or a hidden purpose")
    func labels() throws {
        for name in Self.names {
            let elements = try markup(name).elements
            let labelled = Set(elements.compactMap { $0.attributes["for"] })
            for element in elements where ["input", "select", "textarea"].contains(element.name) {
                let isHidden = element.attributes["type"] == "hidden"
                let id = element.attributes["id", default: ""]
                #expect(isHidden || labelled.contains(id), "\(name): \(element)")
            }
        }
    }

    @Test(
        "Search engines are told to keep out of pages with a secret address, and only of those",
        arguments: [
            ("home", false), ("event", false), ("privacy", false), ("interest", false),
            ("confirm", true), ("my", true), ("link-expired", true), ("check-mail", true),
            ("mailbox", true), ("error-404", true),
        ]
    )
    func robots(name: String, isPrivate: Bool) throws {
        let robots = try markup(name).elements.filter { $0.attributes["name"] == "robots" }

        #expect(robots.map { $0.attributes["content"] } == (isPrivate ? ["noindex, nofollow"] : []))
    }

    @Test("The page behind a link to confirm says nothing about a person or an event")
    func confirm() throws {
        let text = ConfirmPage(site: PagesSamples.site, token: PagesSamples.token).html.description

        for secret in ["Ieva", "Ozola", "example.org/", "PROTECT"] {
            #expect(!text.contains(secret))
        }
        #expect(text.contains("<form method=\"post\" action=\"/confirm/\(PagesSamples.token)\">"))
    }

    @Test("An event offers its form only while its door is open")
    func door() throws {
        var event = try PagesSamples.event()
        let link = "href=\"/events/protect-tallinn-2027/interest\""
        func offers(_ now: Date) -> Bool {
            EventPage(site: PagesSamples.site, event: event, now: now).html.description
                .contains(link)
        }

        #expect(offers(PagesSamples.now))
        #expect(!offers(Date(timeIntervalSince1970: 1_803_999_600)))
        event.cancelledAt = PagesSamples.now
        #expect(!offers(PagesSamples.now))
    }

    @Test("Who has noted the old days sees that an event was moved, until it is off or over")
    func moved() throws {
        var event = try PagesSamples.event()
        func page() -> String {
            EventPage(site: PagesSamples.site, event: event, now: PagesSamples.now).html.description
        }
        #expect(!page().contains("were changed on"))
        event.movedAt = PagesSamples.now
        #expect(page().contains("were changed on"))
        event.cancelledAt = PagesSamples.now
        #expect(!page().contains("were changed on"))
        #expect(page().contains("<dt>Was planned for</dt>"))
        event.cancelledAt = nil
        event.heldAt = PagesSamples.now
        #expect(!page().contains("were changed on"))
        #expect(page().contains("This event has taken place."))
    }

    @Test("A mail's web addresses become links, and nothing else of it becomes markup")
    func mail() {
        let html = MailboxMessagePage.linked(
            "See https://example.org/a?b=1&c=2. <b>http://</b> (https://example.org/d)")

        #expect(
            html.description == """
                See <a href="https://example.org/a?b=1&amp;c=2">https://example.org/a?b=1&amp;c=2\
                </a>. &lt;b&gt;http://&lt;/b&gt; (<a href="https://example.org/d">\
                https://example.org/d</a>)
                """)
    }

    @Test("An asset is found under its own address, which changes with its content")
    func assets() throws {
        let other = Asset(stem: "site", suffix: "css", contentType: "text/css", text: "a{}")

        #expect(Asset.at(Asset.styleSheet.path) == .styleSheet)
        #expect(Asset.at("/assets/site.css") == nil)
        #expect(other.path != Asset.styleSheet.path)
        #expect(other.etag == "\"\(other.path.dropFirst(13).dropLast(4))\"")
    }
}
