public import Foundation
public import Postgres

/// What moves would do if they were made now.
public struct MovesPreview: Sendable, Equatable {
    /// One for each move, in their order.
    public let reports: [MoveReport]
    /// What would leave, in the order in which it would be written.
    public let mails: [PlannedMail]
}

/// A mail that would be written, with what it is made of.
public struct PlannedMail: Sendable, Equatable {
    public let template: String
    /// In which its reader wants it (BCP 47).
    public let language: String
    public let name: String
    /// Nil of somebody who is informed without an interest.
    public let interest: UUID?
    /// JSON, as the renderer takes it.
    public let parameters: String

    public init(
        template: String, language: String, name: String, interest: UUID?, parameters: String
    ) {
        self.template = template
        self.language = language
        self.name = name
        self.interest = interest
        self.parameters = parameters
    }
}

extension Database {
    /// Nil when there is no such event.
    ///
    /// Nothing is changed, and nobody is told.
    public func preview(
        _ request: MoveInterests
    ) async throws(DatabaseError) -> MovesPreview? {
        guard let plan = try await judge(request) else { return nil }
        guard let write = plan.write else { return MovesPreview(reports: plan.reports, mails: []) }
        let answer = try await run(PreviewWrittenMoves(write: write))
        var reports = plan.reports
        for (index, done) in zip(plan.chosen, answer.first?.moves ?? []) {
            reports[index] = MoveReport(
                interest: reports[index].interest,
                refusal: InterestStatus(rawValue: done.outcome) == nil
                    ? SeatRefusal(rawValue: done.outcome) : nil,
                status: done.status.flatMap(InterestStatus.init(rawValue:)),
                allowed: reports[index].allowed, expiresAt: nil)
        }
        return MovesPreview(reports: reports, mails: answer.compactMap(\.mail))
    }
}

/// Makes the moves and takes them back.
struct PreviewWrittenMoves: Statement {
    static let sql: StaticString = """
        SELECT (found -> 'moves')::text, mail ->> 'template', (mail ->> 'interest')::uuid,
               (mail ->> 'given_name') || ' ' || (mail ->> 'family_name'),
               (mail -> 'parameters')::text, mail ->> 'language'
        FROM preview_moves($1, $2, $3, $4, $5, $6, $7, $8) AS found
        LEFT JOIN LATERAL jsonb_array_elements(found -> 'mails') WITH ORDINALITY
            AS listed (mail, place) ON true
        ORDER BY place
        """

    var write: WriteMoves

    func bind(to parameters: inout Parameters) {
        parameters.add(write.event)
        parameters.add(write.moves.map(\.interest))
        parameters.add(write.seen.map(\.rawValue))
        parameters.add(write.moves.map(\.to.rawValue))
        parameters.add(write.moves.map(\.reason) as [String?])
        parameters.add(write.moves.map(\.expiresAt) as [Date?])
        parameters.add(write.request.change.now)
        parameters.add(write.request.change.actor.description)
    }

    /// What would become of one move.
    struct Done: Decodable, Sendable {
        let outcome: String
        let status: String?
    }

    /// A line of the answer: all moves, and one mail where there is any.
    struct Line: Sendable {
        let moves: [Done]
        let mail: PlannedMail?
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> Line {
        let text = try row.text(0)
        guard let moves = try? JSONDecoder().decode([Done].self, from: Data(text.utf8)) else {
            throw .failed(sqlState: "22023", message: "a preview cannot be read")
        }
        guard let template = try row.textIfAny(1) else { return Line(moves: moves, mail: nil) }
        return Line(
            moves: moves,
            mail: PlannedMail(
                template: template, language: try row.text(5), name: try row.text(3),
                interest: try row.uuidIfAny(2), parameters: try row.text(4)))
    }
}
