/// One TCP stream on a loop, plain or under TLS.
///
/// Used by code that is isolated to its loop only. One task may read while another writes.
public final class Channel {
    public let peer: SocketAddress
    let socket: Socket
    private var session: TLSSession?
    /// The end has been asked for and follows the last record.
    private var endsWhenFlushed = false

    init(_ socket: Socket, peer: SocketAddress) {
        self.socket = socket
        self.peer = peer
    }

    private var loop: Loop { socket.loop }

    public var isTLS: Bool { session?.isEstablished ?? false }

    /// Reads what is there, waiting for the first byte; empty at the end of the stream.
    ///
    /// A stream under TLS that ends without the peer's word for it throws `.reset`: somebody may
    /// have cut it (RFC 8446 §6.1).
    public func read(
        atMost: Int = 65_536, deadline: Instant
    ) async throws(ChannelError) -> [UInt8] {
        loop.preconditionOnLoop()
        if loop.isOutOfCredit() { await loop.yield() }
        let buffer = UnsafeMutableRawBufferPointer(
            rebasing: loop.scratch[..<min(max(atMost, 1), loop.scratch.count)])
        if let session {
            let count = try await read(into: buffer, through: session, deadline: deadline)
            return Array(buffer[..<count])
        }
        while true {
            if let count = try socket.receive(into: buffer) { return Array(buffer[..<count]) }
            try await socket.waitUntilReadable(deadline: deadline)
        }
    }

    /// Writes all of it before it returns.
    public func write(_ bytes: [UInt8], deadline: Instant) async throws(ChannelError) {
        loop.preconditionOnLoop()
        if loop.isOutOfCredit() { await loop.yield() }
        if let session {
            return try await write(bytes, through: session, deadline: deadline)
        }
        var sent = 0
        while sent < bytes.count {
            let count = try bytes.withUnsafeBufferPointer { all throws(ChannelError) in
                let rest = UnsafeBufferPointer(rebasing: all[sent...])
                return try socket.send(UnsafeRawBufferPointer(rest))
            }
            if let count {
                sent += count
            } else {
                try await socket.waitUntilWritable(deadline: deadline)
            }
        }
    }

    /// Ends our direction; the peer's may go on.
    public func shutdownWrite() {
        guard let session else { return socket.shutdownWrite() }
        session.end()
        endsWhenFlushed = true
        flushWithoutWaiting()
    }

    /// Ends both directions in order; parked tasks get `.closed`.
    public func close() {
        session?.end()
        flushWithoutWaiting()
        socket.close()
    }

    /// Breaks the stream off, so that the peer does not take it for complete.
    public func abort() { socket.close(resetting: true) }
}

extension Channel {
    /// Goes over to TLS and believes nobody but `serverName`.
    ///
    /// What the peer sent before must have been read and thrown away. A failure closes the stream:
    /// it must not be used in the clear by mistake.
    public func startTLS(
        _ tls: TLSClient, serverName: String, deadline: Instant
    ) async throws(ChannelError) {
        let session: TLSSession
        do {
            session = try tls.session(serverName: serverName)
        } catch {
            close()
            throw .tls(error.reason)
        }
        try await shakeHands(session, deadline: deadline)
    }

    /// Goes over to TLS with our certificate; a failure closes the stream.
    public func startTLS(_ tls: TLSServer, deadline: Instant) async throws(ChannelError) {
        let session: TLSSession
        do {
            session = try tls.session()
        } catch {
            close()
            throw .tls(error.reason)
        }
        try await shakeHands(session, deadline: deadline)
    }

    private func shakeHands(
        _ session: TLSSession, deadline: Instant
    ) async throws(ChannelError) {
        loop.preconditionOnLoop()
        precondition(self.session == nil, "TLS has been started already")
        self.session = session
        socket.whenWritable = { [weak self] in self?.flushWithoutWaiting() }
        do throws(ChannelError) {
            while true {
                let outcome = session.handshake()
                if case .failed(let reason) = outcome { throw ChannelError.tls(reason) }
                try await flush(session, deadline: deadline)
                if case .done = outcome { return }
                guard try await feed(session, deadline: deadline) else {
                    throw ChannelError.tls("the peer ended the handshake")
                }
            }
        } catch {
            // With the alert that tells the peer why, if there is room for it.
            close()
            throw error
        }
    }

    private func read(
        into buffer: UnsafeMutableRawBufferPointer, through session: TLSSession, deadline: Instant
    ) async throws(ChannelError) -> Int {
        while true {
            guard !socket.isClosed else { throw .closed }
            let outcome = session.read(into: buffer)
            // An answer to a key update, or an alert.
            flushWithoutWaiting()
            switch outcome {
            case .done(let count): return count
            case .ended: return 0
            case .failed(let reason): throw .tls(reason)
            case .wantsInput:
                guard try await feed(session, deadline: deadline) else { throw .reset }
            }
        }
    }

    /// Hands what the socket has over to the session; false at the end of the stream.
    private func feed(
        _ session: TLSSession, deadline: Instant
    ) async throws(ChannelError) -> Bool {
        while true {
            if let count = try socket.receive(into: loop.scratch) {
                session.feed(UnsafeRawBufferPointer(rebasing: loop.scratch[..<count]))
                return count > 0
            }
            try await socket.waitUntilReadable(deadline: deadline)
        }
    }

    private func write(
        _ bytes: [UInt8], through session: TLSSession, deadline: Instant
    ) async throws(ChannelError) {
        var start = 0
        while start < bytes.count {
            guard !socket.isClosed else { throw .closed }
            // Piece by piece, so that a long text is not in memory twice.
            let end = min(start + 65_536, bytes.count)
            let outcome = bytes[start..<end].withUnsafeBytes { session.write($0) }
            switch outcome {
            case .done(let count): start += count
            case .failed(let reason): throw .tls(reason)
            case .ended, .wantsInput: throw .tls("the session takes no data")
            }
            try await flush(session, deadline: deadline)
        }
    }

    private func flush(_ session: TLSSession, deadline: Instant) async throws(ChannelError) {
        while try !send(pendingOf: session) {
            try await socket.waitUntilWritable(deadline: deadline)
        }
    }

    /// Sends what the kernel takes now; the rest goes when there is room again.
    private func flushWithoutWaiting() {
        guard let session, let isEmpty = try? send(pendingOf: session) else { return }
        if isEmpty, endsWhenFlushed { socket.shutdownWrite() }
    }

    /// True when nothing is left to send.
    private func send(pendingOf session: TLSSession) throws(ChannelError) -> Bool {
        while true {
            let pending = session.pendingOutput
            if pending.isEmpty { return true }
            guard let count = try socket.send(pending) else { return false }
            session.drop(count)
        }
    }
}
