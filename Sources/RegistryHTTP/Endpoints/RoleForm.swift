import Foundation
import TrainingRegistry

/// A role and where it is to hold, as a program or a form says it.
struct RoleForm: Equatable {
    let role: StaffRole
    let place: RolePlace?

    /// From `role`, and `programme` or `event`; nil after a complaint.
    init?(document fields: inout FieldReader) {
        let role = fields.word("role", of: StaffRole.self)
        let programme = fields.optional("programme", Code.init(parsing:))
        let event = fields.optional("event", Code.init(parsing:))
        if programme != nil, event != nil {
            fields.complain(
                "event", "one-place-only", "A role is bound to a programme or to an event.")
            return nil
        }
        let place = programme.map(RolePlace.programme) ?? event.map(RolePlace.event)
        self.init(role, place, &fields)
    }

    /// From `role` and `place`, which is `programme:CODE` or `event:CODE`.
    init?(form fields: inout FieldReader) {
        let role = fields.word("role", of: StaffRole.self)
        let place = fields.optional("place", RolePlace.init(parameter:))
        self.init(role, place, &fields)
    }

    private init?(_ role: StaffRole?, _ place: RolePlace?, _ fields: inout FieldReader) {
        guard let role else { return nil }
        let stand = UUID()
        let scope: RoleScope =
            switch place {
            case .programme: .programme(stand)
            case .event: .event(stand)
            case nil: .everything
            }
        guard RoleGrant(role, scope) != nil else {
            let detail =
                role == .checkIn
                ? "A check-in helper helps in one event." : "This role holds everywhere."
            fields.complain("role", "role-not-here", detail)
            return nil
        }
        self.role = role
        self.place = place
    }
}

extension RolePlace {
    init(parameter text: String) throws(BadParameter) {
        let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
        guard parts.count == 2, let code = try? Code(parsing: parts[1]) else {
            throw BadParameter("bad-place", "This is not a programme or an event.")
        }
        switch parts[0] {
        case "programme": self = .programme(code)
        case "event": self = .event(code)
        default: throw BadParameter("bad-place", "This is not a programme or an event.")
        }
    }
}
