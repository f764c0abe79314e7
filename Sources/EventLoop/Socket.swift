import COpenSSL
import Glibc

/// One connected, non-blocking TCP descriptor on a loop: bytes as they are, and waiting for them.
final class Socket {
    let loop: Loop
    private var descriptor: Int32
    private var watch: Watch?
    private var isReadable = true
    private var isWritable: Bool
    /// The peer's end has been announced: no further edge will come for it.
    private var peerHasEnded = false
    private let reader: Waiter
    private let writer: Waiter
    private var readDeadline = Instant.never
    private var writeDeadline = Instant.never
    private var timer: Timer?
    private var armedFor = Instant.never
    /// Called when there is room again and no task waits for it.
    var whenWritable: (() -> Void)?

    /// Takes the descriptor over, also when it throws.
    init(_ descriptor: Int32, on loop: Loop, isConnected: Bool) throws(SystemError) {
        self.loop = loop
        self.descriptor = descriptor
        isWritable = isConnected
        reader = Waiter(on: loop)
        writer = Waiter(on: loop)
        var on: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, 4)
        watch = try Watch(descriptor, on: loop, trigger: .edge, reads: true, writes: true) {
            [weak self] readiness in self?.becameReady(readiness)
        }
    }

    /// A wait holds the socket, so nobody is parked here.
    ///
    /// The last reference may go astray to another thread; the timer then fires for nobody.
    deinit {
        if loop.isOnThread { timer?.unset() }
        release()
    }

    var isClosed: Bool { descriptor < 0 }
    var hasWriterWaiting: Bool { writer.isWaiting }

    private func becameReady(_ readiness: Readiness) {
        if !readiness.isDisjoint(with: [.hangup, .error]) { peerHasEnded = true }
        if !readiness.isDisjoint(with: [.readable, .hangup, .error]) {
            isReadable = true
            reader.wake(.ready)
        }
        if !readiness.isDisjoint(with: [.writable, .error]) {
            isWritable = true
            if writer.isWaiting { writer.wake(.ready) } else { whenWritable?() }
        }
    }

    /// The number of bytes read, 0 at the end of the stream, nil when there is nothing yet.
    func receive(into buffer: UnsafeMutableRawBufferPointer) throws(ChannelError) -> Int? {
        guard !isClosed else { throw .closed }
        guard isReadable else { return nil }
        while true {
            let count = recv(descriptor, buffer.baseAddress, buffer.count, 0)
            if count >= 0 {
                // Fewer than asked for: empty, and what comes later is a new edge. Saves a call.
                if count < buffer.count, !peerHasEnded { isReadable = false }
                return count
            }
            switch errno {
            case EINTR: continue
            case EAGAIN:
                isReadable = false
                return nil
            default: throw ChannelError(code: errno, call: "recv")
            }
        }
    }

    /// The number of bytes that the kernel took, nil when it has no room.
    func send(_ bytes: UnsafeRawBufferPointer) throws(ChannelError) -> Int? {
        guard !isClosed else { throw .closed }
        guard isWritable else { return nil }
        while true {
            let count = Glibc.send(
                descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
            if count >= 0 { return count }
            switch errno {
            case EINTR: continue
            case EAGAIN:
                isWritable = false
                return nil
            default: throw ChannelError(code: errno, call: "send")
            }
        }
    }

    func waitUntilReadable(deadline: Instant) async throws(ChannelError) {
        guard !isClosed else { throw .closed }
        guard !isReadable else { return }
        reader.begin()
        readDeadline = deadline
        arm(for: deadline)
        let wake = await reader.wait()
        readDeadline = .never
        if let error = ChannelError(wake) { throw error }
    }

    func waitUntilWritable(deadline: Instant) async throws(ChannelError) {
        guard !isClosed else { throw .closed }
        guard !isWritable else { return }
        writer.begin()
        writeDeadline = deadline
        arm(for: deadline)
        let wake = await writer.wait()
        writeDeadline = .never
        if let error = ChannelError(wake) { throw error }
    }

    /// One timer serves all deadlines: it is moved when one comes earlier, and looks again when it
    /// fires early, so that a deadline per read costs a comparison.
    private func arm(for deadline: Instant) {
        guard deadline < armedFor else { return }
        let timer = timer ?? Timer(reusableOn: loop) { [weak self] in self?.deadlinePassed() }
        self.timer = timer
        armedFor = deadline
        timer.set(to: deadline)
    }

    private func deadlinePassed() {
        // Not what became due since: bytes may have come that nobody has looked for yet.
        let due = armedFor
        armedFor = .never
        if readDeadline <= due { reader.wake(.deadline) }
        if writeDeadline <= due { writer.wake(.deadline) }
        let rest = [readDeadline, writeDeadline].filter { $0 > due }.min()
        if let rest { arm(for: rest) }
    }

    /// The error of a connection attempt that has ended, nil when it stands.
    func connectionError() -> ChannelError? {
        var code: Int32 = 0
        var length = socklen_t(4)
        guard getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &length) == 0 else {
            return ChannelError(code: errno, call: "getsockopt")
        }
        return code == 0 ? nil : ChannelError(code: code, call: "connect")
    }

    func shutdownWrite() {
        guard !isClosed else { return }
        Glibc.shutdown(descriptor, Int32(SHUT_WR))
    }

    /// Closes it at once; with a reset the peer learns that something is missing.
    func close(resetting: Bool = false) {
        guard !isClosed else { return }
        if resetting {
            var never = linger(l_onoff: 1, l_linger: 0)
            setsockopt(
                descriptor, SOL_SOCKET, SO_LINGER, &never, socklen_t(MemoryLayout<linger>.size))
        }
        timer?.cancel()
        timer = nil
        watch?.cancel()
        release()
        whenWritable = nil
        reader.wake(.closed)
        writer.wake(.closed)
    }

    private func release() {
        watch = nil
        if descriptor >= 0 { Glibc.close(descriptor) }
        descriptor = -1
    }
}
