public import Foundation
public import Postgres

/// Picks lines of the log, the newest first.
public struct ListAudit: Sendable {
    public static let largestLimit = 500

    /// What it is about, such as `event`; nil for all.
    public var subject: String?
    public var id: UUID?
    /// What was done, such as `cancel`.
    public var action: String?
    /// Who did it, as the log writes it, such as `staff:ID`.
    public var actor: String?
    /// Days in UTC, both of them too.
    public var from: CalendarDay?
    public var until: CalendarDay?
    /// Where the page before ended: only what is older.
    public var before: Int64?
    public var limit: Int

    public init(
        subject: String? = nil, id: UUID? = nil, action: String? = nil, actor: String? = nil,
        from: CalendarDay? = nil, until: CalendarDay? = nil, before: Int64? = nil,
        limit: Int = 100
    ) {
        self.subject = subject
        self.id = id
        self.action = action
        self.actor = actor
        self.from = from
        self.until = until
        self.before = before
        self.limit = limit
    }
}

/// One line: what, who, when and why.
public struct AuditLine: Sendable, Equatable {
    public let id: Int64
    public let subject: String
    /// Nil where it was a list.
    public let subjectID: UUID?
    public let action: String
    public let actor: String
    public let reason: String?
    /// The pattern of the route that something was looked at through.
    public let via: String?
    public let occurredAt: Date
    public let recordedAt: Date
}

extension Database {
    /// Reads what was done; it holds no personal data.
    public func audit(_ list: ListAudit) async throws(DatabaseError) -> [AuditLine] {
        try await run(ReadAudit(list: list))
    }
}

/// Reads lines of audit.
struct ReadAudit: Statement {
    static let sql: StaticString = """
        SELECT id, subject, subject_id, action, actor, reason, occurred_at, recorded_at, via
        FROM audit
        WHERE ($1::text IS NULL OR subject = $1) AND ($2::uuid IS NULL OR subject_id = $2)
          AND ($3::bigint IS NULL OR id < $3)
          AND ($5::text IS NULL OR action = $5) AND ($6::text IS NULL OR actor = $6)
          AND ($7::date IS NULL OR occurred_at >= $7::date::timestamp AT TIME ZONE 'UTC')
          AND ($8::date IS NULL OR occurred_at < ($8::date + 1)::timestamp AT TIME ZONE 'UTC')
        ORDER BY id DESC LIMIT $4
        """

    var list: ListAudit

    func bind(to parameters: inout Parameters) {
        parameters.add(list.subject)
        parameters.add(list.id)
        parameters.add(list.before)
        parameters.add(list.limit)
        parameters.add(list.action)
        parameters.add(list.actor)
        parameters.add(list.from)
        parameters.add(list.until)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> AuditLine {
        AuditLine(
            id: try row.bigint(0), subject: try row.text(1), subjectID: try row.uuidIfAny(2),
            action: try row.text(3), actor: try row.text(4), reason: try row.textIfAny(5),
            via: try row.textIfAny(8), occurredAt: try row.instant(6),
            recordedAt: try row.instant(7))
    }
}
