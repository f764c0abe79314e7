/// The frame around every page: head, skip link, header with navigation, main, footer.
struct Layout: Sendable {
    /// The entries of the navigation.
    enum Section: String, Sendable, CaseIterable {
        case events, programmes, figures

        var title: String {
            switch self {
            case .events: "Events"
            case .programmes: "Programmes"
            case .figures: "Figures"
            }
        }
    }

    var site: Site
    /// The part of the navigation this page belongs to.
    var section: Section?
    /// Whether the address of the page is a secret: search engines are told to keep out.
    var isPrivate = false
    /// BCP 47 tag of the language the page is in.
    var language = "en"

    /// A whole document around `body`; the title stands before the name of the service.
    func page(title: String, body: HTML) -> HTML {
        """
        <!doctype html>
        <html lang="\(language)">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        \(HTML.when(isPrivate, "<meta name=\"robots\" content=\"noindex, nofollow\">\n"))\
        <title>\(title) – \(site.unit) trainings</title>
        <link rel="icon" href="\(Asset.favicon.path)" type="image/svg+xml">
        <link rel="stylesheet" href="\(Asset.styleSheet.path)">
        </head>
        <body>
        <a class="skip" href="#main">Skip to the content</a>
        \(HTML.when(site.isDemo, demoNotice))\
        \(header)
        <main id="main" class="wrap" tabindex="-1">
        \(body)
        </main>
        \(footer)
        </body>
        </html>

        """
    }

    private var demoNotice: HTML {
        """
        <aside class="demo" aria-label="Demonstration"><p class="wrap">This is a demonstration with
        invented people. Its mails go to the <a href="/dev/mailbox">development mailbox</a>.</p>
        </aside>

        """
    }

    private var header: HTML {
        """
        <header class="top"><div class="wrap">
        <a class="brand" href="/">\(Self.mark)<span><strong>\(site.unit)</strong>
        <span>\(site.organisation)</span></span></a>
        <nav aria-label="Main"><ul>\(Section.allCases.map(navigationEntry))</ul></nav>
        </div></header>
        """
    }

    private func navigationEntry(_ entry: Section) -> HTML {
        let current: HTML = entry == section ? " aria-current=\"page\"" : ""
        return "<li><a href=\"/\(entry.rawValue)\"\(current)>\(entry.title)</a></li>"
    }

    private var footer: HTML {
        """
        <footer class="bottom"><div class="wrap">
        <p>\(site.unit), \(site.organisation)</p>
        <ul><li><a href="/privacy">Privacy</a></li>
        <li><a href="/accessibility">Accessibility</a></li></ul>
        </div></footer>
        """
    }

    /// Three waves; the same picture as the favicon.
    private static let mark: HTML = """
        <svg class="mark" viewBox="0 0 32 32" width="40" height="40" aria-hidden="true"\
         focusable="false"><path d="M3 10q6.5-6 13 0t13 0M3 17q6.5-6 13 0t13 0M3 24q6.5-6 13\
         0t13 0"/></svg>
        """
}
