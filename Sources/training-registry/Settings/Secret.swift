/// A value that must not be printed.
///
/// Only `reveal()` gives it, so `grep reveal` lists every use.
struct Secret: Sendable, Equatable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    private let value: String

    init(_ value: String) { self.value = value }

    func reveal() -> String { value }

    var description: String { "(secret)" }
    var debugDescription: String { description }
    var customMirror: Mirror { Mirror(self, children: []) }
}
