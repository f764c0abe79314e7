import Testing
import TrainingRegistry

@testable import RegistryHTTP

/// What the form for an interest promises to somebody who has to mend it.
@Suite struct PagesFormTests {
    private func elements(_ state: FormState) throws -> [PagesMarkup.Element] {
        try PagesMarkup(text(state)).elements
    }

    private func text(_ state: FormState) throws -> String {
        let event = try PagesSamples.event()
        return PagesSamples.interest(.event(event), state).html.description
    }

    @Test("Everything that was typed is still there when the form comes back")
    func kept() throws {
        let elements = try elements(PagesSamples.wrong)
        func value(_ name: String) -> String? {
            elements.first { $0.attributes["name"] == name }?.attributes["value"]
        }
        let selected = elements.filter { $0.attributes["selected"] != nil }
            .compactMap { $0.attributes["value"] }

        #expect(value("given_name") == "Ieva")
        #expect(value("email") == "ieva.ozola(at)example.org")
        #expect(
            value("family_name")
                == "&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;amp;")
        #expect(selected == ["LV", "lv"])
        // A browser drops the first line break after the tag; the second was typed.
        #expect(
            try text(PagesSamples.wrong).contains(
                ">\n\nFirst line\n&lt;/textarea&gt;&lt;b&gt;second&lt;/b&gt; &quot;line&quot;</text"
            ))
    }

    @Test("The box stays ticked only for the version of the notice that is shown now")
    func tick() throws {
        func isTicked(_ version: String) throws -> Bool {
            try elements(FormState(values: ["notice": version]))
                .first { $0.attributes["id"] == "notice" }?.attributes["checked"] != nil
        }

        #expect(try isTicked(PrivacyPage.version))
        #expect(try !isTicked("2020-01"))
        #expect(try !isTicked(""))
    }

    @Test("The summary links to each field that is wrong; what has no field is told without a link")
    func summary() throws {
        let text = try text(PagesSamples.wrong)
        let links = try elements(PagesSamples.wrong).compactMap { $0.attributes["href"] }
            .filter { $0.hasPrefix("#") && $0 != "#main" }

        #expect(links == ["#email", "#sector", "#notice"])
        #expect(text.contains("<li>The page had been open for long. Please send it again.</li>"))
        #expect(text.contains("<title>Error: Express interest in PROTECT training, Tallinn"))
    }

    @Test("A field that is wrong says so and points to its hint and its message")
    func described() throws {
        let fields = try elements(PagesSamples.wrong).filter {
            InterestPage.shown.contains($0.attributes["id", default: ""])
        }
        let wrong = fields.filter { $0.attributes["aria-invalid"] == "true" }
            .map { $0.attributes["aria-describedby"] }

        #expect(
            fields.map { $0.attributes["id"] } == [
                "given_name", "family_name", "email", "country", "language", "organisation",
                "sector",
                "motivation", "notice",
            ])
        #expect(wrong == ["email-hint email-error", "sector-error", "notice-error"])
    }

    @Test("A form without mistakes has no summary and no mark of an error")
    func untouched() throws {
        let text = try text(FormState())

        #expect(!text.contains("There is a problem"))
        #expect(!text.contains("aria-invalid"))
        #expect(!text.contains("<title>Error"))
    }

    @Test("What a person has to mend is shown with the form for correcting open")
    func correction() throws {
        let state = FormState(values: [:], errors: [("country", "Choose a country.")])

        #expect(PagesSamples.my(state, nil).html.description.contains("<details open><summary>"))
        #expect(!PagesSamples.my(nil, nil).html.description.contains("<details open>"))
    }
}
