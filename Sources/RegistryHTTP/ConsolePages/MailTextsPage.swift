import TrainingRegistry

/// `/console/mails/texts`: what there is of every mail in every language.
struct MailTextsPage: Page {
    var layout: ConsoleLayout
    var mails: MailRenderer

    static let path = "/console/mails/texts"

    static func address(_ kind: MailKind, _ language: String) -> String {
        "\(path)/\(kind.rawValue)?language=\(language)"
    }

    private var words: ConsoleWords.Texts.Type { ConsoleWords.Texts.self }

    /// Those that some text is in.
    private var states: [MailTexts.State] {
        [.reviewed, .unreviewed, .missing].filter { state in
            MailKind.allCases.contains { kind in
                mails.languages.contains { mails.state(of: kind, in: $0) == state }
            }
        }
    }

    var html: HTML {
        let titles: [HTML] = states.map { "<th scope=\"col\">\(words.state($0))</th>" }
        return layout.page(
            title: words.title,
            body: """
                <h1>\(words.title)</h1>
                <p>\(words.lead)</p>
                <table class="people texts"><caption class="unseen">\(words.title)</caption>
                <thead><tr><th scope="col">\(words.mail)</th>\(titles)</tr></thead>
                <tbody>\(MailKind.allCases.map(row))</tbody></table>
                """)
    }

    private func row(_ kind: MailKind) -> HTML {
        let title = ConsoleWords.template(kind.rawValue)
        let cells: [HTML] = states.map { state in
            let links: [HTML] = mails.languages
                .filter { mails.state(of: kind, in: $0) == state }
                .map { language in
                    """
                    <a href="\(Self.address(kind, language))"><span class="unseen">\(title), \
                    </span>\(Words.language(language))</a>

                    """
                }
            return "<td data-label=\"\(words.state(state))\">\(links)</td>"
        }
        return "<tr><th scope=\"row\">\(title)</th>\(cells)</tr>\n"
    }
}

/// `/console/mails/texts/{template}`: what a mail says in a language, to invented people.
struct MailTextPage: Page {
    var layout: ConsoleLayout
    var kind: MailKind
    /// The one that was asked for; what is shown is English where there is none.
    var language: String
    var languages: [String]
    var sample: TrainingRegistry.MailSample

    private var words: ConsoleWords.Texts.Type { ConsoleWords.Texts.self }
    private var path: String { "\(MailTextsPage.path)/\(kind.rawValue)/html?language=\(language)" }

    var html: HTML {
        let title = ConsoleWords.template(kind.rawValue)
        let name = Words.language(language)
        let draft = sample.draft
        return layout.page(
            title: "\(title), \(name)",
            body: """
                \(Breadcrumb(path: MailTextsPage.path, title: words.title).html)\
                <h1>\(title)</h1>
                <p><strong>\(name):</strong> \(words.sentence(sample.state, name))
                \(words.invented)</p>
                <nav class="tabs" aria-label="\(words.languages)"><ul>\(tabs)</ul></nav>
                <section aria-labelledby="subject"><h2 id="subject">\(words.subject)</h2>
                <p lang="\(draft.language)">\(draft.subject)</p></section>
                <section aria-labelledby="plain"><h2 id="plain">\(words.plain)</h2>
                <pre lang="\(draft.language)" tabindex="0" role="region"
                 aria-label="\(words.plain)">\(draft.text)</pre></section>
                <section aria-labelledby="html"><h2 id="html">\(words.html)</h2>
                <iframe class="mail" sandbox src="\(path)" title="\(words.html)"></iframe>
                <p><a href="\(path)">\(words.alone)</a></p></section>
                <section aria-labelledby="names"><h2 id="names">\(words.names)</h2>
                \(names)</section>
                """)
    }

    private var tabs: [HTML] {
        languages.map { one in
            let mark: HTML = one == language ? " aria-current=\"page\"" : ""
            let path = MailTextsPage.address(kind, one)
            return "<li><a href=\"\(path)\"\(mark)>\(Words.language(one))</a></li>\n"
        }
    }

    private var names: HTML {
        let (always, sometimes) = kind.names
        return """
            \(list(words.always, always))\
            \(HTML.when(!sometimes.isEmpty, list(words.sometimes, sometimes)))
            """
    }

    private func list(_ title: String, _ names: [String]) -> HTML {
        """
        <h3>\(title)</h3>
        <ul>\(names.map { "<li><code>\($0)</code></li>\n" })</ul>

        """
    }
}
