/// How many requests were answered on each route, by class of status, and how long it took.
///
/// A value of one core; the values of all cores are added up when somebody asks.
public struct RequestCounts: Sendable, Equatable {
    /// A route and the first digit of a status.
    private struct Key: Sendable, Hashable, Comparable {
        var route: String
        var statusClass: Int

        static func < (one: Key, other: Key) -> Bool {
            (one.route, one.statusClass) < (other.route, other.statusClass)
        }
    }

    private struct Count: Sendable, Equatable {
        var requests = 0
        var seconds = 0.0
    }

    private var counts: [Key: Count] = [:]

    public init() {}

    public mutating func record(_ observation: HTTPServer.Observation) {
        let key = Key(route: observation.route ?? "none", statusClass: observation.status / 100)
        let (seconds, attoseconds) = observation.duration.components
        counts[key, default: Count()].requests += 1
        counts[key, default: Count()].seconds += Double(seconds) + Double(attoseconds) * 1e-18
    }

    public mutating func add(_ other: RequestCounts) {
        for (key, count) in other.counts {
            counts[key, default: Count()].requests += count.requests
            counts[key, default: Count()].seconds += count.seconds
        }
    }

    /// In the text format of Prometheus; a route is a pattern, so it names nobody.
    public var prometheus: String {
        var text = """
            # HELP registry_requests_total Requests answered.
            # TYPE registry_requests_total counter

            """
        let sorted = counts.sorted { $0.key < $1.key }
        for (key, count) in sorted {
            text += "registry_requests_total\(labels(key)) \(count.requests)\n"
        }
        text += """
            # HELP registry_request_seconds_total Time from request to answer.
            # TYPE registry_request_seconds_total counter

            """
        for (key, count) in sorted {
            text += "registry_request_seconds_total\(labels(key)) \(count.seconds)\n"
        }
        return text
    }

    private func labels(_ key: Key) -> String {
        "{route=\"\(key.route)\",status=\"\(key.statusClass)xx\"}"
    }
}
