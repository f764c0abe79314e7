import TrainingRegistry

/// The frame around every page of the console: who is signed in, where they may go, sign out.
struct ConsoleLayout: Sendable {
    /// The entries of the navigation, each for those who may.
    enum Section: String, Sendable, CaseIterable {
        case dashboard = ""
        case events = "events"
        case mails = "mails"
        case reports = "reports"
        case exports = "exports"
        case staff = "staff"
        case audit = "audit"

        var title: String {
            switch self {
            case .dashboard: ConsoleWords.dashboard
            case .events: ConsoleWords.events
            case .mails: ConsoleWords.Desk.title
            case .reports: ConsoleWords.Reports.title
            case .exports: ConsoleWords.Exports.title
            case .staff: ConsoleWords.Staff.title
            case .audit: ConsoleWords.Log.title
            }
        }

        var permission: Permission {
            switch self {
            case .dashboard: .ownAccount
            case .events, .mails: .seeEvents
            case .reports, .exports: .report
            case .staff: .manageStaff
            case .audit: .readAudit
            }
        }

        /// Who looks after no mails may read what they say.
        func path(for principal: Principal) -> String {
            switch self {
            case .dashboard: "/console"
            case .mails where !principal.may(.manageMail): MailTextsPage.path
            default: "/console/\(rawValue)"
            }
        }
    }

    var site: Site
    var principal: Principal
    var csrf: CSRFField
    var section: Section?

    /// A whole document around `body`; the title stands before the name of the console.
    func page(title: String, body: HTML) -> HTML {
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta name="robots" content="noindex, nofollow">
        <title>\(ConsoleWords.Frame.title(title))</title>
        <link rel="icon" href="\(Asset.favicon.path)" type="image/svg+xml">
        <link rel="stylesheet" href="\(Asset.styleSheet.path)">
        <script src="\(Asset.consoleScript.path)" defer></script>
        </head>
        <body class="console">
        <a class="skip" href="#main">\(ConsoleWords.Frame.skip)</a>
        \(header)
        <main id="main" class="wrap wide" tabindex="-1">
        \(body)
        </main>
        </body>
        </html>

        """
    }

    private var header: HTML {
        """
        <header class="top"><div class="wrap wide">
        <a class="brand" href="/console"><span><strong>\(ConsoleWords.Frame.console)</strong>
        <span>\(site.unit)</span></span></a>
        <nav aria-label="\(ConsoleWords.Frame.console)"><ul>\(entries)</ul></nav>
        <div class="me"><a href="/console/account">\
        \(principal.name ?? ConsoleWords.Frame.account)</a>
        <form method="post" action="/console/sign-out">\(csrf.html)\
        <button class="plain" type="submit">\(ConsoleWords.Frame.signOut)</button></form></div>
        </div></header>
        """
    }

    private var entries: [HTML] {
        Section.allCases.filter { principal.may($0.permission) }.map { entry in
            let current: HTML = entry == section ? " aria-current=\"page\"" : ""
            let path = entry.path(for: principal)
            return "<li><a href=\"\(path)\"\(current)>\(entry.title)</a></li>"
        }
    }
}

/// The hidden field that shows that a form was made for this session.
struct CSRFField: Sendable, Equatable {
    var token: String

    var html: HTML { "<input type=\"hidden\" name=\"csrf\" value=\"\(token)\">" }
}
