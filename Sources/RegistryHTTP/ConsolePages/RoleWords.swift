import Foundation
import TrainingRegistry

/// Roles and accounts as people read them.
enum RoleWords {
    static func role(_ role: StaffRole) -> String {
        switch role {
        case .administrator: "Administrator"
        case .coordinator: "Coordinator"
        case .checkIn: "Check-in helper"
        case .reportWriter: "Report writer"
        case .auditor: "Auditor"
        }
    }

    /// With the name of what it is bound to.
    static func grant(_ grant: RoleGrant, _ places: [NamedPlace]) -> String {
        guard let id = grant.scope.id else { return role(grant.role) }
        let title = places.first { $0.id == id }?.title ?? "something that is gone"
        return "\(role(grant.role)): \(title)"
    }

    static func state(_ account: StaffAccount) -> HTML {
        switch account.state {
        case .invited: "<span class=\"tag waiting\">Invited</span>"
        case .setUp: "<span class=\"tag open\">Set up</span>"
        case .ended: "<span class=\"tag off\">Ended</span>"
        }
    }

    static let roles = StaffRole.allCases.map { Choice(value: $0.rawValue, title: role($0)) }

    static func places(_ places: [NamedPlace]) -> [Choice] {
        places.filter(\.isOffered).map { place in
            switch place.place {
            case .programme: Choice(value: value(place.place), title: "Programme: \(place.title)")
            case .event: Choice(value: value(place.place), title: "Event: \(place.title)")
            }
        }
    }

    /// As a form sends it.
    static func value(_ place: RolePlace) -> String {
        switch place {
        case .programme(let code): "programme:\(code)"
        case .event(let code): "event:\(code)"
        }
    }

    /// The two fields that say which role, and where.
    static func fields(_ fields: FormFields, _ places: [NamedPlace]) -> HTML {
        """
        \(fields.choice("role", "Role", among: roles, first: "Choose a role"))\
        \(fields.choice(
            "place", "Where", among: self.places(places), first: "Everywhere",
            hint: "Coordinators may be bound; check-in helpers are always of one event.",
            isOptional: true))
        """
    }
}
