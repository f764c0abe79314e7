import TrainingRegistry

/// The head of every page of one event: its title, state and days, and the tabs.
struct EventFrame {
    enum Tab: String, CaseIterable {
        case overview = ""
        case people = "/people"
        case seats = "/seats"
        case nominations = "/nominations"
        case mails = "/mails"
        case mailPlan = "/mail-plan"
        case attendance = "/attendance"
        case edit = "/edit"

        var title: String {
            switch self {
            case .overview: ConsoleWords.Head.overview
            case .people: ConsoleWords.Head.people
            case .seats: ConsoleWords.Head.seats
            case .nominations: ConsoleWords.Head.nominations
            case .mails: ConsoleWords.Head.mails
            case .mailPlan: ConsoleWords.MailPlan.title
            case .attendance: ConsoleWords.Head.attendance
            case .edit: ConsoleWords.Head.edit
            }
        }

        var permission: Permission {
            switch self {
            case .overview, .mailPlan: .seeEvents
            case .people, .seats, .nominations, .mails: .seePeopleOfEvent
            case .attendance: .seeAttendance
            case .edit: .editEvent
            }
        }
    }

    var layout: ConsoleLayout
    var event: DashboardEvent

    var path: String { "/console/events/\(event.code)" }

    /// A whole page; `title` stands before the title of the event.
    func page(_ tab: Tab?, title: String, body: HTML) -> HTML {
        layout.page(
            title: "\(title) – \(event.title)",
            body: """
                <p class="crumb"><a href="/console/events">\(ConsoleWords.events)</a></p>
                <h1>\(event.title)</h1>
                \(EventNumbers(event: event).meta)
                <nav class="tabs" aria-label="\(ConsoleWords.Head.tabs)"><ul>\(tabs(tab))</ul></nav>
                \(body)
                """)
    }

    private func tabs(_ current: Tab?) -> [HTML] {
        Tab.allCases.filter { layout.principal.may($0.permission) }.map { tab in
            let mark: HTML = tab == current ? " aria-current=\"page\"" : ""
            return "<li><a href=\"\(path)\(tab.rawValue)\"\(mark)>\(tab.title)</a></li>\n"
        }
    }
}

/// Names of countries and sectors for their codes.
struct CodeNames: Sendable {
    let countries: [Choice]
    let sectors: [Choice]
    private let titles: [String: String]

    init(countries: [Choice], sectors: [Choice]) {
        self.countries = countries
        self.sectors = sectors
        // Countries are two capitals, so that no sector is called like one.
        titles = Dictionary(
            (countries + sectors).map { ($0.value, $0.title) }, uniquingKeysWith: { one, _ in one })
    }

    func country(_ code: String) -> String { titles[code] ?? code }
    func sector(_ code: String) -> String { titles[code] ?? code }
}
