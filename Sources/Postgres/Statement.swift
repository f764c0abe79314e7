/// One SQL statement with the values it takes and the rows it gives.
///
/// `sql` is a `StaticString`, so it can only be a literal: a value cannot reach the text of a
/// statement. The types added by `bind` decide the types of `$1`, `$2`, …
public protocol Statement: Sendable {
    associatedtype Row: Sendable
    static var sql: StaticString { get }
    func bind(to parameters: inout Parameters)
    static func decode(_ row: RowReader) throws(DatabaseError) -> Row
}
