import EventLoop
public import Postgres

/// Whether the log is as it was written.
public enum AuditVerdict: Sendable, Equatable {
    case whole(rows: Int)
    /// From this position on; what is said is what does not fit.
    case broken(position: Int64, what: String)
}

extension Database {
    /// Computes every link anew from the rows, a thousand at a time.
    public func verifyAudit(
        progress: (Int) -> Void = { _ in }
    ) async throws(DatabaseError) -> AuditVerdict {
        // First, so that what is written meanwhile is left for the next time.
        guard let end = try await run(ReadAuditEnd()).first else {
            return .broken(position: 1, what: "the end is missing")
        }
        var hash = Digest.sha256([])
        var position: Int64 = 0
        while position < end.position {
            let links = try await run(ReadAuditLinks(after: position, until: end.position))
            guard !links.isEmpty else {
                return .broken(position: position + 1, what: "the links end here")
            }
            for link in links {
                guard link.position == position + 1 else {
                    return .broken(position: position + 1, what: "this link is missing")
                }
                guard let row = link.row else {
                    return .broken(position: link.position, what: "its row is missing")
                }
                hash = Digest.sha256(hash + row)
                guard hash == link.hash else {
                    return .broken(position: link.position, what: "its row was changed")
                }
                position = link.position
            }
            progress(Int(position))
        }
        guard end.hash == hash else {
            return .broken(position: position, what: "the end is another")
        }
        guard end.unlinked == 0 else {
            return .broken(position: position + 1, what: "\(end.unlinked) rows have no link")
        }
        return .whole(rows: Int(position))
    }
}

/// Reads the next links with the digests of their rows as they are now.
struct ReadAuditLinks: Statement {
    struct Link: Sendable {
        var position: Int64
        var hash: [UInt8]
        var row: [UInt8]?
    }

    static let sql: StaticString = """
        SELECT l.position, l.hash, CASE WHEN a.id IS NOT NULL THEN audit_digest(a) END
        FROM audit_link l LEFT JOIN audit a ON a.id = l.audit_id
        WHERE l.position > $1 AND l.position <= $2 ORDER BY l.position LIMIT 1000
        """

    var after: Int64
    var until: Int64

    func bind(to parameters: inout Parameters) {
        parameters.add(after)
        parameters.add(until)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> Link {
        Link(
            position: try row.bigint(0), hash: try row.bytes(1), row: try row.bytesIfAny(2))
    }
}

/// Reads where the chain ends, and how many rows are in no chain.
struct ReadAuditEnd: Statement {
    struct End: Sendable {
        var position: Int64
        var hash: [UInt8]
        var unlinked: Int
    }

    static let sql: StaticString = """
        SELECT position, hash,
               (SELECT count(*) FROM audit a
                WHERE NOT EXISTS (SELECT FROM audit_link l WHERE l.audit_id = a.id))
        FROM audit_head
        """

    func bind(to parameters: inout Parameters) {}

    static func decode(_ row: RowReader) throws(DatabaseError) -> End {
        End(
            position: try row.bigint(0), hash: try row.bytes(1), unlinked: try row.integer(2))
    }
}
