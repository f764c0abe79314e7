public import Foundation
public import Postgres

/// Accepts or declines to become a trainer, by the person's own link.
public struct AnswerInvitation: Sendable {
    public var token: AccessToken
    public var programme: Code
    public var accepts: Bool
    public var now: Date

    public init(token: AccessToken, programme: Code, accepts: Bool, now: Date) {
        self.token = token
        self.programme = programme
        self.accepts = accepts
        self.now = now
    }
}

/// Where the person of a link stands in one programme.
public struct OwnStanding: Sendable, Hashable {
    public var programme: Code
    public var title: String
    public var standing: TrainerStanding

    public init(programme: Code, title: String, standing: TrainerStanding) {
        self.programme = programme
        self.title = title
        self.standing = standing
    }
}

extension Database {
    /// Answering twice is answering once; refused where no invitation is open any more.
    public func answer(
        _ request: AnswerInvitation
    ) async throws(DatabaseError) -> Result<Void, LadderRefusal> {
        let answer = try await run(WriteInvitationAnswer(request: request)).first
        let move: TrainerMove = request.accepts ? .accept : .decline
        switch answer?.outcome {
        case "done": return .success(())
        case "not-allowed": return .failure(.notAllowed(move, answer?.standing))
        case let word?: return .failure(LadderRefusal(word: word) ?? .unknown)
        case nil: return .failure(.unknown)
        }
    }

    /// The standings of the person of a link; nil when the link is not good now.
    public func ownStandings(
        of token: AccessToken, at now: Date
    ) async throws(DatabaseError) -> [OwnStanding]? {
        let rows = try await run(ReadOwnStandings(token: token, now: now))
        return rows.isEmpty ? nil : rows.compactMap { $0 }
    }
}

/// Checks whose invitation it is, and answers it.
struct WriteInvitationAnswer: Statement {
    static let sql: StaticString = """
        SELECT outcome, standing FROM answer_trainer_invitation($1, $2, $3, $4)
        """

    var request: AnswerInvitation

    func bind(to parameters: inout Parameters) {
        parameters.add(request.token.bytes)
        parameters.add(request.programme.description)
        parameters.add(request.accepts)
        parameters.add(request.now)
    }

    static func decode(
        _ row: RowReader
    ) throws(DatabaseError) -> (outcome: String, standing: TrainerStanding?) {
        (try row.text(0), try row.textIfAny(1).flatMap(TrainerStanding.init(rawValue:)))
    }
}

/// Reads where the person of a link stands; one empty row where nowhere.
struct ReadOwnStandings: Statement {
    static let sql: StaticString = """
        SELECT programme.code, programme.title, n.standing
        FROM access_token t
        LEFT JOIN trainer_now n ON n.person_id = t.person_id
        LEFT JOIN programme ON programme.id = n.programme_id
        WHERE t.hash = sha256($1::bytea) AND t.purpose = 'my' AND t.expires_at > $2
        ORDER BY n.occurred_at DESC, programme.code
        """

    var token: AccessToken
    var now: Date

    func bind(to parameters: inout Parameters) {
        parameters.add(token.bytes)
        parameters.add(now)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> OwnStanding? {
        guard let code = try row.textIfAny(0).flatMap({ try? Code(parsing: $0) }),
            let standing = try row.textIfAny(2).flatMap(TrainerStanding.init(rawValue:))
        else { return nil }
        return OwnStanding(programme: code, title: try row.text(1), standing: standing)
    }
}
