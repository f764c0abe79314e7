import TrainingRegistry

/// Who did something, in words and without names.
enum ActorWords {
    static func who(_ actor: String, for principal: Principal) -> String {
        if actor == principal.actor.description { return "you" }
        let parts = actor.split(separator: ":", maxSplits: 1)
        let id = parts.count > 1 ? String(parts[1].prefix(8)) : ""
        return switch parts.first {
        case "staff": "a colleague (\(id))"
        case "token": "a program (\(id))"
        case "command": "the command line"
        case "person": "the person"
        default: "the registry"
        }
    }
}
