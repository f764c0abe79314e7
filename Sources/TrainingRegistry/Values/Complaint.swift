/// What is wrong with one member of a document, pointed at with a JSON Pointer (RFC 6901).
public struct Complaint: Sendable, Equatable {
    public var pointer: String
    /// A stable word for programs.
    public var code: String
    /// A sentence for people.
    public var detail: String

    public init(_ pointer: String, _ code: String, _ detail: String) {
        self.pointer = pointer
        self.code = code
        self.detail = detail
    }
}
