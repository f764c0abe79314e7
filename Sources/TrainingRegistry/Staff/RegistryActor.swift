public import Foundation

/// Who did something, as histories keep it: never a name.
///
/// Not `Actor`, which is the language's own.
public enum RegistryActor: Sendable, Hashable, CustomStringConvertible {
    /// The person whom it is about, by their own link.
    case person
    /// The service itself, because a time came.
    case system
    /// Whoever has a staff token, by the token's id.
    case token(UUID)
    /// Whoever signed in to the console, by the id of the account.
    case staff(UUID)
    /// Somebody at a terminal of the machine, by the account's number.
    case command(userID: UInt32)

    public var description: String {
        switch self {
        case .person: "person"
        case .system: "system"
        case .token(let id): "token:\(id.uuidString.lowercased())"
        case .staff(let id): "staff:\(id.uuidString.lowercased())"
        case .command(let userID): "command:\(userID)"
        }
    }
}
