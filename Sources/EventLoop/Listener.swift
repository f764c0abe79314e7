import COpenSSL
import Glibc

/// A TCP port on which a loop takes connections.
public final class Listener {
    /// With the port that the kernel chose when 0 was asked for.
    public let address: SocketAddress
    private let loop: Loop
    private var descriptor: Int32
    private var watch: Watch?
    private var isReady = true
    private let waiter: Waiter
    private var backOff: Timer?

    /// How long accepting rests when the descriptors are used up: the next attempt would fail too.
    private static let rest = Duration.milliseconds(50)

    /// With `reusePort` every loop has its own listener on one port, and the kernel shares out.
    public init(
        at address: SocketAddress, on loop: Loop, reusePort: Bool, backlog: Int32 = 1024
    ) throws(SystemError) {
        loop.preconditionOnLoop()
        let descriptor = socketDescriptor(family: address.family)
        guard descriptor >= 0 else { throw SystemError(call: "socket") }
        self.loop = loop
        waiter = Waiter(on: loop)
        self.descriptor = descriptor
        do {
            self.address = try Self.open(
                descriptor, at: address, reusePort: reusePort, backlog: backlog)
        } catch {
            Glibc.close(descriptor)
            throw error
        }
        watch = try Watch(descriptor, on: loop, trigger: .edge, reads: true, writes: false) {
            [weak self] _ in
            self?.isReady = true
            self?.waiter.wake(.ready)
        }
    }

    deinit {
        if loop.isOnThread { backOff?.unset() }
        watch = nil
        if descriptor >= 0 { Glibc.close(descriptor) }
    }

    private static func open(
        _ descriptor: Int32, at address: SocketAddress, reusePort: Bool, backlog: Int32
    ) throws(SystemError) -> SocketAddress {
        var on: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, 4)
        if reusePort, setsockopt(descriptor, SOL_SOCKET, SO_REUSEPORT, &on, 4) != 0 {
            throw SystemError(call: "setsockopt")
        }
        guard address.withSockaddr({ bind(descriptor, $0, $1) }) == 0 else {
            throw SystemError(call: "bind")
        }
        guard listen(descriptor, backlog) == 0 else { throw SystemError(call: "listen") }
        let (_, actual) = SocketAddress.filled { getsockname(descriptor, $0, $1) }
        guard let actual else { throw SystemError(call: "getsockname") }
        return actual
    }

    /// Waits for the next connection.
    ///
    /// A connection that broke off while it was queued is nobody's fault and is passed over.
    public func accept() async throws(ChannelError) -> Channel {
        loop.preconditionOnLoop()
        if loop.isOutOfCredit() { await loop.yield() }
        while true {
            guard descriptor >= 0 else { throw .closed }
            if isReady, let channel = try next() { return channel }
            if isReady { continue }
            waiter.begin()
            if let error = ChannelError(await waiter.wait()) { throw error }
        }
    }

    /// Nil with `isReady` set when it is worth trying again at once.
    private func next() throws(ChannelError) -> Channel? {
        let flags = Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let (accepted, peer) = SocketAddress.filled { accept4(descriptor, $0, $1, flags) }
        let code = errno
        guard accepted < 0 else {
            guard let peer, let socket = try? Socket(accepted, on: loop, isConnected: true) else {
                return nil
            }
            return Channel(socket, peer: peer)
        }
        switch code {
        case EAGAIN:
            isReady = false
        case EMFILE, ENFILE, ENOBUFS, ENOMEM:
            isReady = false
            takeRest()
        case EBADF, EINVAL, ENOTSOCK, EOPNOTSUPP, EFAULT:
            throw ChannelError(code: code, call: "accept4")
        default:
            // accept(2): pending errors of the new connection are to be treated like EAGAIN.
            break
        }
        return nil
    }

    private func takeRest() {
        let timer =
            backOff
            ?? Timer(reusableOn: loop) { [weak self] in
                self?.isReady = true
                self?.waiter.wake(.ready)
            }
        backOff = timer
        timer.set(to: loop.now + Self.rest)
    }

    /// Takes no more connections; a parked `accept` gets `.closed`.
    public func close() {
        guard descriptor >= 0 else { return }
        backOff?.cancel()
        backOff = nil
        watch?.cancel()
        watch = nil
        Glibc.close(descriptor)
        descriptor = -1
        waiter.wake(.closed)
    }
}
