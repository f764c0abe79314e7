public import Postgres

/// What a key that all instances share is for.
public enum ServiceKey: String, Sendable {
    /// Signs the tokens of forms.
    case form
}

extension Database {
    /// The 32 bytes of a key; every instance on this database has the same.
    public func key(_ name: ServiceKey) async throws(DatabaseError) -> [UInt8] {
        guard let key = try await run(ReadServiceKey(name: name)).first else {
            throw .failed(sqlState: "02000", message: "the key \(name.rawValue) is missing")
        }
        return key
    }
}

/// Reads one key.
struct ReadServiceKey: Statement {
    static let sql: StaticString = "SELECT key FROM service_key WHERE name = $1"

    var name: ServiceKey

    func bind(to parameters: inout Parameters) { parameters.add(name.rawValue) }

    static func decode(_ row: RowReader) throws(DatabaseError) -> [UInt8] { try row.bytes(0) }
}
