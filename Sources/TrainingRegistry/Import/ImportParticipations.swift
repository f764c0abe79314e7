public import Foundation
import Mailer
public import Postgres

/// Who took part in what, out of a file: `event, given_name, family_name, email`, and if known
/// `role, status, country, sector, organisation`.
///
/// People and events have to be there already. A participation says what was true then; what a
/// file leaves empty is what it was, or what the person is now.
public struct ImportParticipations: Sendable {
    static let required = ["event", "given_name", "family_name", "email"]
    static let optional = ["role", "status", "country", "sector", "organisation"]

    var rows: [ImportRow]
    /// Those without an error, with what they say.
    var sent: [(row: ImportRow, participation: ImportedParticipation)]

    public init(parsing bytes: [UInt8]) throws(ImportRejection) {
        rows = try ImportTable(
            parsing: bytes, required: Self.required, optional: Self.optional
        ).rows
        sent = []
        for index in rows.indices {
            if let participation = ImportedParticipation(&rows[index]) {
                sent.append((rows[index], participation))
            }
        }
    }
}

/// One line of a file of participations.
struct ImportedParticipation: Sendable {
    var event: Code
    var givenName: PersonName
    var familyName: PersonName
    var email: EmailAddress
    var role: Role?
    var status: Status?
    var country: CountryCode?
    var sector: SectorCode?
    var organisation: Code?

    enum Role: String, CaseIterable {
        case participant, trainer, speaker, chair, organiser, observer, interpreter
    }

    enum Status: String, CaseIterable { case confirmed, withdrawn }

    init?(_ row: inout ImportRow) {
        let event = row.required("event", Code.init(parsing:))
        let givenName = row.required("given_name", PersonName.init(parsing:))
        let familyName = row.required("family_name", PersonName.init(parsing:))
        let email = row.required("email", EmailAddress.init(parsing:))
        role = row.word("role", of: Role.self)
        status = row.word("status", of: Status.self)
        country = row.optional("country", CountryCode.init(parsing:))
        sector = row.optional("sector", SectorCode.init(parsing:))
        organisation = row.optional("organisation", Code.init(parsing:))
        guard row.errors.isEmpty, let event, let givenName, let familyName, let email
        else { return nil }
        self.event = event
        self.givenName = givenName
        self.familyName = familyName
        self.email = email
    }
}

extension Database {
    /// Says what becomes of each row, and writes all of them or none; one statement, one commit.
    ///
    /// What changes is appended as a new fact, never edited.
    public func importParticipations(
        _ file: ImportParticipations, apply: Bool, actor: RegistryActor, now: Date
    ) async throws(DatabaseError) -> ImportReport {
        try await report(on: file.rows, sent: file.sent.map(\.row), apply: apply) { mayWrite in
            WriteImportedParticipations(
                participations: file.sent.map(\.participation), apply: mayWrite, actor: actor,
                now: now)
        }
    }
}

/// Judges all rows, and writes them when it may and none is wrong; one import at a time.
struct WriteImportedParticipations: Statement {
    static let sql: StaticString = """
        SELECT place, outcome, errors
        FROM import_participations($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        """

    var participations: [ImportedParticipation]
    var apply: Bool
    var actor: RegistryActor
    var now: Date

    func bind(to parameters: inout Parameters) {
        parameters.add(participations.map { $0.event.description })
        parameters.add(participations.map { $0.givenName.description })
        parameters.add(participations.map { $0.familyName.description })
        parameters.add(participations.map { $0.email.folded })
        parameters.add(participations.map { $0.role?.rawValue })
        parameters.add(participations.map { $0.status?.rawValue })
        parameters.add(participations.map { $0.country?.description })
        parameters.add(participations.map { $0.sector?.description })
        parameters.add(participations.map { $0.organisation?.description })
        parameters.add(apply)
        parameters.add(actor.description)
        parameters.add(now)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> ImportAnswer {
        try ImportAnswer(row)
    }
}
