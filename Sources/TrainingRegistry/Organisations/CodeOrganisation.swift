public import Foundation
public import Postgres

/// Gives a code to an organisation that has none, so that it can be named and changed.
public struct CodeOrganisation: Sendable {
    public var organisation: UUID
    public var code: Code
    public var actor: RegistryActor
    public var now: Date

    public init(organisation: UUID, code: Code, actor: RegistryActor, now: Date) {
        self.organisation = organisation
        self.code = code
        self.actor = actor
        self.now = now
    }
}

extension Database {
    /// Refused when it has one, because codes never change, or when another one has this.
    public func giveCode(
        _ request: CodeOrganisation
    ) async throws(DatabaseError) -> Result<Void, OrganisationRefusal> {
        do throws(DatabaseError) {
            switch try await run(WriteOrganisationCode(request: request)).first {
            case .some(nil): return .success(())
            case .some(let code?): return .failure(.hasCode(code))
            case nil: return .failure(.unknown)
            }
        } catch .constraintViolated(name: "organisation_code_is_unique") {
            return .failure(.codeTaken)
        }
    }
}

/// Writes a code where there is none; the row says which one was there before.
struct WriteOrganisationCode: Statement {
    static let sql: StaticString = """
        WITH coded AS (
            UPDATE organisation SET code = $2 WHERE id = $1 AND code IS NULL RETURNING id
        ), noted AS (
            INSERT INTO audit (subject, subject_id, action, actor, occurred_at)
            SELECT 'organisation', id, 'give-code', $3, $4 FROM coded
        )
        SELECT nullif(code, $2) FROM organisation WHERE id = $1
        """

    var request: CodeOrganisation

    func bind(to parameters: inout Parameters) {
        parameters.add(request.organisation)
        parameters.add(request.code.description)
        parameters.add(request.actor.description)
        parameters.add(request.now)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> String? {
        try row.textIfAny(0)
    }
}
