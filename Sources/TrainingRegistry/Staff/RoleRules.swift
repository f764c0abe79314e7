public import Foundation

/// What somebody is in the secretariat.
public enum StaffRole: String, Sendable, Hashable, CaseIterable {
    case administrator
    case coordinator
    /// Takes attendance in one event, and sees names only.
    case checkIn = "check-in"
    /// Reads figures, never names.
    case reportWriter = "report-writer"
    /// Reads the log.
    case auditor
}

/// Where a role holds.
public enum RoleScope: Sendable, Hashable {
    case everything
    case programme(UUID)
    case event(UUID)
}

/// A role and where it holds.
public struct RoleGrant: Sendable, Hashable {
    public let role: StaffRole
    public let scope: RoleScope

    /// Nil where there is no such thing: only coordinators are bound to a programme, and only they
    /// and check-in helpers to an event; check-in helpers always are.
    public init?(_ role: StaffRole, _ scope: RoleScope = .everything) {
        switch (role, scope) {
        case (.coordinator, _), (.checkIn, .event): break
        case (.checkIn, _): return nil
        case (_, .everything): break
        default: return nil
        }
        self.role = role
        self.scope = scope
    }
}

/// What somebody wants to do something to.
public enum StaffObject: Sendable, Hashable {
    /// Nothing in particular, such as a list.
    case all
    case programme(UUID)
    case event(UUID, programme: UUID?)
    /// Something that does not exist.
    case absent
}

/// Who may do what: one pure function, whoever asks.
public enum RoleRules {
    /// What becomes of a wish.
    public enum Verdict: Sendable, Hashable {
        case allowed
        /// The same as if it did not exist: it is none of theirs.
        case hidden
        /// Nobody of their roles does such a thing anywhere.
        case refused
    }

    /// What a role may do at all; where depends on its scope.
    public static func permissions(of role: StaffRole) -> Set<Permission> {
        switch role {
        case .administrator:
            Set(Permission.allCases)
        case .coordinator:
            Set(Permission.allCases).subtracting([.manageStaff, .readAudit, .erasePeople])
        case .checkIn:
            [.ownAccount, .seeAttendance, .takeAttendance]
        case .reportWriter:
            [.ownAccount, .report, .seeEvents]
        case .auditor:
            [.ownAccount, .readAudit]
        }
    }

    /// What reaches beyond one programme or event, and so is for those whose role holds everywhere.
    static let reachesEverything: Set<Permission> = [
        .editProgramme, .managePeople, .erasePeople, .importTables, .report, .manageMail,
    ]

    /// Whether roles allow something.
    ///
    /// A list (`.all`) is allowed to whoever sees a part of it: the list then shows that part.
    public static func verdict(
        _ grants: [RoleGrant], _ permission: Permission, on object: StaffObject
    ) -> Verdict {
        let able = grants.filter { grant in
            permissions(of: grant.role).contains(permission)
                && (grant.scope == .everything || !reachesEverything.contains(permission))
        }
        guard !able.isEmpty else { return .refused }
        return able.contains { covers($0.scope, object) } ? .allowed : .hidden
    }

    private static func covers(_ scope: RoleScope, _ object: StaffObject) -> Bool {
        switch (scope, object) {
        case (.everything, _), (_, .all): true
        case (.programme(let own), .programme(let id)): own == id
        case (.programme(let own), .event(_, let programme)): own == programme
        case (.event(let own), .event(let id, _)): own == id
        case (.event, .programme), (_, .absent): false
        }
    }
}
