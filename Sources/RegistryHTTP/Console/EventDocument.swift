import Foundation
import Postgres
import TrainingRegistry

/// The form of an event as the document that the API takes: one reader judges both.
struct EventDocument {
    let fields: FieldReader

    static let sessionsMax = 40

    init(_ fields: FieldReader) { self.fields = fields }

    /// What was typed; what the form does not show stays as the event has it.
    func reader(over event: StaffEvent?, withSchedule: Bool) -> FieldReader {
        var members: [(name: String, given: FieldReader.Given)] = []
        func add(_ name: String, _ value: JSONValue) { members.append((name, .json(value))) }
        var texts = ["code", "kind", "title", "summary", "description", "programme", "admission"]
        texts += ["opens_at", "closes_at"]
        for name in texts where fields.isNamed(name) { add(name, text(name)) }
        for name in ["capacity", "revision", "sequence"] where fields.isNamed(name) {
            let typed = fields.typed(name)
            add(name, typed.isEmpty ? .null : .number(typed))
        }
        if fields.isNamed("title") {
            for name in EventFormPage.lists {
                add(name, .array(fields.list(name).map(JSONValue.string)))
            }
        }
        if withSchedule {
            for name in ["time_zone", "starts_on", "ends_on", "venue", "city", "country"] {
                add(name, text(name))
            }
            add("is_online", .flag(fields.typed("is_online") == "on"))
            add("sessions", .array(sessions))
        }
        if fields.isNamed("reason") { add("reason", text("reason")) }
        var reader = FieldReader(members: members, pointer: .root)
        guard let event else { return reader }
        var writer = JSONWriter()
        writer.staffEvent(event)
        if let current = try? FieldReader(json: writer.bytes) {
            reader.fill(Self.members, from: current)
        }
        return reader
    }

    /// What the document of an event says that may be sent back.
    private static let members = [
        "code", "kind", "title", "summary", "description", "programme", "phase", "series",
        "admission", "languages", "audience", "topics", "grants", "capacity", "time_zone",
        "starts_on", "ends_on", "date_precision", "venue", "city", "country", "is_online",
        "opens_at", "closes_at", "sessions", "revision",
    ]

    private func text(_ name: String) -> JSONValue {
        let typed = fields.typed(name)
        return typed.isEmpty ? .null : .string(typed)
    }

    /// Rows with something in them; a row that was emptied is a session less.
    private var sessions: [JSONValue] {
        (0..<Self.sessionsMax).compactMap { row in
            let name = "session-\(row)"
            let typed = ["title", "day", "from", "to"].map { fields.typed("\(name)-\($0)") }
            guard typed.contains(where: { !$0.isEmpty }) else { return nil }
            let id = fields.typed("\(name)-id")
            func moment(_ clock: String) -> JSONValue {
                typed[1].isEmpty || clock.isEmpty ? .null : .string("\(typed[1])T\(clock)")
            }
            return .object([
                JSONValue.Member(name: "id", value: id.isEmpty ? .null : .string(id)),
                JSONValue.Member(name: "title", value: .string(typed[0])),
                JSONValue.Member(name: "starts_at", value: moment(typed[2])),
                JSONValue.Member(name: "ends_at", value: moment(typed[3])),
            ])
        }
    }

    /// The field of the form that a pointer of the document is about.
    static func field(_ pointer: String) -> String {
        let parts = pointer.split(separator: "/").map(String.init)
        guard parts.count == 3, parts[0] == "sessions" else { return parts.first ?? "" }
        let names = ["starts_at": "from", "ends_at": "to"]
        return "session-\(parts[1])-\(names[parts[2]] ?? "title")"
    }

    /// What is wrong, with the name of its field before it: at the top it stands alone.
    static func complaint(_ error: Problem.FieldError) -> (field: String, message: String) {
        (field(error.pointer), "\(ConsoleWords.field(error.pointer)): \(error.detail)")
    }

    /// The number of the row that a field is of.
    static func row(of field: String) -> Int? {
        let parts = field.split(separator: "-")
        return parts.count == 3 && parts[0] == "session" ? Int(parts[1]) : nil
    }
}

extension FormState {
    /// What was typed into the form of an event.
    init(event fields: FieldReader) {
        self.init()
        let rows = (0..<EventDocument.sessionsMax).flatMap { row in
            ["id", "title", "day", "from", "to"].map { "session-\(row)-\($0)" }
        }
        let names = EventFormPage.texts + EventFormPage.times + ["sequence", "reason"] + rows
        for name in names where fields.isNamed(name) {
            let typed = fields.typed(name)
            if !typed.isEmpty || !name.hasPrefix("session-") { values[name] = typed }
        }
        for name in EventFormPage.lists {
            values[name] = fields.list(name).joined(separator: " ")
        }
    }

    /// What an event says, as its form shows it.
    init(of event: StaffEvent) {
        self.init()
        let zone = DateWords.zone(event.schedule.timeZone).zone
        func clock(_ instant: Date?) -> String {
            guard let instant, let wall = DateWords.wall(instant, in: zone) else { return "" }
            return "\(wall.day)T\(wall.clock)"
        }
        values = [
            "code": event.code.description, "kind": event.kind.rawValue, "title": event.title,
            "summary": event.summary, "description": event.description,
            "programme": event.programme ?? "", "admission": event.admission.rawValue,
            "capacity": event.capacity.map(String.init) ?? "",
            "opens_at": clock(event.schedule.opensAt), "closes_at": clock(event.schedule.closesAt),
            "revision": String(event.revision), "sequence": String(event.sequence),
            "languages": event.languages.joined(separator: " "),
            "audience": event.audience.joined(separator: " "),
            "time_zone": event.schedule.timeZone,
            "starts_on": event.schedule.startsOn.description,
            "ends_on": event.schedule.endsOn.description, "venue": event.schedule.venue,
            "city": event.schedule.city, "country": event.schedule.country ?? "",
            "is_online": event.schedule.isOnline ? "on" : "",
        ]
        for (row, session) in event.schedule.sessions.enumerated() {
            values["session-\(row)-id"] = session.id?.uuidString.lowercased() ?? ""
            values["session-\(row)-title"] = session.title
            let start = clock(session.startsAt)
            values["session-\(row)-day"] = String(start.prefix(10))
            values["session-\(row)-from"] = String(start.suffix(5))
            values["session-\(row)-to"] = String(clock(session.endsAt).suffix(5))
        }
    }
}
