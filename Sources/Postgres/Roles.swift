/// What the roles lack, seen by the login that migrates.
///
/// `registry_owner` owns every table and nobody logs in as it. The service works as
/// `registry_service`, which has what migrations grant it and can change no table's shape.
struct Roles: Statement {
    static let owner = "registry_owner"
    static let service = "registry_service"

    static let sql: StaticString = """
        SELECT owner.oid IS NOT NULL,
               service.oid IS NOT NULL,
               coalesce(pg_has_role(session_user, owner.oid, membership.kind), false),
               coalesce(pg_has_role(session_user, service.oid, membership.kind), false),
               coalesce(has_schema_privilege(owner.oid, 'public', 'CREATE')
                    AND has_schema_privilege(owner.oid, 'public', 'USAGE'), false),
               coalesce(has_database_privilege(owner.oid, current_database(), 'CREATE'), false),
               coalesce(has_schema_privilege(service.oid, 'public', 'USAGE'), false),
               coalesce(has_schema_privilege(service.oid, 'public', 'CREATE'), false),
               quote_ident(session_user), quote_ident(current_database())
        -- From version 16 on a member need not be allowed to SET ROLE.
        FROM (SELECT CASE WHEN current_setting('server_version_num')::integer >= 160000
                          THEN 'SET' ELSE 'MEMBER' END) AS membership (kind)
        LEFT JOIN pg_roles AS owner ON owner.rolname = 'registry_owner'
        LEFT JOIN pg_roles AS service ON service.rolname = 'registry_service'
        """

    func bind(to parameters: inout Parameters) {}

    /// What there is of the roles and of what they need.
    struct Row: Sendable, Equatable {
        var hasOwner: Bool
        var hasService: Bool
        var isOwner: Bool
        var isService: Bool
        var ownerMayUseSchema: Bool
        var ownerMayUseDatabase: Bool
        var serviceMayUseSchema: Bool
        /// True where everybody may create in `public`, as before PostgreSQL 15.
        var serviceMayCreate: Bool
        /// Quoted for SQL.
        var login: String
        var database: String
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> Row {
        Row(
            hasOwner: try row.flag(0), hasService: try row.flag(1), isOwner: try row.flag(2),
            isService: try row.flag(3), ownerMayUseSchema: try row.flag(4),
            ownerMayUseDatabase: try row.flag(5), serviceMayUseSchema: try row.flag(6),
            serviceMayCreate: try row.flag(7), login: try row.text(8),
            database: try row.text(9))
    }
}

extension Roles.Row {
    /// The statements that add what is lacking, in the order they have to run.
    var lacking: [String] {
        var lacking: [String] = []
        if !hasOwner { lacking.append("CREATE ROLE \(Roles.owner) NOLOGIN") }
        if !hasService { lacking.append("CREATE ROLE \(Roles.service) NOLOGIN") }
        if !isOwner { lacking.append("GRANT \(Roles.owner) TO \(login)") }
        if !isService { lacking.append("GRANT \(Roles.service) TO \(login)") }
        if serviceMayCreate { lacking.append("REVOKE CREATE ON SCHEMA public FROM PUBLIC") }
        if !ownerMayUseSchema || serviceMayCreate {
            lacking.append("GRANT CREATE, USAGE ON SCHEMA public TO \(Roles.owner)")
        }
        if !ownerMayUseDatabase {
            lacking.append("GRANT CREATE ON DATABASE \(database) TO \(Roles.owner)")
        }
        if !serviceMayUseSchema {
            lacking.append("GRANT USAGE ON SCHEMA public TO \(Roles.service)")
        }
        return lacking
    }
}

extension Session {
    /// Makes the roles and gives them what they need, as far as it is lacking.
    ///
    /// Roles belong to the whole cluster and another database may be migrated at this moment, so
    /// a role that is suddenly there is no error, by either of the two ways PostgreSQL says so.
    func provideRoles() async throws {
        guard let before = try await run(Roles()).first else { return }
        for statement in before.lacking {
            try await scriptIfAllowed(
                """
                DO $$ BEGIN \(statement);
                EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$
                """)
        }
        // Once more: a grant that is not ours to give is a warning, not an error.
        guard let after = try await run(Roles()).first, !after.lacking.isEmpty else { return }
        throw MigrationRejection(
            "the login \(after.login) may not prepare the database. "
                + "An administrator has to run, in the database \(after.database):\n"
                + after.lacking.map { $0 + ";" }.joined(separator: "\n"))
    }

    private func scriptIfAllowed(_ sql: String) async throws(DatabaseError) {
        do {
            try await script(sql)
        } catch {
            guard error.sqlState == "42501" else { throw error }
        }
    }
}
