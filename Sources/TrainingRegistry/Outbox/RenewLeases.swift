import FoundationEssentials
import Postgres

/// Prolongs the leases of messages that this instance still works on; gives those it still holds.
///
/// By id, not all of the instance: a claim whose answer was lost must lapse.
struct RenewLeases: Statement {
    static let sql: StaticString = """
        UPDATE outbox SET lease_until = $3, next_attempt_at = $3
        WHERE id = ANY ($1) AND lease_holder = $2 AND state = 'sending'
        RETURNING id
        """

    var ids: [Int64]
    var instance: UUID
    var leaseEnd: Date

    func bind(to parameters: inout Parameters) {
        parameters.add(ids)
        parameters.add(instance)
        parameters.add(leaseEnd)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> Int64 { try row.bigint(0) }
}
