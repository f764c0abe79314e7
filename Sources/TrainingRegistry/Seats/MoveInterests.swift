public import Foundation
public import Postgres

/// One move of one interest, as a coordinator asks for it.
public struct InterestMove: Sendable {
    public var interest: UUID
    public var to: InterestStatus
    public var reason: String?
    /// Until when an offer stands; nil for as long as offers of the event do.
    public var expiresAt: Date?
    /// What whoever decides saw; nil to take it as it is.
    ///
    /// Another one is refused as changed meanwhile.
    public var seen: InterestStatus?

    public init(
        _ interest: UUID, to: InterestStatus, reason: String? = nil, expiresAt: Date? = nil,
        seen: InterestStatus? = nil
    ) {
        self.seen = seen
        self.interest = interest
        self.to = to
        self.reason = reason
        self.expiresAt = expiresAt
    }
}

/// Moves interests of an event, each for itself; the decision is kept in its words.
public struct MoveInterests: Sendable {
    public var change: RoomChange
    public var moves: [InterestMove]
    public var decision: DecisionWords?

    public static let movesMax = 1_000

    public init(_ change: RoomChange, moves: [InterestMove], decision: DecisionWords? = nil) {
        self.change = change
        self.moves = moves
        self.decision = decision
    }
}

/// What became of one move.
public struct MoveReport: Sendable, Equatable {
    public let interest: UUID
    /// Nil when it was done.
    public let refusal: SeatRefusal?
    /// The status in force afterwards; nil when there is no such interest in the event.
    public let status: InterestStatus?
    /// Where a coordinator may move it from there.
    public let allowed: [InterestStatus]
    /// Until when a seat is promised to it.
    public let expiresAt: Date?
}

extension Database {
    /// One report for each move, in their order; nil when there is no such event.
    ///
    /// What a move frees is offered on when all of them are done.
    public func move(
        _ request: MoveInterests
    ) async throws(DatabaseError) -> [MoveReport]? {
        guard let plan = try await judge(request) else { return nil }
        var reports = plan.reports
        guard let write = plan.write else { return reports }
        for (index, done) in zip(plan.chosen, try await run(write, within: RoomLine.patience)) {
            reports[index] = MoveReport(
                interest: request.moves[index].interest, refusal: done.refusal,
                status: done.status,
                allowed: done.status?.allowedMoves(by: .coordinator, isOpen: plan.isOpen) ?? [],
                expiresAt: done.expiresAt)
        }
        return reports
    }

    /// What can be said of moves before anybody's seat is looked at; nil without such an event.
    func judge(_ request: MoveInterests) async throws(DatabaseError) -> JudgedMoves? {
        let read = try await run(
            ReadStandings(event: request.change.event, interests: request.moves.map(\.interest)))
        guard let event = read.first?.event else { return nil }
        let isOpen = read.first?.isOpen ?? false
        var standing: [UUID: InterestStatus] = [:]
        for row in read { if let id = row.interest { standing[id] = row.status } }
        let reports = request.moves.map { move in
            let status = standing[move.interest]
            return MoveReport(
                interest: move.interest,
                refusal: move.refusal(from: status, isOpen: isOpen, now: request.change.now),
                status: status,
                allowed: status?.allowedMoves(by: .coordinator, isOpen: isOpen) ?? [],
                expiresAt: nil)
        }
        let chosen = reports.indices.filter { reports[$0].refusal == nil }
        let write = WriteMoves(
            event: event, request: request, moves: chosen.map { request.moves[$0] },
            seen: chosen.map { standing[request.moves[$0].interest] ?? .received })
        return JudgedMoves(
            reports: reports, chosen: chosen, isOpen: isOpen,
            write: chosen.isEmpty ? nil : write)
    }
}

/// Moves of which the impossible ones are refused, and what writes the others.
struct JudgedMoves {
    let reports: [MoveReport]
    /// The indices of those that may be tried.
    let chosen: [Int]
    let isOpen: Bool
    let write: WriteMoves?
}

extension InterestMove {
    /// Why it is refused before anybody's seat is looked at; nil when it may be tried.
    fileprivate func refusal(
        from status: InterestStatus?, isOpen: Bool, now: Date
    ) -> SeatRefusal? {
        guard let status else { return .unknownInterest }
        if let seen, seen != status { return .changedMeanwhile }
        // What it is already, it becomes without anything being done.
        if status == to { return nil }
        if !status.allowedMoves(by: .coordinator, isOpen: isOpen).contains(to) {
            return .notAllowed
        }
        if let expiresAt, expiresAt <= now { return .offerInThePast }
        return nil
    }
}

/// Reads the event and the statuses in force of some interests in it; one row at least.
struct ReadStandings: Statement {
    static let sql: StaticString = """
        SELECT event.id, event.admission = 'open', i.id, i.status
        FROM event LEFT JOIN interest_now i ON i.event_id = event.id AND i.id = ANY ($2)
        WHERE event.code = $1
        """

    var event: Code
    var interests: [UUID]

    func bind(to parameters: inout Parameters) {
        parameters.add(event.description)
        parameters.add(interests)
    }

    /// One interest, or none.
    struct Row: Sendable {
        let event: UUID
        let isOpen: Bool
        let interest: UUID?
        let status: InterestStatus?
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> Row {
        let interest = try row.uuidIfAny(2)
        return Row(
            event: try row.uuid(0), isOpen: try row.flag(1), interest: interest,
            status: interest == nil ? nil : try row.word(3, of: InterestStatus.self))
    }
}

/// Makes moves whose statuses are still the ones that were seen.
struct WriteMoves: Statement {
    static let sql: StaticString = """
        WITH begun AS MATERIALIZED (SELECT begin_mailing($11, 'moves', $1, $8, $9) AS at),
        done AS MATERIALIZED (
            SELECT answer.* FROM begun CROSS JOIN LATERAL
                move_interests($1, $2, $3, $4, $5, $6, $7, begun.at, $9, $10) AS answer
        )
        SELECT outcome, status, promised_until,
               (SELECT end_mailing($11, $12, $8, count(*)) FROM done)
        FROM done ORDER BY row_number
        """

    var event: UUID
    var request: MoveInterests
    var moves: [InterestMove]
    var seen: [InterestStatus]

    func bind(to parameters: inout Parameters) {
        parameters.add(event)
        parameters.add(moves.map(\.interest))
        parameters.add(seen.map(\.rawValue))
        parameters.add(moves.map(\.to.rawValue))
        parameters.add(moves.map(\.reason) as [String?])
        parameters.add(moves.map(\.expiresAt) as [Date?])
        parameters.add(request.decision?.description)
        parameters.add(request.change.now)
        parameters.add(request.change.actor.description)
        parameters.add(request.change.mailDomain)
        parameters.add(request.change.mails.id)
        parameters.add(request.change.mails.choice?.rawValue)
    }

    /// What became of one of them.
    struct Row: Sendable {
        let refusal: SeatRefusal?
        let status: InterestStatus?
        let expiresAt: Date?
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> Row {
        let outcome = try row.text(0)
        let status = try row.textIfAny(1)
        return Row(
            refusal: InterestStatus(rawValue: outcome) == nil
                ? try row.word(0, of: SeatRefusal.self) : nil,
            status: status.flatMap(InterestStatus.init(rawValue:)),
            expiresAt: try row.instantIfAny(2))
    }
}
