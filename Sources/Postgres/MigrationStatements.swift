/// The table that remembers what has run.
///
/// Owned by the role that owns all tables; the service reads it to know whether it fits.
enum MigrationTable {
    static let creation = """
        SET LOCAL ROLE registry_owner;
        -- A row is a migration that has run, with the hash of its text.
        CREATE TABLE IF NOT EXISTS public.schema_migration (
            number     integer     PRIMARY KEY,
            name       text        NOT NULL,
            sha256     bytea       NOT NULL,
            applied_at timestamptz NOT NULL DEFAULT now(),
            applied_by text        NOT NULL DEFAULT session_user
        );
        GRANT SELECT ON public.schema_migration TO registry_service;
        """
}

/// Whether the table is there at all.
struct FindMigrationTable: Statement {
    static let sql: StaticString =
        "SELECT to_regclass('public.schema_migration') IS NOT NULL"

    func bind(to parameters: inout Parameters) {}

    static func decode(_ row: RowReader) throws(DatabaseError) -> Bool { try row.flag(0) }
}

/// Sets what has run beside the files there are; PostgreSQL computes the hashes.
struct CompareMigrations: Statement {
    static let sql: StaticString = """
        SELECT coalesce(file.number, applied.number), file.name, applied.name,
               applied.sha256 = sha256(file.body)
        FROM unnest($1::integer[], $2::text[], $3::bytea[]) AS file (number, name, body)
        FULL JOIN public.schema_migration AS applied ON applied.number = file.number
        ORDER BY 1
        """

    var files: [MigrationFile]

    func bind(to parameters: inout Parameters) {
        parameters.add(files.map { Int32($0.number) })
        parameters.add(files.map(\.name))
        parameters.add(files.map(\.sql))
    }

    /// One number, in the directory, in the table, or in both.
    struct Row: Sendable, Equatable {
        var number: Int
        var file: String?
        var applied: String?
        /// Nil when it is not in both.
        var isUnchanged: Bool?
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> Row {
        Row(
            number: try row.integer(0), file: try row.textIfAny(1),
            applied: try row.textIfAny(2), isUnchanged: try row.flagIfAny(3))
    }

    /// The numbers still to run, or why none may.
    ///
    /// A service goes on while a newer version, which migrates first, takes its place; only a
    /// migrator must know everything that has run.
    static func pending(
        _ rows: [Row], allowsNewer: Bool = false
    ) throws(MigrationRejection) -> [Int] {
        var pending: [Int] = []
        for row in rows {
            guard let applied = row.applied else {
                pending.append(row.number)
                continue
            }
            guard row.file != nil else {
                if allowsNewer { continue }
                throw MigrationRejection(
                    "\(applied) has run on this database and is not in the directory: "
                        + "this is an older version than the one that migrated it")
            }
            guard row.isUnchanged == true else {
                throw MigrationRejection(
                    "\(applied) was edited after it ran: put it back as it was and mend what "
                        + "it did in a migration of the next number")
            }
            if let first = pending.first {
                throw MigrationRejection(
                    "\(applied) has run but number \(first) before it has not")
            }
        }
        return pending
    }
}

/// Remembers that a migration has run.
struct RecordMigration: Statement {
    static let sql: StaticString = """
        INSERT INTO public.schema_migration (number, name, sha256) VALUES ($1, $2, sha256($3))
        """

    var file: MigrationFile

    func bind(to parameters: inout Parameters) {
        parameters.add(Int32(file.number))
        parameters.add(file.name)
        parameters.add(file.sql)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) {}
}
