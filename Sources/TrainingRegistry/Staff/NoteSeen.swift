public import Foundation
public import Postgres

/// That somebody looked at names, or took them along: the log says who, what and through which
/// route, never whose names.
public struct SeenList: Sendable {
    /// The word of the log for it.
    public enum Way: String, Sendable, CaseIterable {
        /// On a page, or in an answer of the API.
        case seen = "see"
        /// As a file or on paper.
        case exported = "export"
    }

    public var way: Way
    public var object: StaffObject
    /// The pattern of the route.
    public var via: String
    public var actor: RegistryActor
    public var now: Date

    public init(
        _ way: Way, object: StaffObject, via: String, actor: RegistryActor, now: Date
    ) {
        self.way = way
        self.object = object
        self.via = via
        self.actor = actor
        self.now = now
    }
}

extension Database {
    /// Before what it is about is sent: what cannot be noted is not shown.
    public func note(_ request: SeenList) async throws(DatabaseError) {
        _ = try await run(InsertSeen(request: request))
    }
}

/// Writes that something was looked at.
struct InsertSeen: Statement {
    static let sql: StaticString = """
        INSERT INTO audit (subject, subject_id, action, actor, via, occurred_at)
        VALUES ($1, $2, $6, $3, $4, $5) RETURNING id
        """

    var request: SeenList

    func bind(to parameters: inout Parameters) {
        let (subject, id): (String, UUID?) =
            switch request.object {
            case .event(let id, _): ("event", id)
            case .programme(let id): ("programme", id)
            case .all, .absent: ("list", nil)
            }
        parameters.add(subject)
        parameters.add(id)
        parameters.add(request.actor.description)
        parameters.add(request.via)
        parameters.add(request.now)
        parameters.add(request.way.rawValue)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> Int64 { try row.bigint(0) }
}
