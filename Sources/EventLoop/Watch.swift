import COpenSSL
import Glibc

/// What a descriptor is ready for.
public struct Readiness: OptionSet, Sendable {
    public let rawValue: UInt8

    public init(rawValue: UInt8) { self.rawValue = rawValue }

    public static let readable = Readiness(rawValue: 1)
    public static let writable = Readiness(rawValue: 2)
    /// The peer has ended its direction or both: reading leads to the end of the stream.
    public static let hangup = Readiness(rawValue: 4)
    public static let error = Readiness(rawValue: 8)

    init(events: UInt32) {
        self = []
        if events & EPOLLIN.rawValue != 0 { insert(.readable) }
        if events & EPOLLOUT.rawValue != 0 { insert(.writable) }
        if events & (EPOLLHUP.rawValue | EPOLLRDHUP.rawValue) != 0 { insert(.hangup) }
        if events & EPOLLERR.rawValue != 0 { insert(.error) }
    }
}

/// One descriptor registered on a loop, until it is cancelled or let go.
///
/// Made and used on the loop's thread. The descriptor stays its maker's to close, after `cancel()`.
public final class Watch {
    /// Level for descriptors that a library reads as it likes (libpq), edge for our own sockets.
    public enum Trigger: Sendable { case level, edge }

    private let loop: Loop
    private let trigger: Trigger
    private var events: UInt32
    private var key: UInt64?

    public init(
        _ fd: Int32, on loop: Loop, trigger: Trigger, reads: Bool, writes: Bool,
        onReady: @escaping (Readiness) -> Void
    ) throws(SystemError) {
        loop.preconditionOnLoop()
        self.loop = loop
        self.trigger = trigger
        events = Self.events(trigger, reads: reads, writes: writes)
        key = try loop.poller.register(fd, events: events, onReady: onReady)
    }

    /// Off the loop's thread only when the last reference goes astray; the key can then wait.
    deinit {
        guard let key else { return }
        loop.poller.deregister(key: key)
        if loop.isOnThread {
            loop.poller.forget(key: key)
        } else {
            loop.submit { [loop] in loop.poller.forget(key: key) }
        }
    }

    public func update(reads: Bool, writes: Bool) {
        let events = Self.events(trigger, reads: reads, writes: writes)
        guard let key, events != self.events else { return }
        self.events = events
        loop.poller.update(key: key, events: events)
    }

    /// Deregisters; nothing is called any more, even for an event that has been fetched.
    public func cancel() {
        guard let key = key.take() else { return }
        loop.preconditionOnLoop()
        loop.poller.deregister(key: key)
        loop.poller.forget(key: key)
    }

    private static func events(_ trigger: Trigger, reads: Bool, writes: Bool) -> UInt32 {
        var events: UInt32 = 0
        if reads { events |= EPOLLIN.rawValue | EPOLLRDHUP.rawValue }
        if writes { events |= EPOLLOUT.rawValue }
        if trigger == .edge { events |= EPOLLET.rawValue }
        return events
    }
}
