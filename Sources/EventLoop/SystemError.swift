import Glibc

/// A call to the kernel that failed, with its errno.
public struct SystemError: Error, Sendable, Equatable, CustomStringConvertible {
    public let code: Int32
    public let call: String

    public init(code: Int32, call: String) {
        self.code = code
        self.call = call
    }

    /// Takes errno as it stands, so nothing may come between the call and this.
    init(call: String) {
        self.init(code: errno, call: call)
    }

    public var description: String { "\(call): \(String(cString: strerror(code)))" }
}
