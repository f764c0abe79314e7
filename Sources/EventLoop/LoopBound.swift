/// A value that belongs to a loop, in a box that may travel where the value itself may not.
///
/// Unchecked, because the box is opened on the loop's thread only, which it checks, and because
/// the value is let go of there too, wherever the last holder of the box was.
public final class LoopBound<Value>: @unchecked Sendable {
    private let loop: Loop
    private var held: Value?

    public init(_ value: Value, on loop: Loop) {
        loop.preconditionOnLoop()
        self.loop = loop
        held = value
    }

    deinit {
        guard !loop.isOnThread, let value = held.take() else { return }
        let last = Last(value)
        loop.submit { _ = last }
    }

    /// The value; a program that asks elsewhere than on the loop ends.
    public var value: Value {
        loop.preconditionOnLoop()
        guard let held else { preconditionFailure("the value is gone") }
        return held
    }

    /// Carries the value to the loop, to be let go of.
    private final class Last: @unchecked Sendable {
        private let value: Value

        init(_ value: Value) { self.value = value }
    }
}
