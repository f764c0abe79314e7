public import Foundation
public import Postgres

/// Invites somebody to become a trainer of a programme; they answer by their own link.
public struct InviteTrainer: Sendable {
    public var programme: Code
    public var person: UUID
    public var actor: RegistryActor
    public var reason: String?
    public var now: Date
    public var mailDomain: String

    public init(
        programme: Code, person: UUID, actor: RegistryActor, reason: String?, now: Date,
        mailDomain: String
    ) {
        self.programme = programme
        self.person = person
        self.actor = actor
        self.reason = reason
        self.now = now
        self.mailDomain = mailDomain
    }
}

/// Takes an invitation back, or ends that somebody is a trainer of a programme.
public struct EndTrainer: Sendable {
    public var programme: Code
    public var person: UUID
    public var actor: RegistryActor
    public var reason: String
    public var now: Date

    public init(
        programme: Code, person: UUID, actor: RegistryActor, reason: String, now: Date
    ) {
        self.programme = programme
        self.person = person
        self.actor = actor
        self.reason = reason
        self.now = now
    }
}

extension Database {
    /// The mail is promised in the same statement; refused when nothing was completed.
    public func invite(
        _ request: InviteTrainer
    ) async throws(DatabaseError) -> Result<Void, LadderRefusal> {
        try await move(
            WriteTrainerMove(
                programme: request.programme, person: request.person, move: .invite,
                actor: request.actor, reason: request.reason, now: request.now,
                mailDomain: request.mailDomain))
    }

    /// Refused when there is nothing to end.
    public func end(
        _ request: EndTrainer
    ) async throws(DatabaseError) -> Result<Void, LadderRefusal> {
        try await move(
            WriteTrainerMove(
                programme: request.programme, person: request.person, move: .end,
                actor: request.actor, reason: request.reason, now: request.now, mailDomain: ""))
    }

    private func move(
        _ statement: WriteTrainerMove
    ) async throws(DatabaseError) -> Result<Void, LadderRefusal> {
        let (outcome, standing) =
            try await run(statement).first ?? (outcome: "unknown", standing: nil)
        switch outcome {
        case "done": return .success(())
        case "not-allowed": return .failure(.notAllowed(statement.move, standing))
        default: return .failure(LadderRefusal(word: outcome) ?? .unknown)
        }
    }
}

/// Moves a person on the ladder.
struct WriteTrainerMove: Statement {
    static let sql: StaticString = """
        SELECT outcome, standing FROM move_trainer($1, $2, $3, $4, $5, $6, $7)
        """

    var programme: Code
    var person: UUID
    var move: TrainerMove
    var actor: RegistryActor
    var reason: String?
    var now: Date
    var mailDomain: String

    func bind(to parameters: inout Parameters) {
        parameters.add(programme.description)
        parameters.add(person)
        parameters.add(move.rawValue)
        parameters.add(actor.description)
        parameters.add(reason)
        parameters.add(now)
        parameters.add(mailDomain)
    }

    static func decode(
        _ row: RowReader
    ) throws(DatabaseError) -> (outcome: String, standing: TrainerStanding?) {
        (try row.text(0), try row.textIfAny(1).flatMap(TrainerStanding.init(rawValue:)))
    }
}
