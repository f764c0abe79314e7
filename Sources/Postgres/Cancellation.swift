import CPostgres
import EventLoop
import Glibc

/// One `PQcancel`, which blocks, on a thread of its own.
///
/// The thread rings an eventfd that the loop watches, so that nothing of the connection leaves the
/// loop. A thread that hangs in a dead network keeps its own duplicate of the eventfd.
final class Cancellation {
    /// What the thread owns.
    private final class Order: Sendable {
        let cancel: UInt
        let bell: Int32

        init(cancel: UInt, bell: Int32) {
            self.cancel = cancel
            self.bell = bell
        }
    }

    private let bell: Int32
    private var watch: Watch?

    /// Nil when the process is out of descriptors or threads.
    init?(_ connection: OpaquePointer, on loop: Loop, onReturn: @escaping () -> Void) {
        bell = registry_pg_bell()
        guard bell >= 0 else { return nil }
        do {
            watch = try Watch(bell, on: loop, trigger: .edge, reads: true, writes: false) { _ in
                onReturn()
            }
        } catch {
            return nil
        }
        let duplicate = fcntl(bell, F_DUPFD_CLOEXEC, 0)
        guard duplicate >= 0 else { return nil }
        guard let cancel = PQgetCancel(connection), Self.start(cancel, duplicate) else {
            Glibc.close(duplicate)
            return nil
        }
    }

    deinit {
        watch = nil
        if bell >= 0 { Glibc.close(bell) }
    }

    private static func start(_ cancel: OpaquePointer, _ bell: Int32) -> Bool {
        var thread = pthread_t()
        let order = Unmanaged.passRetained(
            Order(cancel: UInt(bitPattern: cancel), bell: bell))
        let failure = pthread_create(
            &thread, nil,
            { context in
                guard let context else { return nil }
                Cancellation.carryOut(Unmanaged<Order>.fromOpaque(context).takeRetainedValue())
                return nil
            }, order.toOpaque())
        guard failure == 0 else {
            order.release()
            PQfreeCancel(cancel)
            return false
        }
        pthread_detach(thread)
        return true
    }

    private static func carryOut(_ order: Order) {
        let cancel = OpaquePointer(bitPattern: order.cancel)
        var message = [CChar](repeating: 0, count: 256)
        // Whether it worked shows in the answer to the statement.
        _ = PQcancel(cancel, &message, Int32(message.count))
        PQfreeCancel(cancel)
        registry_pg_ring(order.bell)
        Glibc.close(order.bell)
    }
}
