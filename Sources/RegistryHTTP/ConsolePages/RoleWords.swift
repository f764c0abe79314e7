import Foundation
import TrainingRegistry

/// Roles and accounts as people read them.
enum RoleWords {
    private static let words = ConsoleWords.Staff.self

    static func role(_ role: StaffRole) -> String { words.role(role) }

    /// With the name of what it is bound to.
    static func grant(_ grant: RoleGrant, _ places: [NamedPlace]) -> String {
        guard let id = grant.scope.id else { return role(grant.role) }
        let title = places.first { $0.id == id }?.title ?? words.gone
        return "\(role(grant.role)): \(title)"
    }

    static func state(_ account: StaffAccount) -> HTML {
        let tone =
            switch account.state {
            case .invited: "waiting"
            case .setUp: "open"
            case .ended: "off"
            }
        return "<span class=\"tag \(tone)\">\(words.state(account.state))</span>"
    }

    static let roles = StaffRole.allCases.map { Choice(value: $0.rawValue, title: role($0)) }

    static func places(_ places: [NamedPlace]) -> [Choice] {
        places.filter(\.isOffered).map { place in
            switch place.place {
            case .programme:
                Choice(value: value(place.place), title: words.programme(place.title))
            case .event: Choice(value: value(place.place), title: words.event(place.title))
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
        \(fields.choice("role", words.role, among: roles, first: words.chooseRole))\
        \(fields.choice(
            "place", words.place, among: self.places(places), first: words.everywhere,
            hint: words.placeHint,
            isOptional: true))
        """
    }
}
