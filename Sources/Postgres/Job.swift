import EventLoop

/// One statement on its way: waiting, on the wire, or answered.
class Job {
    /// Tells statements apart for preparing.
    let kind: ObjectIdentifier
    let sql: StaticString
    let parameters: Parameters
    /// When its caller is answered, at the latest but for the time that a cancel takes.
    let deadline: Instant
    /// When it is looked at next because it takes too long.
    var nextCheck: Instant

    /// It is prepared in its own group under no name, which cannot collide with anything.
    var isPreparedAlone = false
    /// Its group begins with a prepare whose answer has not come.
    var awaitsPrepare = false
    /// Once; it has been shown to have had no effect.
    var mayRunAgain = true
    var isOverdue = false
    /// The first error in its group; what follows in the group is aborted.
    var error: DatabaseError?
    var wantsPreparingAgain = false
    /// Its caller has an answer.
    private(set) var isDone = false

    /// `connectedBy` is how long it waits where no connection is up.
    init(
        kind: ObjectIdentifier, sql: StaticString, parameters: Parameters, deadline: Instant,
        connectedBy: Instant
    ) {
        self.kind = kind
        self.sql = sql
        self.parameters = parameters
        self.deadline = deadline
        nextCheck = min(connectedBy, deadline)
    }

    /// For whoever looks at the server's prepared statements.
    var name: String { "" }

    /// Takes the rows; they count only when the group has ended.
    func take(_ rows: ResultSet) {}

    final func finish(_ error: DatabaseError?) {
        guard !isDone else { return }
        isDone = true
        resume(error)
    }

    fileprivate func resume(_ error: DatabaseError?) {}

    final func prepareToRunAgain() {
        mayRunAgain = false
        isPreparedAlone = true
        awaitsPrepare = false
        error = nil
        wantsPreparingAgain = false
    }
}

/// A job that decodes the rows of its statement and resumes whoever waits for them.
final class StatementJob<S: Statement>: Job {
    private let continuation: CheckedContinuation<Result<[S.Row], DatabaseError>, Never>
    private var rows: Result<[S.Row], DatabaseError> = .success([])

    init(
        _ statement: S, deadline: Instant, connectedBy: Instant,
        continuation: CheckedContinuation<Result<[S.Row], DatabaseError>, Never>
    ) {
        self.continuation = continuation
        var parameters = Parameters()
        statement.bind(to: &parameters)
        super.init(
            kind: ObjectIdentifier(S.self), sql: S.sql, parameters: parameters,
            deadline: deadline, connectedBy: connectedBy)
    }

    override var name: String { "\(S.self)" }

    override func take(_ rows: ResultSet) {
        guard !isDone else { return }
        self.rows = Result { () throws(DatabaseError) in try rows.decode(as: S.self) }
    }

    override fileprivate func resume(_ error: DatabaseError?) {
        if let error {
            continuation.resume(returning: .failure(error))
        } else {
            continuation.resume(returning: rows)
        }
    }
}
