public import Foundation
public import Mailer
public import Postgres

/// Somebody who speaks for a member in a period and gets its links.
public struct FocalPoint: Sendable, Equatable {
    public var id: UUID
    public var member: String
    public var name: String
    public var email: String
    public var language: String?
    public var from: CalendarDay?
    /// The last day; nil while it is open.
    public var until: CalendarDay?
}

/// From a day on, an address speaks for a member; the same address again is corrected.
public struct SaveFocalPoint: Sendable {
    public var member: String
    public var name: String
    public var email: EmailAddress
    public var language: LanguageTag?
    public var from: CalendarDay
    /// The last day; nil while it is open.
    public var until: CalendarDay?
    public var actor: RegistryActor
    public var now: Date

    public init(
        member: String, name: String, email: EmailAddress, language: LanguageTag?,
        from: CalendarDay, until: CalendarDay?, actor: RegistryActor, now: Date
    ) {
        self.member = member
        self.name = name
        self.email = email
        self.language = language
        self.from = from
        self.until = until
        self.actor = actor
        self.now = now
    }
}

extension Database {
    /// Who speaks for members on a day.
    public func focalPoints(on day: CalendarDay) async throws(DatabaseError) -> [FocalPoint] {
        try await run(ListFocalPoints(day: day))
    }

    /// False when there is no such member.
    public func save(_ request: SaveFocalPoint) async throws(DatabaseError) -> Bool {
        try await run(WriteFocalPoint(request: request)).first == "saved"
    }
}

/// Reads the focal points of a day by member.
struct ListFocalPoints: Statement {
    static let sql: StaticString = """
        SELECT id, member, name, email, language, lower(valid), upper(valid) - 1
        FROM focal_point WHERE valid @> $1::date ORDER BY member, email_folded
        """

    var day: CalendarDay

    func bind(to parameters: inout Parameters) { parameters.add(day) }

    static func decode(_ row: RowReader) throws(DatabaseError) -> FocalPoint {
        FocalPoint(
            id: try row.uuid(0), member: try row.text(1), name: try row.text(2),
            email: try row.text(3), language: try row.textIfAny(4), from: try row.dayIfAny(5),
            until: try row.dayIfAny(6))
    }
}

/// Begins or corrects a focal point.
struct WriteFocalPoint: Statement {
    static let sql: StaticString = """
        SELECT save_focal_point($1, $2, $3, $4, $5, $6, $7, $8, $9)
        """

    var request: SaveFocalPoint

    func bind(to parameters: inout Parameters) {
        parameters.add(request.member)
        parameters.add(request.name)
        parameters.add(request.email.description)
        parameters.add(request.email.folded)
        parameters.add(request.language?.description)
        parameters.add(request.from)
        parameters.add(request.until)
        parameters.add(request.now)
        parameters.add(request.actor.description)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> String { try row.text(0) }
}
