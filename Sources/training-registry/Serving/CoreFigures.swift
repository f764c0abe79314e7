import RegistryHTTP
import TrainingRegistry

/// What one core has counted since it started; those of all cores are added up.
struct CoreFigures: Sendable {
    var requests = RequestCounts()
    var intake = IntakeCounts()
    var connections = 0

    mutating func add(_ other: CoreFigures) {
        requests.add(other.requests)
        intake.add(other.intake)
        connections += other.connections
    }
}
