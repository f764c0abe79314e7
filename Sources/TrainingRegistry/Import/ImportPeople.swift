public import Foundation
import Mailer
public import Postgres

/// People out of a file: `given_name, family_name, email, sector, country`, and if known
/// `organisation` and `language`.
///
/// A person is an address and a name, whatever its case. What a file leaves empty stays as it is
/// known, and so does the spelling of a name.
public struct ImportPeople: Sendable {
    static let required = ["given_name", "family_name", "email", "sector", "country"]
    static let optional = ["organisation", "language"]

    var rows: [ImportRow]
    /// Those without an error, with what they say.
    var sent: [(row: ImportRow, person: ImportedPerson)]

    public init(parsing bytes: [UInt8]) throws(ImportRejection) {
        rows = try ImportTable(
            parsing: bytes, required: Self.required, optional: Self.optional
        ).rows
        sent = []
        for index in rows.indices {
            if let person = ImportedPerson(&rows[index]) { sent.append((rows[index], person)) }
        }
    }
}

/// One line of a file of people.
struct ImportedPerson: Sendable {
    var particulars: Particulars
    var email: EmailAddress

    init?(_ row: inout ImportRow) {
        let givenName = row.required("given_name", PersonName.init(parsing:))
        let familyName = row.required("family_name", PersonName.init(parsing:))
        let email = row.required("email", EmailAddress.init(parsing:))
        let sector = row.required("sector", SectorCode.init(parsing:))
        let country = row.required("country", CountryCode.init(parsing:))
        let organisation = row.optional("organisation", Organisation.init(parsing:))
        let language = row.optional("language", LanguageTag.init(parsing:))
        guard row.errors.isEmpty, let givenName, let familyName, let email, let sector, let country
        else { return nil }
        particulars = Particulars(
            givenName: givenName, familyName: familyName, organisation: organisation,
            sector: sector, country: country, language: language)
        self.email = email
    }
}

extension Database {
    /// Says what becomes of each row, and writes all of them or none; one statement, one commit.
    public func importPeople(
        _ file: ImportPeople, apply: Bool, now: Date
    ) async throws(DatabaseError) -> ImportReport {
        try await report(on: file.rows, sent: file.sent.map(\.row), apply: apply) { mayWrite in
            WriteImportedPeople(people: file.sent.map(\.person), apply: mayWrite, now: now)
        }
    }
}

/// Judges all rows, and writes them when it may and none is wrong.
///
/// A row about somebody who was merged into another changes nobody.
struct WriteImportedPeople: Statement {
    static let sql: StaticString = """
        WITH given AS MATERIALIZED (
            SELECT *, lower(normalize(given_name || ' ' || family_name, NFKC) COLLATE "und-x-icu")
                AS name_folded
            FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[],
                        $7::text[], $8::text[]) WITH ORDINALITY
                AS t (given_name, family_name, email, email_folded, organisation, sector, country,
                      language, ordinal)
        ), judged AS MATERIALIZED (
            SELECT g.*,
                   CASE WHEN p.id IS NULL THEN 'created'
                        WHEN p.merged_into IS NOT NULL
                          OR (coalesce(g.organisation, p.organisation), g.sector, g.country,
                              coalesce(g.language, p.language))
                             IS NOT DISTINCT FROM
                             (p.organisation, p.sector, p.country, p.language) THEN 'unchanged'
                        ELSE 'updated' END AS outcome,
                   array_remove(ARRAY[
                       CASE WHEN row_number() OVER (PARTITION BY g.email_folded, g.name_folded
                                                    ORDER BY g.ordinal) > 1
                            THEN 'email duplicate-row' END,
                       CASE WHEN s.code IS NULL THEN 'sector unknown-sector' END,
                       CASE WHEN c.code IS NULL THEN 'country unknown-country' END,
                       CASE WHEN g.language IS NOT NULL AND l.tag IS NULL
                            THEN 'language unknown-language' END], NULL) AS errors
            FROM given g
            LEFT JOIN person p
                ON p.email_folded = g.email_folded AND p.name_folded = g.name_folded
            LEFT JOIN sector s ON s.code = g.sector
            LEFT JOIN country c ON c.code = g.country
            LEFT JOIN language l ON l.tag = g.language
        ), written AS (
            INSERT INTO person AS p (given_name, family_name, email, email_folded, organisation,
                sector, country, language, created_at)
            SELECT given_name, family_name, email, email_folded, organisation, sector, country,
                   language, $10
            FROM judged
            WHERE $9::boolean AND outcome <> 'unchanged'
              AND NOT EXISTS (SELECT FROM judged WHERE errors <> '{}')
            ORDER BY email_folded, name_folded
            ON CONFLICT (email_folded, name_folded) DO UPDATE SET
                organisation = coalesce(excluded.organisation, p.organisation),
                sector = excluded.sector, country = excluded.country,
                language = coalesce(excluded.language, p.language)
        )
        SELECT ordinal, CASE WHEN errors = '{}' THEN outcome ELSE 'error' END, errors
        FROM judged ORDER BY ordinal
        """

    var people: [ImportedPerson]
    var apply: Bool
    var now: Date

    func bind(to parameters: inout Parameters) {
        parameters.add(people.map { $0.particulars.givenName.description })
        parameters.add(people.map { $0.particulars.familyName.description })
        parameters.add(people.map { $0.email.description })
        parameters.add(people.map { $0.email.folded })
        parameters.add(people.map { $0.particulars.organisation?.description })
        parameters.add(people.map { $0.particulars.sector.description })
        parameters.add(people.map { $0.particulars.country.description })
        parameters.add(people.map { $0.particulars.language?.description })
        parameters.add(apply)
        parameters.add(now)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> ImportAnswer {
        try ImportAnswer(row)
    }
}
