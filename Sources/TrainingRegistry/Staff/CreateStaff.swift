public import Foundation
public import Mailer
public import Postgres

/// Makes an account with a first role, and the link that sets it up.
public struct CreateStaff: Sendable {
    public var email: EmailAddress
    public var name: PersonName
    public var role: StaffRole
    /// What the role is bound to; nil where it holds everywhere.
    public var place: RolePlace?
    public var actor: RegistryActor
    public var now: Date

    public init(
        email: EmailAddress, name: PersonName, role: StaffRole, place: RolePlace? = nil,
        actor: RegistryActor, now: Date
    ) {
        self.email = email
        self.name = name
        self.role = role
        self.place = place
        self.actor = actor
        self.now = now
    }
}

/// What a role is bound to, by its code.
public enum RolePlace: Sendable, Hashable {
    case programme(Code)
    case event(Code)

    var programme: String? {
        if case .programme(let code) = self { code.description } else { nil }
    }

    var event: String? {
        if case .event(let code) = self { code.description } else { nil }
    }
}

extension Database {
    /// The id of the new account; nobody signs in with it before its link was used.
    public func create(
        _ request: CreateStaff
    ) async throws(DatabaseError) -> Result<UUID, StaffRefusal> {
        let outcome = try await run(InsertStaff(request: request)).first
        return switch outcome {
        case .made(let id): .success(id)
        case .noProgramme: .failure(.unknownProgramme)
        case .noEvent: .failure(.unknownEvent)
        case .taken, nil: .failure(.addressTaken)
        }
    }
}

/// Makes the account, its first role and what the log says of it together.
struct InsertStaff: Statement {
    enum Outcome: Sendable { case made(UUID), taken, noProgramme, noEvent }

    static let sql: StaticString = """
        WITH place AS (
            SELECT (SELECT id FROM programme WHERE code = $5) AS programme,
                   (SELECT id FROM event WHERE code = $6) AS event
        ), made AS (
            INSERT INTO staff (email, email_folded, name, created_at, created_by)
            SELECT $1, $2, $3, $8, $7 FROM place
            WHERE ($5::text IS NULL OR programme IS NOT NULL)
              AND ($6::text IS NULL OR event IS NOT NULL)
            ON CONFLICT (email_folded) DO NOTHING
            RETURNING id
        ), granted AS (
            INSERT INTO staff_role (staff_id, role, programme_id, event_id, granted_at, granted_by)
            SELECT made.id, $4, programme, event, $8, $7 FROM made, place
        ), noted AS (
            INSERT INTO audit (subject, subject_id, action, actor, reason, occurred_at)
            SELECT 'staff', id, 'create', $7, $4, $8 FROM made
        )
        SELECT (SELECT id FROM made), $5::text IS NOT NULL AND programme IS NULL,
               $6::text IS NOT NULL AND event IS NULL
        FROM place
        """

    var request: CreateStaff

    func bind(to parameters: inout Parameters) {
        parameters.add(request.email.description)
        parameters.add(request.email.folded)
        parameters.add(request.name.description)
        parameters.add(request.role.rawValue)
        parameters.add(request.place?.programme)
        parameters.add(request.place?.event)
        parameters.add(request.actor.description)
        parameters.add(request.now)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> Outcome {
        if try row.flag(1) { return .noProgramme }
        if try row.flag(2) { return .noEvent }
        return try row.uuidIfAny(0).map(Outcome.made) ?? .taken
    }
}
