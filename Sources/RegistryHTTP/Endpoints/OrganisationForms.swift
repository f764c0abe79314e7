public import Foundation
import Mailer
public import Postgres
public import TrainingRegistry

/// The documents about organisations, read into requests.
public enum OrganisationForms {
    /// A new organisation, or what it is besides its names.
    public static func organisation(
        json: [UInt8], code: Code?, actor: RegistryActor, now: Date, in database: Database
    ) async throws -> SaveOrganisation {
        var fields = try FieldReader(json: json)
        return try await organisation(&fields, code, actor, now, database)
    }

    static func organisation(
        _ fields: inout FieldReader, _ fixed: Code?, _ actor: RegistryActor, _ now: Date,
        _ database: Database
    ) async throws -> SaveOrganisation {
        let code = fields.code(fixed)
        let name = fields.optionalText("name", Title.init(parsing:))
        let shortName = fields.optionalText("short_name", Title.init(parsing:))
        let country = fields.optionalText("country", CountryCode.init(parsing:))
        let sector = fields.optionalText("sector", SectorCode.init(parsing:))
        let hasAliases = fields.isPresent("aliases")
        let aliases = fields.each("aliases", Title.init(parsing:))
        if fixed == nil, name == nil, !fields.isPresent("name") { fields.complainMissing("name") }
        for member in ["id", "names"] { fields.allow(member) }
        let references = [
            country.map { CodeReference(.country, $0.description, at: "/country") },
            sector.map { CodeReference(.sector, $0.description, at: "/sector") },
        ].compactMap { $0 }
        try await fields.look(up: references, in: database)
        try fields.finish()
        guard let code else { throw Problem.internalError }
        return SaveOrganisation(
            code: code, name: name, shortName: shortName, country: country, sector: sector,
            aliases: hasAliases ? aliases : nil, actor: actor, now: now)
    }

    static func name(
        _ fields: inout FieldReader, _ code: Code, _ actor: RegistryActor, _ now: Date
    ) throws -> RenameOrganisation {
        let name = fields.required("name", Title.init(parsing:))
        let shortName = fields.optionalText("short_name", Title.init(parsing:))
        let from = fields.required("from", CalendarDay.init(parameter:))
        let source = fields.evidence("source")
        try fields.finish()
        guard let name, let from else { throw Problem.internalError }
        return RenameOrganisation(
            code: code, name: name, shortName: shortName, from: from, source: source,
            actor: actor, now: now)
    }
}
