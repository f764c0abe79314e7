public import Postgres

extension Database {
    /// Everybody of the secretariat in the order of their names, those who left at the end.
    public func staffAccounts() async throws(DatabaseError) -> [StaffAccount] {
        try await run(ListStaff())
    }
}

/// Reads all accounts without their secrets.
struct ListStaff: Statement {
    static let sql: StaticString = """
        SELECT id, email, name, staff_roles(id), created_at, set_up_at, disabled_at,
               (SELECT count(*) FROM staff_session s
                WHERE s.staff_id = staff.id AND s.ended_at IS NULL
                  AND s.expires_at > clock_timestamp())
        FROM staff
        ORDER BY disabled_at IS NOT NULL, name COLLATE "und-x-icu", id
        """

    func bind(to parameters: inout Parameters) {}

    static func decode(_ row: RowReader) throws(DatabaseError) -> StaffAccount {
        StaffAccount(
            id: try row.uuid(0), email: try row.text(1), name: try row.text(2),
            grants: try row.texts(3).compactMap(RoleGrant.init(storedAs:)),
            createdAt: try row.instant(4), setUpAt: try row.instantIfAny(5),
            disabledAt: try row.instantIfAny(6), sessions: try row.integer(7))
    }
}
