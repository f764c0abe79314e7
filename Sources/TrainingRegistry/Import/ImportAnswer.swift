import Postgres

/// What the database says about one row, by its place among those that were sent.
struct ImportAnswer: Sendable {
    /// Counts from 1.
    let ordinal: Int
    let outcome: ImportReport.Outcome
    /// The columns that are wrong, each with a code.
    let errors: [(column: String, code: String)]

    /// An ordinal, an outcome, and texts such as `sector unknown-sector`.
    init(_ row: RowReader) throws(DatabaseError) {
        ordinal = try row.integer(0)
        outcome = try row.word(1, of: ImportReport.Outcome.self)
        errors = try row.texts(2).map { text in
            let words = text.split(separator: " ").map(String.init)
            return (words.first ?? "", words.last ?? "")
        }
    }
}

extension Database {
    /// Judges the rows that could be read, and lets them be written when all could.
    func report<S: Statement>(
        on rows: [ImportRow], sent: [ImportRow], apply: Bool, _ statement: (Bool) -> S
    ) async throws(DatabaseError) -> ImportReport where S.Row == ImportAnswer {
        let mayWrite = apply && sent.count == rows.count
        let answers = try await run(statement(mayWrite), within: .seconds(60))
        let isClean = answers.allSatisfy { $0.outcome != .error }
        return ImportReport(rows, sent: sent, answers: answers, isWritten: mayWrite && isClean)
    }
}
