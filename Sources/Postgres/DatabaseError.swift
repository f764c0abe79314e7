/// What went wrong between us and PostgreSQL.
///
/// Callers switch on these three. A constraint is part of the domain's vocabulary; the other two
/// are faults, which are logged once and shown to nobody. A message never holds values of a row:
/// it is PostgreSQL's primary message, never its detail, and class 22, whose primary messages
/// quote input, has a text of our own.
public enum DatabaseError: Error, Sendable, Equatable {
    /// SQLSTATE class 23: the row would break the named constraint.
    case constraintViolated(name: String)
    /// The same request may succeed if it is made again; whether it took effect is not known.
    case unavailable(sqlState: String, message: String)
    /// Anything else: a defect in the statement or in the schema.
    case failed(sqlState: String, message: String)

    /// Sorts an error of the server by its SQLSTATE (PostgreSQL, appendix A).
    ///
    /// 25006 is what a primary that became a standby answers to a write.
    init(sqlState: String, message: String, constraint: String?) {
        switch sqlState.prefix(2) {
        case "23":
            if let constraint, !constraint.isEmpty {
                self = .constraintViolated(name: constraint)
            } else {
                self = .failed(sqlState: sqlState, message: message)
            }
        case "22":
            self = .failed(sqlState: sqlState, message: "the server refused a value")
        case "08", "40", "53", "57":
            self = .unavailable(sqlState: sqlState, message: message)
        default:
            self =
                sqlState == "55P03" || sqlState == "25006"
                ? .unavailable(sqlState: sqlState, message: message)
                : .failed(sqlState: sqlState, message: message)
        }
    }

    /// The SQLSTATE, when the server or this room gave one.
    public var sqlState: String? {
        switch self {
        case .constraintViolated: nil
        case .unavailable(let sqlState, _), .failed(let sqlState, _): sqlState
        }
    }

    static let closed = DatabaseError.unavailable(
        sqlState: "08003", message: "the database was closed")
    static let lost = DatabaseError.unavailable(
        sqlState: "08006", message: "the connection was lost")
    static let overdue = DatabaseError.unavailable(
        sqlState: "57014", message: "the deadline of the request passed")
}
