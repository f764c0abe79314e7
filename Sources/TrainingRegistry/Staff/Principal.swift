public import Foundation

/// Who sent a request of the secretariat, and what they may do.
public struct Principal: Sendable, Equatable {
    public let actor: RegistryActor
    /// As the console greets them; nil of a program.
    public let name: String?
    public let grants: [RoleGrant]

    public init(actor: RegistryActor, name: String?, grants: [RoleGrant]) {
        self.actor = actor
        self.name = name
        self.grants = grants
    }

    public func may(_ permission: Permission, on object: StaffObject = .all) -> Bool {
        RoleRules.verdict(grants, permission, on: object) == .allowed
    }

    /// What a list of theirs shows.
    public var reach: Reach { Reach(grants.map(\.scope)) }

    /// Where they may do something; part of it is what a list of such things shows.
    public func reach(for permission: Permission) -> Reach {
        Reach(
            grants.filter { RoleRules.permissions(of: $0.role).contains(permission) }.map(\.scope))
    }

    /// A part of all programmes and events, as statements take it.
    public struct Reach: Sendable, Equatable {
        public var isEverything: Bool
        public var programmes: [UUID]
        public var events: [UUID]

        public static let everything = Reach([.everything])

        public init(_ scopes: [RoleScope]) {
            isEverything = scopes.contains(.everything)
            programmes = scopes.compactMap { scope in
                if case .programme(let id) = scope { id } else { nil }
            }
            events = scopes.compactMap { scope in
                if case .event(let id) = scope { id } else { nil }
            }
        }
    }
}
