public import Foundation
public import Postgres

/// What a nominee says by their link.
public struct AnswerNomination: Sendable {
    public enum Answer: Sendable {
        /// With their own data, as they corrected it, and the privacy notice they were shown.
        case confirm(Particulars, NoticeVersion)
        case decline
    }

    public var token: AccessToken
    public var answer: Answer
    public var now: Date
    public var mailDomain: String

    public init(token: AccessToken, answer: Answer, now: Date, mailDomain: String) {
        self.token = token
        self.answer = answer
        self.now = now
        self.mailDomain = mailDomain
    }
}

/// What came of an answer.
public enum NominationAnswer: String, Sendable, Equatable {
    case seated
    /// Confirmed, but those of earlier ranks have the seats.
    case alternate
    case declined
}

extension Database {
    /// Confirming makes the person, their interest, and their participation where a seat is theirs.
    public func answer(
        _ request: AnswerNomination
    ) async throws(DatabaseError) -> Result<NominationAnswer, NominationRefusal> {
        switch try await nominationWord(WriteNominationAnswer(request: request)) {
        case .failure(let refusal): return .failure(refusal)
        case .success(let word):
            guard let answer = NominationAnswer(rawValue: word) else {
                throw .failed(sqlState: "22023", message: "no word for an answer")
            }
            return .success(answer)
        }
    }
}

/// Confirms or declines under the lock of the room.
struct WriteNominationAnswer: Statement {
    static let sql: StaticString = """
        SELECT answer_nomination($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        """

    var request: AnswerNomination

    func bind(to parameters: inout Parameters) {
        var person: Particulars?
        var notice: NoticeVersion?
        if case .confirm(let given, let shown) = request.answer {
            (person, notice) = (given, shown)
        }
        parameters.add(request.token.bytes)
        parameters.add(person != nil)
        parameters.add(person?.givenName.description)
        parameters.add(person?.familyName.description)
        parameters.add(person?.organisation?.description)
        parameters.add(person?.sector.description)
        parameters.add(person?.country.description)
        parameters.add(person?.language?.description)
        parameters.add(notice?.description)
        parameters.add(request.now)
        parameters.add(request.mailDomain)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> String { try row.text(0) }
}
