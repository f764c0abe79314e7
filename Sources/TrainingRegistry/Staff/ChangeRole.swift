public import Foundation
public import Postgres

/// Gives or ends a role of an account.
public struct ChangeRole: Sendable {
    /// The address of the account, as it was typed: it is folded in the same way.
    public var account: UUID
    public var role: StaffRole
    public var place: RolePlace?
    /// Whether it is given; otherwise it ends.
    public var isGiven: Bool
    public var actor: RegistryActor
    public var now: Date

    public init(
        _ role: StaffRole, place: RolePlace? = nil, of account: UUID, isGiven: Bool,
        actor: RegistryActor, now: Date
    ) {
        self.account = account
        self.role = role
        self.place = place
        self.isGiven = isGiven
        self.actor = actor
        self.now = now
    }
}

extension Database {
    /// Takes effect with the next request of that person.
    public func change(
        _ request: ChangeRole
    ) async throws(DatabaseError) -> Result<Void, StaffRefusal> {
        switch try await run(WriteRole(request: request)).first {
        case "changed": .success(())
        case "unknown-programme": .failure(.unknownProgramme)
        case "unknown-event": .failure(.unknownEvent)
        case "granted-already": .failure(.grantedAlready)
        case "not-granted": .failure(.notGranted)
        case "last-administrator": .failure(.lastAdministrator)
        default: .failure(.unknownAccount)
        }
    }
}

/// Gives or ends a role under the lock of all roles, so that somebody stays administrator.
struct WriteRole: Statement {
    static let sql: StaticString = "SELECT change_staff_role($1, $2, $3, $4, $5, $6, $7)"

    var request: ChangeRole

    func bind(to parameters: inout Parameters) {
        parameters.add(request.account)
        parameters.add(request.role.rawValue)
        parameters.add(request.place?.programme)
        parameters.add(request.place?.event)
        parameters.add(request.isGiven)
        parameters.add(request.actor.description)
        parameters.add(request.now)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> String { try row.text(0) }
}

/// Ends an account, with its sessions and links, or lets it sign in again.
public struct SetStaffDisabled: Sendable {
    public var account: UUID
    public var isDisabled: Bool
    public var actor: RegistryActor
    public var now: Date

    public init(_ account: UUID, isDisabled: Bool, actor: RegistryActor, now: Date) {
        self.account = account
        self.isDisabled = isDisabled
        self.actor = actor
        self.now = now
    }
}

extension Database {
    /// What they did stays in the log under their id.
    public func set(
        _ request: SetStaffDisabled
    ) async throws(DatabaseError) -> Result<Void, StaffRefusal> {
        switch try await run(WriteStaffDisabled(request: request)).first {
        case "changed": .success(())
        case "last-administrator": .failure(.lastAdministrator)
        default: .failure(.unknownAccount)
        }
    }
}

/// Writes when an account ended, and ends what it had open.
struct WriteStaffDisabled: Statement {
    static let sql: StaticString = "SELECT disable_staff($1, $2, $3, $4)"

    var request: SetStaffDisabled

    func bind(to parameters: inout Parameters) {
        parameters.add(request.account)
        parameters.add(request.isDisabled)
        parameters.add(request.actor.description)
        parameters.add(request.now)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> String { try row.text(0) }
}
