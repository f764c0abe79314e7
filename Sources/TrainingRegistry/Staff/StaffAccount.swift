public import Foundation
import Mailer

/// Somebody of the secretariat, as administrators see them.
public struct StaffAccount: Sendable, Equatable {
    public let id: UUID
    public let email: String
    public let name: String
    public let grants: [RoleGrant]
    public let createdAt: Date
    /// When the password and the phone were set; nil before.
    public let setUpAt: Date?
    public let disabledAt: Date?
    /// Browsers that are signed in.
    public let sessions: Int
}

/// Why a change of an account is refused.
public enum StaffRefusal: Error, Sendable, Equatable {
    /// Somebody has this address already.
    case addressTaken
    case unknownAccount
    case unknownProgramme
    case unknownEvent
    case grantedAlready
    case notGranted
    /// Nobody would be left who may say who may do what.
    case lastAdministrator
}

extension StaffRefusal {
    /// A sentence for whoever asked.
    public var inWords: String {
        switch self {
        case .addressTaken: "Somebody has this address already."
        case .unknownAccount: "There is no such account."
        case .unknownProgramme: "There is no such programme."
        case .unknownEvent: "There is no such event."
        case .grantedAlready: "They have this role already."
        case .notGranted: "They do not have this role."
        case .lastAdministrator: "Nobody else would be an administrator."
        }
    }
}

extension RoleGrant {
    /// As `staff_roles` writes it: `coordinator programme ID`.
    init?(storedAs text: String) {
        let words = text.split(separator: " ").map(String.init)
        guard let role = words.first.flatMap(StaffRole.init(rawValue:)) else { return nil }
        switch words.count {
        case 1:
            self.init(role)
        case 3:
            guard let id = UUID(uuidString: words[2]) else { return nil }
            self.init(role, words[1] == "programme" ? .programme(id) : .event(id))
        default:
            return nil
        }
    }
}

extension StaffAccount {
    /// How far an account came.
    public enum State: String, Sendable, CaseIterable {
        /// Its link was not used yet.
        case invited
        case setUp = "set-up"
        case ended
    }

    public var state: State {
        if disabledAt != nil { return .ended }
        return setUpAt == nil ? .invited : .setUp
    }
}

extension RoleScope {
    /// Of the programme or the event; nil where the role holds everywhere.
    public var id: UUID? {
        switch self {
        case .everything: nil
        case .programme(let id), .event(let id): id
        }
    }
}
