public import Foundation
public import Postgres

/// What somebody does in an event.
public enum ParticipationRole: String, Sendable, Hashable, CaseIterable {
    case participant
    case trainer
    case speaker
    case chair
    case organiser
    case observer
    case interpreter

    /// Those that take no seat.
    public static var seatless: [ParticipationRole] { allCases.filter { $0 != .participant } }
}

/// Adds somebody to an event in a role that takes no seat.
public struct AddParticipation: Sendable {
    public var event: Code
    public var person: UUID
    public var role: ParticipationRole
    /// What they count as; what the person's own record says where it is nil.
    public var country: CountryCode?
    public var sector: SectorCode?
    /// An id or a code.
    public var organisation: String?
    public var actor: RegistryActor
    public var reason: String?
    public var now: Date

    public init(
        event: Code, person: UUID, role: ParticipationRole, country: CountryCode? = nil,
        sector: SectorCode? = nil, organisation: String? = nil, actor: RegistryActor,
        reason: String?, now: Date
    ) {
        self.event = event
        self.person = person
        self.role = role
        self.country = country
        self.sector = sector
        self.organisation = organisation
        self.actor = actor
        self.reason = reason
        self.now = now
    }
}

extension Database {
    /// The id of the participation; refused to participants, who come by a seat.
    public func add(
        _ request: AddParticipation
    ) async throws(DatabaseError) -> Result<UUID, LadderRefusal> {
        let answer = try await run(WriteAddedParticipation(request: request)).first
        if let id = answer?.participation { return .success(id) }
        return .failure(answer.flatMap { LadderRefusal(word: $0.outcome) } ?? .unknown)
    }
}

/// Writes the participation with its first fact.
struct WriteAddedParticipation: Statement {
    static let sql: StaticString = """
        SELECT outcome, participation FROM add_participation($1, $2, $3, $4, $5, $6, $7, $8, $9)
        """

    var request: AddParticipation

    func bind(to parameters: inout Parameters) {
        parameters.add(request.event.description)
        parameters.add(request.person)
        parameters.add(request.role.rawValue)
        parameters.add(request.country?.description)
        parameters.add(request.sector?.description)
        parameters.add(request.organisation)
        parameters.add(request.actor.description)
        parameters.add(request.reason)
        parameters.add(request.now)
    }

    static func decode(
        _ row: RowReader
    ) throws(DatabaseError) -> (outcome: String, participation: UUID?) {
        (try row.text(0), try row.uuidIfAny(1))
    }
}
