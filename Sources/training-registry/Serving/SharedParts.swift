import RegistryHTTP
import TrainingRegistry

/// What the cores of an instance have in common: each is asked from any of them.
struct SharedParts: Sendable {
    var cores: [Core]
    var gate: SourceGate?
    var mails: MailRenderer
    /// Nil in production.
    var mailbox: Mailbox?

    /// Nobody knows on which core the next connection will land.
    func arePrepared() async -> Bool {
        for core in cores {
            guard await core.isPrepared else { return false }
        }
        return true
    }

    /// All at once: whoever changed something waits for it.
    func renewCatalogues() async {
        await withTaskGroup { group in
            for core in cores { group.addTask { await core.renewCatalogue() } }
        }
    }

    /// Of all cores since they started.
    func figures() async -> CoreFigures {
        var total = CoreFigures()
        for core in cores { total.add(await core.currentFigures()) }
        return total
    }
}
