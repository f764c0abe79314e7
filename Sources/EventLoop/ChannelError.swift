import Glibc

/// Why a stream could not be opened, read or written.
public enum ChannelError: Error, Sendable, Equatable, CustomStringConvertible {
    case deadlineExceeded
    /// This side has closed it.
    case closed
    /// The peer broke it off, or ended a TLS stream without saying so (RFC 8446 §6.1).
    case reset
    case refused
    case unresolvable(String)
    case tls(String)
    case system(code: Int32, call: String)
    case cancelled

    init(code: Int32, call: String) {
        self =
            switch code {
            case ECONNRESET, EPIPE, ECONNABORTED: .reset
            case ECONNREFUSED: .refused
            case EBADF: .closed
            default: .system(code: code, call: call)
            }
    }

    /// Nil for the one outcome of a wait that is no error.
    init?(_ wake: Waiter.Wake) {
        switch wake {
        case .ready: return nil
        case .deadline: self = .deadlineExceeded
        case .closed: self = .closed
        case .cancelled: self = .cancelled
        }
    }

    public var description: String {
        switch self {
        case .deadlineExceeded: "the deadline has passed"
        case .closed: "the connection is closed"
        case .reset: "the peer broke off the connection"
        case .refused: "the connection was refused"
        case .unresolvable(let reason): "the name cannot be resolved: \(reason)"
        case .tls(let reason): "TLS: \(reason)"
        case .system(let code, let call): SystemError(code: code, call: call).description
        case .cancelled: "the task was cancelled"
        }
    }
}
