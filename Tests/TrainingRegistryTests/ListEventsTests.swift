import Foundation
import Postgres
import Testing
import TrainingRegistry

@Suite struct ListEventsTests {
    /// `code kind first-day last-day programme`, in the order of the catalogue.
    private static let events: [Event] = [
        ("held-2016", .training, "2016-04-28", "2016-04-29", "protect"),
        ("a-first", .training, "2027-04-20", "2027-04-21", "protect"),
        ("b-same-day", .roundtable, "2027-04-20", "2027-04-20", nil),
        ("long", .training, "2027-05-01", "2027-05-31", "audtrain"),
        ("last", .conference, "2027-06-01", "2027-06-02", "audtrain"),
    ].compactMap { try? sample($0, $1, $2, $3, $4) }

    private static func sample(
        _ code: String, _ kind: EventKind, _ first: String, _ last: String, _ programme: String?
    ) throws -> Event {
        Event(
            code: try Code(parsing: code), kind: kind, title: code, summary: "", description: "",
            programme: try programme.map {
                ProgrammeReference(code: try Code(parsing: $0), title: $0)
            },
            admission: .open, startsOn: try Day.of(first), endsOn: try Day.of(last),
            timeZone: "Europe/Riga", venue: "", city: "Riga", country: "LV",
            countryName: "Latvia", isOnline: false, languages: ["en"], capacity: nil, audience: [],
            opensAt: nil, closesAt: nil, cancelledAt: nil, heldAt: nil, sessions: [])
    }

    @Test(
        "An event is listed when it touches the days, and is of the kind and the programme",
        arguments: [
            (nil, nil, nil, nil, "held-2016 a-first b-same-day long last"),
            ("2027-04-21", nil, nil, nil, "a-first long last"),
            ("2027-04-20", "2027-04-20", nil, nil, "a-first b-same-day"),
            ("2027-05-31", "2027-05-31", nil, nil, "long"),
            (nil, "2016-04-27", nil, nil, ""),
            ("2027-06-03", nil, nil, nil, ""),
            ("2027-06-01", "2027-01-01", nil, nil, ""),
            (nil, nil, .training, nil, "held-2016 a-first long"),
            (nil, nil, .consultation, nil, ""),
            (nil, nil, nil, "audtrain", "long last"),
            ("2020-01-01", nil, .training, "protect", "a-first"),
            (nil, nil, nil, "nobody-knows-it", ""),
        ] as [(String?, String?, EventKind?, String?, String)])
    func filter(
        from: String?, to: String?, kind: EventKind?, programme: String?, codes: String
    ) throws {
        let list = ListEvents(
            from: try from.map(Day.of), to: try to.map(Day.of), kind: kind,
            programme: try programme.map(Code.init(parsing:)))

        let page = list.page(of: Self.events)

        #expect(page.events.map(\.code.description).joined(separator: " ") == codes)
        #expect(page.next == nil)
    }

    @Test("Pages of any length, read one after the other, show every event once", arguments: 1...6)
    func pages(limit: Int) throws {
        var read: [String] = []
        var cursor: ListEvents.Cursor?
        var count = 0
        repeat {
            let page = ListEvents(cursor: cursor, limit: limit).page(of: Self.events)
            read += page.events.map(\.code.description)
            cursor = try page.next.map {
                try #require(ListEvents.Cursor(parsing: $0.description))
            }
            count += 1
        } while cursor != nil

        #expect(read == Self.events.map(\.code.description))
        #expect(count == (Self.events.count + limit - 1) / limit)
    }

    @Test("An event that goes away between two pages hides none of the others")
    func vanished() throws {
        let first = ListEvents(limit: 2).page(of: Self.events)

        let rest = ListEvents(cursor: first.next).page(
            of: Self.events.filter { $0.code.description != "a-first" })

        #expect(rest.events.map(\.code.description) == ["b-same-day", "long", "last"])
    }

    @Test(
        "An event is past when its last day has ended on its own clocks",
        arguments: [
            ("Europe/Riga", "2027-04-21T20:59:59Z", false),
            ("Europe/Riga", "2027-04-21T21:00:00Z", true),
            ("America/New_York", "2027-04-22T03:59:59Z", false),
            ("America/New_York", "2027-04-22T04:00:00Z", true),
            ("Pacific/Kiritimati", "2027-04-21T09:59:59Z", false),
            ("Pacific/Kiritimati", "2027-04-21T10:00:00Z", true),
        ])
    func past(zone: String, now: String, isPast: Bool) throws {
        var event = try #require(Self.events.first { $0.code.description == "a-first" })
        event.timeZone = zone
        let now = try Date(now, strategy: .iso8601)

        #expect(event.isPast(at: now) == isPast)
        event.heldAt = now
        #expect(event.isPast(at: now), "what was held is past before its last day has ended")
    }

    @Test(
        "A text that is no cursor of ours is none",
        arguments: [
            "", "x", "2027-04-20", "2027-04-20.", "2027-04-20.A", "2027-04-20.a", "2027-02-30.abc",
            "2027-04-20-abc", "2027-04-20.abc ", "２027-04-20.abc", "2027-04-20.abc\u{0}",
        ])
    func rejection(text: String) {
        #expect(ListEvents.Cursor(parsing: text) == nil)
    }

    @Test(
        "A limit beyond the bounds is brought to the nearest",
        arguments: [(-1, 1), (0, 1), (1, 1), (200, 200), (201, 200), (Int.max, 200)])
    func limit(asked: Int, given: Int) {
        #expect(ListEvents(limit: asked).limit == given)
    }
}
