public import Foundation
import Mailer
public import Postgres
public import TrainingRegistry

/// What coordinators say about an event, read from JSON; having one means that all of it was right.
///
/// The API and the commands read the same documents; what `GET /api/v1/staff/events/{code}` answers
/// can be changed and sent back.
public struct EventForm: Sendable {
    public let plan: EventPlan
    /// What the event counted when it was read.
    public let revision: Int?

    /// `code` is of the event that is edited, and nil of one that is made.
    public init(json: [UInt8], code: Code?, in database: Database) async throws {
        var fields = try FieldReader(json: json)
        try await self.init(reading: &fields, code: code, in: database)
    }

    init(reading fields: inout FieldReader, code fixed: Code?, in database: Database) async throws {
        let code = fields.code(fixed)
        let kind = fields.word("kind", of: EventKind.self)
        let title = fields.required("title", Title.init(parsing:))
        let summary = fields.text("summary", Summary.init(parsing:))
        let description = fields.text("description", Prose.init(parsing:))
        let links = EventLinks(reading: &fields)
        let admission = fields.word("admission", of: Admission.self)
        let reach = fields.word("reach", of: EventReach.self, default: .direct)
        let capacity = fields.optionalInteger("capacity", in: 1...100_000)
        let schedule = ScheduleForm(reading: &fields, of: fixed)
        let revision = fields.optionalInteger("revision", in: 0...Int(Int32.max))
        if fixed != nil, revision == nil, !fields.isPresent("revision") {
            fields.complainMissing("revision")
        }
        for name in Self.readOnly { fields.allow(name) }
        try await fields.look(
            up: links.references + schedule.references, in: database,
            on: schedule.schedule?.startsOn)
        try fields.finish()
        guard let code, let kind, let title, let admission, let schedule = schedule.schedule
        else { throw Problem.internalError }
        plan = EventPlan(
            code: code, kind: kind, title: title, summary: summary, description: description,
            programme: links.programme, phase: links.phase, series: links.series,
            admission: admission, languages: links.languages, capacity: capacity,
            audience: links.audience, topics: links.topics, grants: links.grants,
            schedule: schedule, reach: reach ?? .direct)
        self.revision = revision
    }

    /// Members of our documents that say what is, not what shall be.
    private static let readOnly = [
        "id", "state", "sequence", "published_at", "held_at", "cancelled_at", "moved_at",
    ]
}

/// What an event is linked with by codes.
private struct EventLinks {
    let programme, phase, series: Code?
    let languages: [LanguageTag]
    let audience: [SectorCode]
    let topics: [Code]
    let grants: [EventPlan.Funding]
    private(set) var references: [CodeReference] = []

    init(reading fields: inout FieldReader) {
        programme = fields.optional("programme", Code.init(parsing:))
        phase = fields.optional("phase", Code.init(parsing:))
        series = fields.optional("series", Code.init(parsing:))
        languages = fields.each("languages", LanguageTag.init(parsing:)) ?? []
        audience = fields.each("audience", SectorCode.init(parsing:)) ?? []
        topics = fields.each("topics", Code.init(parsing:)) ?? []
        grants =
            fields.objects("grants") { grant in
                let code = grant.required("grant", Code.init(parsing:))
                let share = grant.optional("share", GrantShare.init(parsing:))
                return code.map { EventPlan.Funding(grant: $0, share: share) }
            } ?? []
        fields.complain(EventPlan.complaints(about: grants))
        if let programme { refer(.programme, programme, "/programme") }
        if let phase, let programme {
            refer(.phaseOfProgramme, "\(programme)/\(phase)", "/phase")
        } else if let phase {
            refer(.phase, phase, "/phase")
        }
        if let series { refer(.series, series, "/series") }
        for (index, tag) in languages.enumerated() { refer(.language, tag, "/languages/\(index)") }
        for (index, code) in audience.enumerated() { refer(.sector, code, "/audience/\(index)") }
        for (index, code) in topics.enumerated() { refer(.topic, code, "/topics/\(index)") }
        for (index, funding) in grants.enumerated() {
            refer(.grant, funding.grant, "/grants/\(index)/grant")
        }
    }

    private mutating func refer(
        _ kind: CodeReference.Kind, _ code: some CustomStringConvertible, _ pointer: String
    ) {
        references.append(CodeReference(kind, code.description, at: pointer))
    }
}

/// Another time or place for an event, read from JSON.
///
/// What is not said of the time stays as it is, and so does the place. Who names a new city and no
/// venue has none: an old venue in a new city would be wrong.
public struct MoveForm: Sendable {
    public let schedule: EventSchedule
    public let sequence: Int
    public let reason: Title?
    /// Whether its mails wait to be looked at.
    public let mails: MailOrder

    public init(json: [UInt8], code: Code, in database: Database) async throws {
        var fields = try FieldReader(json: json)
        try await self.init(reading: &fields, code: code, in: database)
    }

    init(reading fields: inout FieldReader, code: Code, in database: Database) async throws {
        guard let event = try await database.staffEvent(code) else { throw Problem.notFound }
        try Self.fill(&fields, from: event)
        let sequence = fields.requiredInteger("sequence", in: 0...Int(Int32.max))
        let reason = fields.optionalText("reason", Title.init(parsing:))
        mails = fields.mailOrder()
        let form = ScheduleForm(reading: &fields, of: code)
        if let schedule = form.schedule {
            if !schedule.isOnline, schedule.country == nil {
                fields.complain("country", "missing", "It has a place or is online.")
            }
            if schedule.datePrecision != .day {
                fields.complain("date_precision", "not-precise", "An event moves to days.")
            }
            if schedule.sessions.isEmpty {
                fields.complain("sessions", "missing", "Say when it begins and ends.")
            }
        }
        try await fields.look(up: form.references, in: database)
        try fields.finish()
        guard let sequence, let schedule = form.schedule else { throw Problem.internalError }
        self.schedule = schedule
        self.sequence = sequence
        self.reason = reason
    }

    private static let times = ["sessions", "starts_on", "ends_on", "date_precision"]
    private static let place = ["venue", "city", "country", "is_online"]

    private static func fill(_ fields: inout FieldReader, from event: StaffEvent) throws {
        var writer = JSONWriter()
        writer.staffEvent(event)
        let current = try FieldReader(json: writer.bytes)
        for group in [times, place] where !group.contains(where: { fields.isNamed($0) }) {
            fields.fill(group, from: current)
        }
        fields.fill(["time_zone", "opens_at", "closes_at"], from: current)
    }
}

extension MoveForm {
    /// What it asks for, as the one who sent it asks it.
    public func move(
        of code: Code, by actor: RegistryActor, now: Date, mailDomain: String
    ) -> MoveEvent {
        var move = MoveEvent(
            code: code, schedule: schedule, sequence: sequence, reason: reason, actor: actor,
            now: now, mailDomain: mailDomain)
        move.mails = mails
        return move
    }
}
