import CPostgres
import Glibc

/// What libpq is told of the server, the session and the socket.
///
/// Words of the operator's own conninfo win over our defaults; the encoding is always ours.
struct ConnectionParameters {
    private(set) var values: [String: String]

    /// `statementTimeout` nil lets statements take as long as they need.
    init(
        _ settings: DatabaseSettings, role: String?, statementTimeout: Duration?
    ) throws(DatabaseError) {
        guard let given = Self.parse(settings.conninfo) else {
            // libpq's own message would quote the string, password and all.
            throw .failed(
                sqlState: "08001", message: "the database's connection string is malformed")
        }
        values = [
            "application_name": settings.applicationName,
            "keepalives_idle": "10",
            "keepalives_interval": "5",
            "keepalives_count": "3",
            "tcp_user_timeout": "15000",
            // It would hold back bytes that no descriptor tells of; TLS is looked after.
            "gssencmode": "disable",
            // After a failover the old primary may answer as a standby: not one to write to.
            "target_session_attrs": "read-write",
        ]
        values.merge(given) { _, given in given }
        if let name = settings.databaseName { values["dbname"] = name }
        values["client_encoding"] = "UTF8"
        var options: [String] = []
        if let own = given["options"] ?? getenv("PGOPTIONS").map({ String(cString: $0) }) {
            options.append(own)
        }
        if let statementTimeout {
            options.append("-c statement_timeout=\(statementTimeout.milliseconds)")
        } else {
            options.append("-c statement_timeout=0")
        }
        if let role { options.append("-c role=\(Self.escaped(role))") }
        values["options"] = options.joined(separator: " ")
    }

    /// Starts an attempt; nil when there is no memory.
    ///
    /// A host's name is resolved here by libpq, and blocks the loop for as long as the resolver
    /// takes. Accepted: it happens while connecting only, and `hostaddr` avoids it.
    func start() -> OpaquePointer? {
        let keywords = Array(values.keys)
        let keys = keywords.map { strdup($0) }
        let texts = keywords.map { strdup(values[$0] ?? "") }
        defer {
            for text in keys + texts { free(text) }
        }
        let keyPointers = keys.map { UnsafePointer($0) } + [nil]
        let textPointers = texts.map { UnsafePointer($0) } + [nil]
        return PQconnectStartParams(keyPointers, textPointers, 0)
    }

    /// Puts the first `places` hosts last.
    ///
    /// libpq itself passes on to the next host only when one refuses; one that swallows packets
    /// would be tried first for ever.
    func rotated(by places: Int) -> ConnectionParameters {
        var rotated = self
        let lists = ["host", "hostaddr", "port"].map { word in
            (word, values[word]?.split(separator: ",", omittingEmptySubsequences: false) ?? [])
        }
        let count = lists.map(\.1.count).max() ?? 0
        guard count > 1 else { return self }
        let shift = places % count
        for (word, list) in lists where list.count == count {
            rotated.values[word] = (list[shift...] + list[..<shift]).joined(separator: ",")
        }
        return rotated
    }

    static func parse(_ conninfo: String) -> [String: String]? {
        guard let options = PQconninfoParse(conninfo, nil) else { return nil }
        defer { PQconninfoFree(options) }
        var given: [String: String] = [:]
        var option = options
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val {
                given[String(cString: keyword)] = String(cString: value)
            }
            option += 1
        }
        return given
    }

    /// In `options` a space ends a word unless a backslash is before it.
    static func escaped(_ word: String) -> String {
        var bytes: [UInt8] = []
        for byte in word.utf8 {
            if byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\\") {
                bytes.append(UInt8(ascii: "\\"))
            }
            bytes.append(byte)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension Duration {
    /// Whole milliseconds, at least one: to PostgreSQL 0 means no limit.
    var milliseconds: Int64 {
        let (seconds, attoseconds) = components
        return max(1, seconds * 1_000 + attoseconds / 1_000_000_000_000_000)
    }
}
