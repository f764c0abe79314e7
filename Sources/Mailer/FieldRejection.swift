/// Why a text is not a value: a stable code for programs and a plain sentence for people.
///
/// Every value type that is read from a request rejects with one of these, so that a reader can
/// report all field errors at once.
public protocol FieldRejection: Error, Sendable {
    /// A stable word such as `too-long`; never changes meaning once a client may have seen it.
    var code: String { get }
    /// One plain English sentence that tells how to mend it, without the rejected text.
    var detail: String { get }
}
