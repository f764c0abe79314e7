/// A value that belongs to a loop, in a box that may travel where the value itself may not.
///
/// Unchecked, because the box is opened on the loop's thread only, which it checks, and because
/// the value is let go of there too, wherever the last holder of the box was.
public final class LoopBound<Value>: @unchecked Sendable {
    private let loop: Loop
    /// Kept by hand: the last release has to happen on the loop.
    private let held: Unmanaged<Box>

    public init(_ value: Value, on loop: Loop) {
        loop.preconditionOnLoop()
        self.loop = loop
        held = .passRetained(Box(value))
    }

    deinit {
        nonisolated(unsafe) let held = held
        if loop.isOnThread { held.release() } else { loop.submit { held.release() } }
    }

    /// The value; a program that asks elsewhere than on the loop ends.
    public var value: Value {
        loop.preconditionOnLoop()
        return held.takeUnretainedValue().value
    }

    private final class Box {
        let value: Value

        init(_ value: Value) { self.value = value }
    }
}
