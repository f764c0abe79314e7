import Mailer
import Postgres
public import TrainingRegistry

extension Recipe {
    /// Reads a recipe from the query of a report, a form or the options of a command.
    ///
    /// Nil after a complaint about any of them; lists are written with commas between their words.
    public init?(reading fields: inout FieldReader) {
        let complaints = fields.errors.count
        let unit = fields.word("unit", of: Unit.self, default: .person)
        let attendance = AttendanceRule(reading: &fields)
        let roles = fields.words("roles", of: ParticipationRole.self)
        let reach = fields.word("reach", of: EventReach.self, default: .direct)
        let period = fields.optional("period", ReportPeriod.init(parsing:))
        let programme = fields.optional("programme", Code.init(parsing:))
        let phase = fields.optional("phase", Code.init(parsing:))
        let grant = fields.optional("grant", Code.init(parsing:))
        let kinds = fields.words("kinds", of: EventKind.self)
        let event = fields.optional("event", Code.init(parsing:))
        let group = fields.words("group", of: Dimension.self)
        let audience = fields.word("audience", of: Audience.self, default: .internal)
        let asOf = fields.optional("as_of", RecordedInstant.init(parsing:))
        Self.judge(group, for: audience ?? .internal, &fields)
        guard fields.errors.count == complaints, let unit, let attendance, let reach, let audience
        else { return nil }
        self.init(
            unit: unit, attendance: attendance, roles: roles.isEmpty ? [.participant] : roles,
            reach: reach, period: period ?? .all, programme: programme, phase: phase,
            grant: grant, kinds: kinds, event: event, group: group, audience: audience,
            asOf: asOf)
    }

    private static func judge(
        _ group: [Dimension], for audience: Audience, _ fields: inout FieldReader
    ) {
        let most = audience.hidesSmallFigures ? groupCountMaxOutside : groupCountMax
        if group.count > most {
            fields.complain(
                "group", "too-many",
                "For this audience a report is divided by up to \(most) things.")
        }
        if Set(group).count < group.count {
            fields.complain("group", "repeated", "Each of them once.")
        }
    }
}

extension AttendanceRule {
    fileprivate init?(reading fields: inout FieldReader) {
        let attended = fields.optionalInteger("attended_percent", in: 1...100)
        let partly = fields.optionalInteger("partly_percent", in: 0...100)
        guard let name = fields.word("attendance", of: Name.self, default: .came) else {
            return nil
        }
        switch name {
        case .confirmed: self = .confirmed
        case .came: self = .came
        case .completed:
            self = .completed(attendedPercent: attended ?? 80, partlyPercent: partly ?? 50)
            return
        }
        for given in ["attended_percent", "partly_percent"] where fields.isPresent(given) {
            fields.complain(given, "not-asked", "Only attendance=completed takes a share.")
        }
    }

    private enum Name: String, CaseIterable { case confirmed, came, completed }
}

extension FieldReader {
    /// Words of a closed list with commas between them; empty when nothing was sent.
    fileprivate mutating func words<Word: RawRepresentable<String> & CaseIterable>(
        _ name: String, of list: Word.Type
    ) -> [Word] {
        guard let text: String = optional(name), !text.isEmpty else { return [] }
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        let words = parts.compactMap { list.init(rawValue: String($0)) }
        if words.count < parts.count {
            let known = list.allCases.map(\.rawValue).joined(separator: ", ")
            complain(name, "unknown-value", "Words with commas between them, of \(known).")
        }
        return words
    }
}
