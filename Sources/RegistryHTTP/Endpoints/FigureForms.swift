public import Foundation
import Mailer
public import Postgres
public import TrainingRegistry

/// The document about a claim, read into a request; the API and the command read the same.
public enum FigureForms {
    public static func baseline(
        json: [UInt8], code: Code, actor: RegistryActor, now: Date, in database: Database
    ) async throws -> SaveBaselineFigure {
        var fields = try FieldReader(json: json)
        return try await baseline(&fields, code, actor, now, database)
    }

    static func baseline(
        _ fields: inout FieldReader, _ fixed: Code, _ actor: RegistryActor, _ now: Date,
        _ database: Database
    ) async throws -> SaveBaselineFigure {
        let code = fields.code(fixed)
        let title = fields.required("title", Title.init(parsing:))
        let value = fields.requiredInteger("value", in: SaveBaselineFigure.values)
        let qualifier = fields.word("qualifier", of: BaselineFigure.Qualifier.self)
        let unit = fields.required("unit", Title.init(parsing:))
        let countsPeople = fields.flag("counts_people")
        let period = fields.required("period", Title.init(parsing:))
        let days = fields.days()
        let toldOn = fields.optional("told_on", CalendarDay.init(parameter:))
        if let toldOn, toldOn > (try CalendarDay(of: now)) {
            fields.complain("told_on", "in-the-future", "Nobody has said it yet on that day.")
        }
        let source = fields.object("source") { source -> Source? in
            let quote = source.required("quote", Quotation.init(parsing:))
            let place = source.required("place", Title.init(parsing:))
            guard let quote, let place else { return nil }
            return Source(quote: quote.description, place: place.description)
        }
        let reason = fields.optionalText("reason", Title.init(parsing:))
        let about = about(&fields)
        try await fields.look(up: about.references, in: database)
        try fields.finish()
        guard let code, let title, let value, let qualifier, let unit, let period, let source
        else { throw Problem.internalError }
        return SaveBaselineFigure(
            code: code, about: about.what, title: title, value: value, qualifier: qualifier,
            unit: unit, countsPeople: countsPeople, period: period, days: days, toldOn: toldOn,
            source: source, reason: reason, actor: actor, now: now)
    }

    /// One of `programme`, `phase` and `event`, or none for the whole work.
    private static func about(
        _ fields: inout FieldReader
    ) -> (what: BaselineFigure.About, references: [CodeReference]) {
        let programme = fields.optional("programme", Code.init(parsing:))
        let phase = fields.optional("phase", Code.init(parsing:))
        let event = fields.optional("event", Code.init(parsing:))
        let given = [("programme", programme), ("phase", phase), ("event", event)]
            .filter { $0.1 != nil }
        for (name, _) in given.dropFirst() {
            fields.complain(name, "about-several", "A claim is about one thing.")
        }
        if let programme {
            return (
                .programme(programme),
                [CodeReference(.programme, programme.description, at: "/programme")]
            )
        }
        if let phase {
            return (.phase(phase), [CodeReference(.phase, phase.description, at: "/phase")])
        }
        return (event.map(BaselineFigure.About.event) ?? .work, [])
    }
}
