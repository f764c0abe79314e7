import FoundationEssentials
import Postgres

/// Finds when the next message is due, if any is open.
struct FindNextDue: Statement {
    static let sql: StaticString = """
        SELECT min(next_attempt_at) FROM outbox WHERE state IN ('pending', 'sending')
        """

    func bind(to parameters: inout Parameters) {}

    static func decode(_ row: RowReader) throws(DatabaseError) -> Date? {
        try row.instantIfAny(0)
    }
}
