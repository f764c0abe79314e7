import COpenSSL
import Glibc

/// The epoll instance of a loop and the watches registered in it.
final class Poller {
    /// What an event leads to; replaced, never reused, so that an old event finds nothing.
    final class Registration {
        let generation: UInt32
        let onReady: (Readiness) -> Void

        init(generation: UInt32, onReady: @escaping (Readiness) -> Void) {
            self.generation = generation
            self.onReady = onReady
        }
    }

    static let wakeupKey = UInt64.max
    private static let eventsPerTurn = 512

    private let epoll: Int32
    private let events = UnsafeMutablePointer<epoll_event>.allocate(capacity: eventsPerTurn)
    /// By descriptor: they are small numbers.
    private var registrations: [Registration?] = []
    private var lastGeneration: UInt32 = 0

    init() throws(SystemError) {
        epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
        guard epoll >= 0 else { throw SystemError(call: "epoll_create1") }
    }

    deinit {
        if epoll >= 0 { Glibc.close(epoll) }
        events.deallocate()
    }

    func add(_ descriptor: Int32, key: UInt64, events: UInt32) throws(SystemError) {
        try control(EPOLL_CTL_ADD, descriptor, key: key, events: events)
    }

    /// Returns the key of the registration.
    func register(
        _ descriptor: Int32, events: UInt32, onReady: @escaping (Readiness) -> Void
    ) throws(SystemError) -> UInt64 {
        guard descriptor >= 0 else { throw SystemError(code: EBADF, call: "epoll_ctl") }
        lastGeneration &+= 1
        let key = UInt64(lastGeneration & 0x7fff_ffff) << 32 | UInt64(descriptor)
        try control(EPOLL_CTL_ADD, descriptor, key: key, events: events)
        let index = Int(descriptor)
        while registrations.count <= index { registrations.append(nil) }
        registrations[index] = Registration(
            generation: UInt32(truncatingIfNeeded: key >> 32), onReady: onReady)
        return key
    }

    func update(key: UInt64, events: UInt32) {
        // Cannot fail for a registered descriptor; one that was closed has no events to come.
        try? control(
            EPOLL_CTL_MOD, Int32(truncatingIfNeeded: key & 0xffff_ffff), key: key, events: events)
    }

    /// May be called by any thread; `forget` has to follow on the loop's own.
    func deregister(key: UInt64) {
        _ = epoll_ctl(epoll, EPOLL_CTL_DEL, Int32(truncatingIfNeeded: key & 0xffff_ffff), nil)
    }

    func forget(key: UInt64) {
        guard registration(for: key) != nil else { return }
        registrations[Int(key & 0xffff_ffff)] = nil
    }

    private func registration(for key: UInt64) -> Registration? {
        let index = Int(key & 0xffff_ffff)
        guard index < registrations.count, let found = registrations[index],
            found.generation == UInt32(truncatingIfNeeded: key >> 32)
        else { return nil }
        return found
    }

    /// Waits for events and calls those who watch for them.
    func poll(milliseconds: Int32) {
        let count = epoll_wait(epoll, events, Int32(Self.eventsPerTurn), milliseconds)
        guard count > 0 else { return }
        for index in 0..<Int(count) {
            let event = events[index]
            let key = event.data.u64
            guard key != Self.wakeupKey, let found = registration(for: key) else { continue }
            found.onReady(Readiness(events: event.events))
        }
    }

    private func control(
        _ operation: Int32, _ descriptor: Int32, key: UInt64, events: UInt32
    ) throws(SystemError) {
        var event = epoll_event()
        event.events = events
        event.data.u64 = key
        guard epoll_ctl(epoll, operation, descriptor, &event) == 0 else {
            throw SystemError(call: "epoll_ctl")
        }
    }
}
