import EventLoop
import Foundation
import Postgres

extension Report {
    /// The canonical form: JSON with its members in the order of their names, without spaces.
    ///
    /// The same recipe at the same instant has the same bytes on every server, for ever. Codes and
    /// numbers only: titles may change, and are not in it.
    public var canonical: [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Texts, numbers and lists of them: nothing that JSON does not have.
        return (try? encoder.encode(Document(self))).map(Array.init) ?? []
    }

    /// The SHA-256 of the canonical form, in hexadecimal digits.
    public var digest: String {
        Digest.sha256(canonical).hexadecimal
    }

    /// The members of the recipe as JSON, named as in a request.
    public var recipeDocument: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(RecipeDocument(recipe))).map {
            String(decoding: $0, as: UTF8.self)
        }
            ?? "{}"
    }

    /// The recipe in sentences.
    public var words: [String] {
        recipe.words(days: (first, last), asOf: asOf)
            + (finalSince.map { ["Final since \($0.ISO8601Format())."] } ?? [])
    }
}

/// The members of the canonical form.
private struct Document: Encodable {
    let version = 1
    let recipe: RecipeDocument
    let asOf: String
    let first: String?
    let last: String?
    let figures: [Report.Figure]
    let overlaps: [Report.Overlap]
    let heads: [Report.HeadFigure]

    init(_ report: Report) {
        recipe = RecipeDocument(report.recipe)
        asOf = report.asOf.description
        first = report.first?.description
        last = report.last?.description
        figures = report.figures
        overlaps = report.overlaps
        heads = report.heads
    }

    enum CodingKeys: String, CodingKey {
        case version, recipe, figures, overlaps
        case asOf = "as_of"
        case first = "first_day"
        case last = "last_day"
        case heads = "head_counts"
    }
}

/// The members of a recipe, named as in a request.
private struct RecipeDocument: Codable {
    let unit: String
    let attendance: String
    let attendedPercent: Int?
    let partlyPercent: Int?
    let roles: [String]
    let reach: String
    let period: String
    let programme: String?
    let phase: String?
    let grant: String?
    let kinds: [String]?
    let event: String?
    let group: [String]
    let audience: String

    init(_ recipe: Recipe) {
        unit = recipe.unit.rawValue
        attendance = recipe.rule.name
        if case .completed(let attended, let partly) = recipe.rule {
            (attendedPercent, partlyPercent) = (attended, partly)
        } else {
            (attendedPercent, partlyPercent) = (nil, nil)
        }
        roles = recipe.counted.map(\.rawValue)
        reach = recipe.reach.rawValue
        period = recipe.period.description
        programme = recipe.programme?.description
        phase = recipe.phase?.description
        grant = recipe.grant?.description
        kinds = recipe.kinds.isEmpty ? nil : recipe.kinds.map(\.rawValue)
        event = recipe.event?.description
        group = recipe.group.map(\.rawValue)
        audience = recipe.audience.rawValue
    }

    enum CodingKeys: String, CodingKey {
        case unit, attendance, roles, reach, period, programme, phase, grant, kinds, event, group
        case audience
        case attendedPercent = "attended_percent"
        case partlyPercent = "partly_percent"
    }
}

extension Recipe {
    /// The recipe of a report's canonical form, with its instant; nil when it is none.
    init?(canonical bytes: [UInt8]) {
        guard let kept = try? JSONDecoder().decode(KeptDocument.self, from: Data(bytes)),
            let asOf = try? RecordedInstant(parsing: kept.asOf)
        else { return nil }
        self.init(kept.recipe)
        self.asOf = asOf
    }

    private init?(_ document: RecipeDocument) {
        func codes(_ texts: String?...) -> [Code?]? {
            try? texts.map { text in try text.map(Code.init(parsing:)) }
        }
        let kinds = document.kinds ?? []
        guard let unit = Unit(rawValue: document.unit),
            let attendance = AttendanceRule(document),
            let reach = EventReach(rawValue: document.reach),
            let period = try? ReportPeriod(parsing: document.period),
            let audience = Audience(rawValue: document.audience),
            let codes = codes(document.programme, document.phase, document.grant, document.event)
        else { return nil }
        self.init(
            unit: unit, attendance: attendance,
            roles: document.roles.compactMap(ParticipationRole.init(rawValue:)), reach: reach,
            period: period, programme: codes[0], phase: codes[1], grant: codes[2],
            kinds: kinds.compactMap(EventKind.init(rawValue:)), event: codes[3],
            group: document.group.compactMap(Dimension.init(rawValue:)), audience: audience)
    }
}

extension AttendanceRule {
    fileprivate init?(_ document: RecipeDocument) {
        switch (document.attendance, document.attendedPercent, document.partlyPercent) {
        case ("confirmed", nil, nil): self = .confirmed
        case ("came", nil, nil): self = .came
        case ("completed", let attended?, let partly?):
            self = .completed(attendedPercent: attended, partlyPercent: partly)
        default: return nil
        }
    }
}

/// What of a canonical form says how to count it again.
private struct KeptDocument: Decodable {
    let recipe: RecipeDocument
    let asOf: String

    enum CodingKeys: String, CodingKey {
        case recipe
        case asOf = "as_of"
    }
}
