import COpenSSL
import Glibc

extension Channel {
    /// Opens a stream, trying each address of a name in turn until the deadline.
    public static func connect(
        to endpoint: Endpoint, on loop: Loop, deadline: Instant
    ) async throws(ChannelError) -> Channel {
        loop.preconditionOnLoop()
        var addresses: [SocketAddress]
        switch endpoint {
        case .ip(let address): addresses = [address]
        case .host(let name, let port):
            addresses = try await Resolver.addresses(
                of: name, port: port, on: loop, deadline: deadline)
        }
        var failure = ChannelError.unresolvable("no address")
        while !addresses.isEmpty {
            let share = Self.share(of: deadline, among: addresses.count)
            let address = addresses.removeFirst()
            do {
                return try await connect(to: address, on: loop, deadline: share)
            } catch .cancelled {
                throw .cancelled
            } catch {
                failure = error
            }
        }
        throw failure
    }

    /// A silent first address leaves time for the next.
    private static func share(of deadline: Instant, among count: Int) -> Instant {
        guard deadline != .never, count > 1 else { return deadline }
        let now = Instant.now()
        return deadline <= now ? deadline : now + (deadline - now) / count
    }

    private static func connect(
        to address: SocketAddress, on loop: Loop, deadline: Instant
    ) async throws(ChannelError) -> Channel {
        let descriptor = socketDescriptor(family: address.family)
        guard descriptor >= 0 else { throw ChannelError(code: errno, call: "socket") }
        let result = address.withSockaddr { Glibc.connect(descriptor, $0, $1) }
        let code = errno
        if result != 0, code != EINPROGRESS {
            Glibc.close(descriptor)
            throw ChannelError(code: code, call: "connect")
        }
        let socket: Socket
        do {
            socket = try Socket(descriptor, on: loop, isConnected: result == 0)
        } catch {
            throw .system(code: error.code, call: error.call)
        }
        if result != 0 { try await socket.waitUntilWritable(deadline: deadline) }
        if let error = socket.connectionError() { throw error }
        return Channel(socket, peer: address)
    }
}

/// A new TCP descriptor that does not block and is not inherited; -1 with errno set.
func socketDescriptor(family: Int32) -> Int32 {
    let type =
        Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
        | Int32(SOCK_CLOEXEC.rawValue)
    return socket(family, type, 0)
}
