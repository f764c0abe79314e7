/// Where the database is and how long anything may take there.
///
/// `conninfo` holds a password: it is left out of every description.
public struct DatabaseSettings: Sendable {
    /// A libpq URI or keyword string; several hosts are allowed.
    public var conninfo: String
    /// Instead of the database that `conninfo` names.
    public var databaseName: String?
    /// The role every connection works in; nil is the login's own.
    public var role: String?
    public var applicationName = "training-registry"
    public var connections: Int
    /// How many snapshots may be open at a time, each with a connection of its own.
    public var snapshots = 4
    /// How many statements may be on the wire of one connection.
    public var pipelineDepth = 128
    /// The deadline of a statement whose caller names none.
    public var requestTimeout: Duration = .seconds(5)
    /// What the server itself allows a statement; a longer `within` does not stretch it.
    public var statementTimeout: Duration = .seconds(60)
    /// For a whole attempt, over all hosts and addresses.
    public var connectTimeout: Duration = .seconds(5)
    /// How long the server may take to end a statement that was cancelled.
    public var cancelTimeout: Duration = .seconds(1)
    public var firstReconnectDelay: Duration = .milliseconds(50)
    public var longestReconnectDelay: Duration = .seconds(2)
    /// How often the connection that only listens is asked for a sign of life.
    public var listenCheckInterval: Duration = .seconds(30)

    public init(conninfo: String, role: String? = nil, connections: Int = 1) {
        self.conninfo = conninfo
        self.role = role
        self.connections = connections
    }
}

extension DatabaseSettings {
    /// Whether libpq can read a connection string at all; nothing is asked of the network.
    public static func isWellFormed(_ conninfo: String) -> Bool {
        ConnectionParameters.parse(conninfo) != nil
    }
}

extension DatabaseSettings: CustomStringConvertible, CustomReflectable {
    public var description: String {
        "DatabaseSettings(conninfo: (secret), role: \(role ?? "(login)"), "
            + "connections: \(connections))"
    }

    public var customMirror: Mirror { Mirror(self, children: []) }
}
