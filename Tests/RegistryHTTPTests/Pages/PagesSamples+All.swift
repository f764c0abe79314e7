import Foundation
import TrainingRegistry

@testable import RegistryHTTP

extension PagesSamples {
    /// All samples by the name of their page.
    static func all() throws -> [(name: String, page: any Page)] {
        try catalogue() + forms() + links() + chances() + upkeep()
    }

    private static func catalogue() throws -> [(name: String, page: any Page)] {
        let events = try events()
        let programme = try programme()
        var broken = try event()
        broken.title = hostile
        broken.summary = hostile
        broken.venue = hostile
        broken.audience = [hostile]
        broken.sessions[0].title = hostile
        let references = [ProgrammeReference(code: programme.code, title: programme.title)]
        func list(_ events: [Event], _ filter: EventFilter) -> EventsPage {
            EventsPage(
                site: site, events: events, filter: filter, programmes: references,
                next: "/events?cursor=a&kind=b", now: now)
        }
        return [
            (
                "home",
                HomePage(
                    site: site, events: Array(events.prefix(3)), headline: try figures().first,
                    now: now)
            ),
            ("home-bare", HomePage(site: site, events: [], headline: nil, now: now)),
            ("events", list(events, EventFilter())),
            ("events-none", list([], EventFilter(kind: .roundtable, programme: programme.code))),
            ("events-past", list([], EventFilter(isPast: true))),
            ("event", EventPage(site: site, event: events[1], now: now)),
            ("event-nomination", EventPage(site: site, event: events[0], now: now)),
            ("event-cancelled", EventPage(site: site, event: events[3], now: now)),
            ("event-hostile", EventPage(site: site, event: broken, now: now)),
            ("programmes", ProgrammesPage(site: site, programmes: [programme])),
            (
                "programme",
                ProgrammePage(
                    site: site, programme: programme, events: Array(events.prefix(2)),
                    countries: countries, now: now)
            ),
            (
                "figures",
                FiguresPage(
                    site: site,
                    catalogue: try catalogue(figures(), ["LV": 12, "EE": 30, "NO": 3, "SE": 7]))
            ),
            ("figures-none", FiguresPage(site: site, catalogue: try catalogue([]))),
        ]
    }

    private static func forms() throws -> [(name: String, page: any Page)] {
        let event = try event()
        var late = event
        late.closesAt = now
        return [
            ("interest", interest(.event(event), FormState())),
            ("interest-errors", interest(.event(event), wrong)),
            ("interest-pool", interest(.programme(try programme()), FormState())),
            (
                "interest-invited",
                interest(
                    .event(event), FormState(),
                    InterestPage.Invited(token: token, email: hostile))
            ),
            ("interest-closed", InterestClosedPage(site: site, event: late, now: now)),
            ("check-mail", CheckMailPage(site: site, target: .event(event), email: hostile)),
        ]
    }

    /// One of each, with a title that no page may take for markup.
    private static func standings() throws -> [OwnStanding] {
        try TrainerStanding.allCases.map {
            OwnStanding(
                programme: try Code(parsing: "course-\($0.rawValue)"), title: hostile, standing: $0)
        }
    }

    private static func links() throws -> [(name: String, page: any Page)] {
        let wrong = FormState(
            values: ["given_name": "", "family_name": hostile],
            errors: [
                ("given_name", "Enter your given name."), ("country", "Choose a country."),
            ])
        return [
            ("confirm", ConfirmPage(site: site, token: token)),
            ("leave", LeavePage(site: site, token: token, isDone: false)),
            ("leave-done", LeavePage(site: site, token: token, isDone: true)),
            ("my", my(nil, nil)),
            ("trainer", InvitationPage(site: site, token: token, standings: try standings())),
            ("trainer-none", InvitationPage(site: site, token: token, standings: [])),
            ("my-saved", my(nil, .saved)),
            ("my-errors", my(wrong, nil)),
        ]
            + LinkPage.Trouble.allCases.map {
                ("link-\($0)", LinkPage(site: site, trouble: $0))
            }
    }

    private static func chances() throws -> [(name: String, page: any Page)] {
        let event = try event()
        let states: [(String, Chance.Answer?, Bool)] = [
            ("open", nil, true), ("declined", .declined, true), ("accepted", .accepted, true),
            ("closed", nil, false),
        ]
        return try states.map { name, answer, isOpen in
            let chance = try chance(answer, isOpen: isOpen)
            let shown = isOpen ? event : nil
            return (
                "chance-\(name)",
                ChancePage(site: site, token: token, chance: chance, event: shown)
            )
        }
    }

    private static func upkeep() -> [(name: String, page: any Page)] {
        let statuses = [400, 404, 405, 413, 418, 429, 500, 503]
        return [
            ("privacy", PrivacyPage(site: site)),
            ("accessibility", AccessibilityPage(site: site)),
            ("mailbox", MailboxPage(site: site, messages: [message])),
            ("mailbox-empty", MailboxPage(site: site, messages: [])),
            ("mailbox-message", MailboxMessagePage(site: site, message: message)),
        ]
            + statuses.map {
                let wait = $0 == 429 || $0 == 503 ? 90 : nil
                let page = ErrorPage(
                    site: site, status: $0, detail: hostile, retryAfterSeconds: wait)
                return ("error-\($0)", page)
            }
    }
}
