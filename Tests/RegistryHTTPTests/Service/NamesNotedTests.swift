import Foundation
import Testing
import TrainingRegistry

@testable import RegistryHTTP

/// Whoever sees names leaves a line in the log: planted names are looked for in every answer.
@Suite(.timeLimit(.minutes(10))) struct NamesNotedTests {
    /// A name that nothing else has.
    static let name = "Quillfeather"

    @Test("Every route that only reads and shows names notes it under its own pattern")
    func reading() async throws {
        try await ConsoleDesk.with(people: [Self.name]) { desk, ids in
            let places = try await Self.plant(desk, ids[0])
            var showing: [String: String] = [:]
            var unnoted: [String] = []
            for route in Service.staffRoutes where route.route.method == .get {
                let pattern = route.route.pattern
                let target = Self.target(pattern, places)
                let answer =
                    pattern.hasPrefix("/api/")
                    ? try await desk.room.room.ask("GET", target, nil, token: desk.room.token)
                    : try await desk.get(target)
                guard answer.text.contains(Self.name) else { continue }
                let noted = try await desk.told(
                    "SELECT max(action) FROM audit WHERE via = '\(pattern)'")
                showing[pattern] = noted
                if noted.isEmpty { unnoted.append(pattern) }
            }

            #expect(unnoted.sorted() == [])
            #expect(showing.count >= 20, "\(showing.keys.sorted())")
            #expect(
                showing.filter { $0.value == "export" }.keys.sorted() == [
                    "/api/v1/events/{code}/exports/{name}", "/api/v1/exports/{name}",
                    "/console/events/{code}/attendance.csv",
                    "/console/events/{code}/exports/{name}",
                    "/console/events/{code}/sign-in-sheet", "/console/exports/{name}",
                ])
        }
    }

    @Test("What finds or previews people by a form notes it too")
    func sending() async throws {
        try await ConsoleDesk.with(people: [Self.name, "Bea"]) { desk, ids in
            _ = try await Self.plant(desk, ids[0])
            let forms: [(String, [(String, String)])] = [
                ("people/find", [("find", "quill")]),
                (
                    "people/move",
                    [("pick", "\(ids[0]).accepted"), ("act", "draft"), ("to", "declined")]
                ),
                ("check-in", [("do", "find"), ("who", "quill")]),
                ("cancel", [("sequence", "0"), ("step", "look")]),
            ]
            for (path, fields) in forms {
                let answer = try await desk.send("/console/events/small/\(path)", fields)
                #expect(answer.says(Self.name), "\(path)")
                let noted = try await desk.told(
                    "SELECT count(*) FROM audit WHERE via = '/console/events/{code}/\(path)'")
                #expect(noted == "1", "\(path)")
            }
        }
    }

    /// Has the name in a seat, a session, a mail, a nomination, the roster and an account; what
    /// stands in addresses for each.
    private static func plant(_ desk: ConsoleDesk, _ interest: String) async throws
        -> [String: String]
    {
        _ = try await desk.room.put("/seats", #"{"seats":2}"#)
        for status in ["offered", "accepted"] {
            _ = try await desk.room.post(
                "/moves", #"{"moves":[{"interest":"\#(interest)","to":"\#(status)"}]}"#)
        }
        try await desk.room.room.change(
            """
            INSERT INTO session (event_id, title, starts_at, ends_at)
            SELECT id, 'All day', starts_on + time '09:00', starts_on + time '16:00'
            FROM event WHERE code = 'small';
            INSERT INTO nomination_round (event_id, deadline, opened_at)
            SELECT id, now() + interval '1 day', now() FROM event WHERE code = 'small';
            INSERT INTO nomination (event_id, member, rank, given_name, family_name, email,
                email_folded, sector, country, status, created_at)
            SELECT id, 'EE', 1, '\(name)', 'L', 'q@example.org', 'q@example.org', 'police', 'EE',
                'proposed', now() FROM event WHERE code = 'small';
            UPDATE roster_entry SET holder_name = '\(name)' WHERE holder_name IS NOT NULL;
            SELECT save_focal_point('EE', '\(name)', 'q@example.org', 'q@example.org', NULL,
                '2020-01-01', NULL, now(), 'test');
            INSERT INTO staff (email, email_folded, name, created_at, created_by)
            VALUES ('q@example.org', 'q@example.org', '\(name)', now(), 'test')
            """)
        var places = ["interest": interest]
        for (place, query) in [
            ("number", "SELECT number FROM seat WHERE participation_id IS NOT NULL"),
            (
                "session",
                "SELECT s.id FROM session s JOIN event e ON e.id = s.event_id "
                    + "WHERE e.code = 'small'"
            ),
            ("participation", "SELECT participation_id FROM seat WHERE number = 1"),
            (
                "checkin",
                "SELECT check_in_code FROM participation p JOIN seat s "
                    + "ON s.participation_id = p.id"
            ),
            ("person", "SELECT id FROM person WHERE given_name = '\(name)'"),
            ("staff", "SELECT id FROM staff WHERE name = '\(name)'"),
        ] {
            places[place] = try await desk.told(query)
        }
        return places
    }

    /// The address of a page about what was planted.
    private static func target(_ pattern: String, _ places: [String: String]) -> String {
        func place(_ name: String) -> String { places[name] ?? "" }
        let id =
            pattern.contains("/staff/{id}")
            ? place("staff")
            : pattern.contains("/people/{id}") && pattern.hasPrefix("/api/")
                ? place("person") : place("interest")
        return pattern.replacing("/programmes/{code}", with: "/programmes/audtrain")
            .replacing("{code}", with: "small").replacing("{id}", with: id)
            .replacing("{name}", with: "participants")
            .replacing("{template}", with: "reminder")
            .replacing("{number}", with: place("number")).replacing("{member}", with: "EE")
            .replacing("{session}", with: place("session"))
            .replacing("{person}", with: place("participation"))
            .replacing("{checkin}", with: place("checkin"))
    }
}
