public import Foundation
import Mailer
public import Postgres
public import TrainingRegistry

/// The documents about programmes and organisations, read into requests; the API and the commands
/// read the same.
public enum ProgrammeForms {
    public static func programme(
        json: [UInt8], code: Code, actor: RegistryActor, now: Date, in database: Database
    ) async throws -> SaveProgramme {
        var fields = try FieldReader(json: json)
        return try await programme(&fields, code, actor, now, database)
    }

    public static func phase(
        json: [UInt8], programme: Code, code: Code, actor: RegistryActor, now: Date,
        in database: Database
    ) async throws -> SavePhase {
        var fields = try FieldReader(json: json)
        return try await phase(&fields, programme, code, actor, now, database)
    }

    public static func grant(
        json: [UInt8], code: Code, actor: RegistryActor, now: Date, in database: Database
    ) async throws -> SaveGrant {
        var fields = try FieldReader(json: json)
        return try await grant(&fields, code, actor, now, database)
    }

    static func programme(
        _ fields: inout FieldReader, _ fixed: Code, _ actor: RegistryActor, _ now: Date,
        _ database: Database
    ) async throws -> SaveProgramme {
        let code = fields.code(fixed)
        let title = fields.required("title", Title.init(parsing:))
        let summary = fields.text("summary", Summary.init(parsing:))
        let description = fields.text("description", Prose.init(parsing:))
        let isPublished = fields.flag("is_published")
        let takesInterest = fields.flag("takes_interest")
        if takesInterest, !isPublished {
            fields.complain(
                "takes_interest", "not-published", "Only a published programme takes interest.")
        }
        let poolMonths = fields.optionalInteger("pool_months", in: SaveProgramme.poolMonths)
        let topics = fields.each("topics", Code.init(parsing:)) ?? []
        let names =
            fields.objects("names") { name -> SaveProgramme.Name? in
                let title = name.required("name", Title.init(parsing:))
                let days = name.days()
                let source = name.evidence("source")
                return title.map {
                    SaveProgramme.Name(name: $0, days: days, source: source)
                }
            } ?? []
        for (index, name) in names.enumerated()
        where names[..<index].contains(where: {
            $0.name == name.name && $0.days.overlaps(name.days)
        }) {
            fields.complain([
                Complaint(
                    "/names/\(index)/name", "repeated",
                    "This name is there already on some of these days.")
            ])
        }
        // Documents of ours hold the phases, which are changed by themselves.
        fields.allow("phases")
        try await fields.look(
            up: topics.enumerated().map {
                CodeReference(.topic, $1.description, at: "/topics/\($0)")
            }, in: database)
        try fields.finish()
        guard let code, let title else { throw Problem.internalError }
        return SaveProgramme(
            code: code, title: title, summary: summary, description: description,
            isPublished: isPublished, takesInterest: takesInterest, poolMonths: poolMonths,
            topics: topics, names: names, actor: actor, now: now)
    }

    static func phase(
        _ fields: inout FieldReader, _ programme: Code, _ fixed: Code, _ actor: RegistryActor,
        _ now: Date, _ database: Database
    ) async throws -> SavePhase {
        let code = fields.code(fixed)
        let title = fields.required("title", Title.init(parsing:))
        let period = DayRange(
            first: fields.optional("starts_on", CalendarDay.init(parameter:)),
            last: fields.optional("ends_on", CalendarDay.init(parameter:)))
        let source = fields.source("period_source")
        let note = fields.optionalText("period_note", Prose.init(parsing:))
        let partners =
            fields.objects("partners") { partner -> SavePhase.Part? in
                let organisation = partner.required("organisation", Code.init(parsing:))
                let role = partner.word("role", of: PartnerRole.self)
                let source = partner.evidence("source")
                guard let organisation, let role else { return nil }
                return SavePhase.Part(organisation: organisation, role: role, source: source)
            } ?? []
        let grants = fields.each("grants", Code.init(parsing:)) ?? []
        fields.complain(SavePhase.complaints(about: period, of: source, partners))
        let references =
            partners.enumerated().map {
                CodeReference(
                    .organisation, $1.organisation.description,
                    at: "/partners/\($0)/organisation")
            }
            + grants.enumerated().map {
                CodeReference(.grant, $1.description, at: "/grants/\($0)")
            }
        try await fields.look(up: references, in: database)
        try fields.finish()
        guard let code, let title else { throw Problem.internalError }
        return SavePhase(
            programme: programme, code: code, title: title, period: period, source: source,
            note: note?.description, partners: partners, grants: grants, actor: actor, now: now)
    }

    static func grant(
        _ fields: inout FieldReader, _ fixed: Code, _ actor: RegistryActor, _ now: Date,
        _ database: Database
    ) async throws -> SaveGrant {
        let code = fields.code(fixed)
        let funder = fields.required("funder", Code.init(parsing:))
        let programme = fields.optionalText("funding_programme", Title.init(parsing:))
        let reference = fields.optionalText("reference", Title.init(parsing:))
        let period = fields.days()
        let source = fields.evidence("source")
        try await fields.look(
            up: funder.map { [CodeReference(.organisation, $0.description, at: "/funder")] } ?? [],
            in: database)
        try fields.finish()
        guard let code, let funder else { throw Problem.internalError }
        return SaveGrant(
            code: code, funder: funder, fundingProgramme: programme, reference: reference,
            period: period, source: source, actor: actor, now: now)
    }
}

extension FieldReader {
    /// The words and the text that a period comes from; both or nothing.
    fileprivate mutating func source(_ name: String) -> Source? {
        guard isPresent(name) else {
            allow(name)
            return nil
        }
        return object(name) { source in
            let quote = source.required("quote", Quotation.init(parsing:))
            let place = source.required("place", Title.init(parsing:))
            guard let quote, let place else { return nil }
            return Source(quote: quote.description, place: place.description)
        }
    }
}
