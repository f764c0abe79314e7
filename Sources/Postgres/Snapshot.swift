/// What the database holds at one instant, read over a connection of its own, however long that
/// takes.
///
/// One transaction, repeatable read and read only: what is asked in it fits together. It belongs
/// to its loop; letting go of it ends the transaction, what the server is doing for it included.
public final class Snapshot {
    private let session: Session
    private var lineEnd: CopiedRows.LineEnd?
    private var onClose: (() -> Void)?

    /// Pieces of a copy hold this much or one row more.
    static let pieceBytes = 65_536

    init(_ session: Session, onClose: @escaping () -> Void) {
        self.session = session
        self.onClose = onClose
    }

    deinit { close() }

    /// Runs a statement; not while something is being copied.
    public func run<S: Statement>(_ statement: S) async throws(DatabaseError) -> [S.Row] {
        try await session.run(statement)
    }

    /// Begins to copy the rows of a query out, told its values; `next` gives them.
    public func copyOut(
        _ query: CopyQuery, _ values: [String: String] = [:]
    ) async throws(DatabaseError) {
        try await session.copyOut(query, values)
        lineEnd = query.lineEnd
    }

    /// The next rows, 64 KiB of them or a row more; nil at the end.
    ///
    /// The server makes them while they are asked for: whoever is slow slows it down, and nothing
    /// piles up in memory.
    public func next() async throws(DatabaseError) -> CopiedRows? {
        guard let lineEnd else { return nil }
        return try await session.copiedRows(lineEnd, bytesMin: Self.pieceBytes)
    }

    /// Ends the transaction and the connection, and cancels what the server is doing.
    public func close() {
        guard let onClose = onClose.take() else { return }
        session.close()
        onClose()
    }
}

extension Database {
    /// Opens a snapshot; unavailable when as many are open as the settings allow.
    public func snapshot() async throws(DatabaseError) -> Snapshot {
        let session = try await openSnapshotSession()
        let snapshot = Snapshot(session) { [weak self] in self?.leaveSnapshotPlace() }
        try await session.script(
            """
            BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
            SET LOCAL datestyle = 'ISO, YMD'; SET LOCAL timezone = 'UTC'
            """)
        return snapshot
    }
}
