import Foundation
import Postgres
import TrainingRegistry

/// The form of an event as the document that the API takes: one reader judges both.
struct EventDocument {
    let fields: FieldReader

    init(_ fields: FieldReader) { self.fields = fields }

    /// What was typed; what the form does not show stays as the event has it.
    func reader(over event: StaffEvent?, withSchedule: Bool) -> FieldReader {
        var members: [(name: String, given: FieldReader.Given)] = []
        func add(_ name: String, _ value: JSONValue) { members.append((name, .json(value))) }
        var texts = ["code", "kind", "title", "summary", "description", "programme", "admission"]
        texts += ["opens_at", "closes_at", "phase", "series", "reach"]
        for name in texts where fields.isNamed(name) { add(name, text(name)) }
        for name in ["capacity", "revision", "sequence"] where fields.isNamed(name) {
            let typed = fields.typed(name)
            add(name, typed.isEmpty ? .null : .number(typed))
        }
        if fields.isNamed("title") {
            for name in EventFormPage.lists {
                add(name, .array(fields.list(name).map(JSONValue.string)))
            }
            add("grants", .array(FormRows.grants.typed(fields).map(Self.grant)))
        }
        if withSchedule {
            for name in ["time_zone", "starts_on", "ends_on", "venue", "city", "country"] {
                add(name, text(name))
            }
            add("is_online", .flag(fields.typed("is_online") == "on"))
            add("sessions", .array(FormRows.sessions.typed(fields).map(Self.session)))
        }
        if fields.isNamed("reason") { add("reason", text("reason")) }
        var reader = FieldReader(members: members, pointer: .root)
        // An event is of the programme of its phase, and only the programme is checked against
        // the role.
        if !fields.typed("phase").isEmpty, fields.typed("programme").isEmpty {
            reader.complain("programme", "missing", ConsoleWords.Form.phaseAlone)
        }
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
        "admission", "reach", "languages", "audience", "topics", "grants", "capacity",
        "time_zone", "starts_on", "ends_on", "date_precision", "venue", "city", "country",
        "is_online", "opens_at", "closes_at", "sessions", "revision",
    ]

    private func text(_ name: String) -> JSONValue {
        let typed = fields.typed(name)
        return typed.isEmpty ? .null : .string(typed)
    }

    private static func text(_ row: [String: String], _ part: String) -> JSONValue {
        let typed = row[part] ?? ""
        return typed.isEmpty ? .null : .string(typed)
    }

    private static func grant(_ row: [String: String]) -> JSONValue {
        .object([
            JSONValue.Member(name: "grant", value: text(row, "code")),
            JSONValue.Member(name: "share", value: text(row, "share")),
        ])
    }

    private static func session(_ row: [String: String]) -> JSONValue {
        func moment(_ clock: String) -> JSONValue {
            guard let day = row["day"], let time = row[clock], !day.isEmpty, !time.isEmpty
            else { return .null }
            return .string("\(day)T\(time)")
        }
        return .object([
            JSONValue.Member(name: "id", value: text(row, "id")),
            JSONValue.Member(name: "title", value: .string(row["title"] ?? "")),
            JSONValue.Member(name: "starts_at", value: moment("from")),
            JSONValue.Member(name: "ends_at", value: moment("to")),
        ])
    }

    /// The field of the form that a pointer of the document is about.
    static func field(_ pointer: String) -> String {
        let parts = pointer.split(separator: "/").map(String.init)
        guard let first = parts.first else { return "" }
        guard parts.count == 3, let row = Int(parts[1]) else {
            return first == "grants" ? FormRows.grants.field(0, "share") : first
        }
        switch (first, parts[2]) {
        case ("grants", "grant"): return FormRows.grants.field(row, "code")
        case ("grants", let part): return FormRows.grants.field(row, part)
        case ("sessions", "starts_at"): return FormRows.sessions.field(row, "from")
        case ("sessions", "ends_at"): return FormRows.sessions.field(row, "to")
        case ("sessions", _): return FormRows.sessions.field(row, "title")
        default: return first
        }
    }

    /// What is wrong, with the name of its field before it: at the top it stands alone.
    static func complaint(_ error: Problem.FieldError) -> (field: String, message: String) {
        (field(error.pointer), "\(ConsoleWords.field(error.pointer)): \(error.detail)")
    }
}

extension FormRows {
    /// What was typed, row by row; a row that was emptied is none.
    ///
    /// The place of a row here is its place in the document and in the form that is shown next, so
    /// that a complaint finds its field.
    func typed(_ fields: FieldReader) -> [[String: String]] {
        (0..<max).compactMap { row in
            let values = (parts + hidden).map { ($0, fields.typed(field(row, $0))) }
            let asked = values.prefix(parts.count)
            guard asked.contains(where: { !$0.1.isEmpty }) else { return nil }
            return Dictionary(uniqueKeysWithValues: values)
        }
    }
}

extension FormState {
    /// What was typed into the form of an event.
    init(event fields: FieldReader) {
        self.init()
        let names = EventFormPage.texts + EventFormPage.times + ["sequence", "reason"]
        for name in names where fields.isNamed(name) { values[name] = fields.typed(name) }
        for group in FormRows.all {
            for (row, typed) in group.typed(fields).enumerated() {
                for (part, text) in typed { values[group.field(row, part)] = text }
            }
        }
        for name in EventFormPage.lists {
            values[name] = fields.list(name).joined(separator: " ")
        }
    }

    /// An instant as a form asks for it: on the clocks of a zone.
    static func clock(_ instant: Date?, in zone: TimeZone) -> String {
        guard let instant, let wall = DateWords.wall(instant, in: zone) else { return "" }
        return "\(wall.day)T\(wall.clock)"
    }

    /// What an event says, as its form shows it.
    init(of event: StaffEvent) {
        self.init()
        let zone = DateWords.zone(event.schedule.timeZone).zone
        func clock(_ instant: Date?) -> String { Self.clock(instant, in: zone) }
        values = [
            "code": event.code.description, "kind": event.kind.rawValue, "title": event.title,
            "summary": event.summary, "description": event.description,
            "programme": event.programme ?? "", "series": event.series ?? "",
            "phase": event.phase ?? "",
            "reach": event.reach.rawValue, "topics": event.topics.joined(separator: " "),
            "admission": event.admission.rawValue,
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
        for (row, funding) in event.grants.enumerated() {
            values[FormRows.grants.field(row, "code")] = funding.grant
            values[FormRows.grants.field(row, "share")] = funding.share ?? ""
        }
        for (row, session) in event.schedule.sessions.enumerated() {
            func put(_ part: String, _ text: String) {
                values[FormRows.sessions.field(row, part)] = text
            }
            let start = clock(session.startsAt)
            put("id", session.id?.uuidString.lowercased() ?? "")
            put("title", session.title)
            put("day", String(start.prefix(10)))
            put("from", String(start.suffix(5)))
            put("to", String(clock(session.endsAt).suffix(5)))
        }
    }
}
