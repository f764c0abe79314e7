import Glibc

/// One TCP stream on a loop, plain or under TLS.
///
/// Used by code that is isolated to its loop only. One task may read while another writes.
public final class Channel {
    public let peer: SocketAddress
    private let socket: Socket

    init(_ socket: Socket, peer: SocketAddress) {
        self.socket = socket
        self.peer = peer
    }

    private var loop: Loop { socket.loop }

    /// Reads what is there, waiting for the first byte; empty at the end of the stream.
    public func read(
        atMost: Int = 65_536, deadline: Instant
    ) async throws(ChannelError) -> [UInt8] {
        loop.preconditionOnLoop()
        if loop.isOutOfCredit() { await loop.yield() }
        let buffer = UnsafeMutableRawBufferPointer(
            rebasing: loop.scratch[..<min(max(atMost, 1), loop.scratch.count)])
        while true {
            if let count = try socket.receive(into: buffer) { return Array(buffer[..<count]) }
            try await socket.waitUntilReadable(deadline: deadline)
        }
    }

    /// Writes all of it before it returns.
    public func write(_ bytes: [UInt8], deadline: Instant) async throws(ChannelError) {
        loop.preconditionOnLoop()
        if loop.isOutOfCredit() { await loop.yield() }
        var sent = 0
        while sent < bytes.count {
            let count = try bytes.withUnsafeBufferPointer { all throws(ChannelError) in
                try socket.send(UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: all[sent...])))
            }
            if let count {
                sent += count
            } else {
                try await socket.waitUntilWritable(deadline: deadline)
            }
        }
    }

    public func startTLS(
        _ tls: TLSClient, serverName: String, deadline: Instant
    ) async throws(ChannelError) {
        throw .tls("not supported yet")
    }

    public func startTLS(_ tls: TLSServer, deadline: Instant) async throws(ChannelError) {
        throw .tls("not supported yet")
    }

    public var isTLS: Bool { false }

    /// Ends our direction; the peer's may go on.
    public func shutdownWrite() { socket.shutdownWrite() }

    /// Ends both directions in order; parked tasks get `.closed`.
    public func close() { socket.close() }

    /// Breaks the stream off, so that the peer does not take it for complete.
    public func abort() { socket.close(resetting: true) }
}
