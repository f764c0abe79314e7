import CPostgres

/// What the server answered to one statement; freed with the last reader of it.
final class ResultSet {
    let pointer: OpaquePointer
    let rows: Int32
    let columns: Int32

    init(_ pointer: OpaquePointer) {
        self.pointer = pointer
        rows = PQntuples(pointer)
        columns = PQnfields(pointer)
    }

    deinit { PQclear(pointer) }

    var status: ExecStatusType { PQresultStatus(pointer) }

    /// The error it is, without anything that could quote a value.
    var error: DatabaseError {
        guard let sqlState = Self.text(registry_pg_sqlstate(pointer)) else { return .lost }
        return DatabaseError(
            sqlState: sqlState,
            message: Self.text(registry_pg_primary_message(pointer)) ?? "",
            constraint: Self.text(registry_pg_constraint(pointer)))
    }

    /// The prepared statement is gone, or no longer fits the tables; nothing has been executed.
    ///
    /// 0A000 is told apart by the server's function: its message follows lc_messages.
    var wantsPreparingAgain: Bool {
        switch Self.text(registry_pg_sqlstate(pointer)) {
        case "26000": true
        case "0A000": Self.text(registry_pg_source_function(pointer)) == "RevalidateCachedQuery"
        default: false
        }
    }

    /// Decodes every row of a statement.
    func decode<S: Statement>(as statement: S.Type) throws(DatabaseError) -> [S.Row] {
        var decoded: [S.Row] = []
        decoded.reserveCapacity(Int(rows))
        for row in 0..<rows {
            decoded.append(try S.decode(RowReader(result: self, row: row)))
        }
        return decoded
    }

    private static func text(_ pointer: UnsafePointer<CChar>?) -> String? {
        pointer.map { String(cString: $0) }
    }
}
