import COpenSSL
import Glibc
import Synchronization

/// Turns names into addresses by `getaddrinfo`, which blocks, on a thread of its own.
enum Resolver {
    private typealias Outcome = Result<[SocketAddress], ChannelError>

    /// What one lookup needs on its thread.
    private struct Query: Sendable {
        var name: String
        var port: UInt16
        var answer: @Sendable (Outcome) -> Void
    }

    private final class QueryBox: Sendable {
        let query: Query
        init(_ query: Query) { self.query = query }
    }

    /// Lookups that nobody waits for any more still hold a thread until they end.
    private static let underWay = Atomic<Int>(0)
    private static let underWayMax = 64

    static func addresses(
        of name: String, port: UInt16, on loop: Loop, deadline: Instant
    ) async throws(ChannelError) -> [SocketAddress] {
        guard !name.utf8.contains(0) else { throw .unresolvable("no name") }
        let answer = Answer(on: loop)
        let box = QueryBox(
            Query(name: name, port: port) { outcome in loop.submit { answer.give(outcome) } })
        answer.waiter.begin()
        guard start(box) else { throw .unresolvable("too many lookups under way") }
        let timer = Timer(on: loop, at: deadline) { answer.waiter.wake(.deadline) }
        defer { timer.cancel() }
        if let error = ChannelError(await answer.waiter.wait()) { throw error }
        return try answer.outcome.get()
    }

    /// Unchecked: `outcome` is touched on the loop only.
    private final class Answer: @unchecked Sendable {
        let waiter: Waiter
        private(set) var outcome = Outcome.failure(.unresolvable("no answer"))

        init(on loop: Loop) { waiter = Waiter(on: loop) }

        func give(_ outcome: Outcome) {
            self.outcome = outcome
            waiter.wake(.ready)
        }
    }

    private static func start(_ box: QueryBox) -> Bool {
        guard underWay.add(1, ordering: .relaxed).newValue <= underWayMax else {
            underWay.subtract(1, ordering: .relaxed)
            return false
        }
        var thread = pthread_t()
        let context = Unmanaged.passRetained(box)
        let failure = pthread_create(
            &thread, nil,
            { context in
                guard let context else { return nil }
                let query = Unmanaged<QueryBox>.fromOpaque(context).takeRetainedValue().query
                let outcome = Resolver.resolve(query.name, port: query.port)
                Resolver.underWay.subtract(1, ordering: .relaxed)
                query.answer(outcome)
                return nil
            }, context.toOpaque())
        guard failure == 0 else {
            context.release()
            underWay.subtract(1, ordering: .relaxed)
            return false
        }
        pthread_detach(thread)
        return true
    }

    private static func resolve(_ name: String, port: UInt16) -> Outcome {
        var hints = addrinfo()
        hints.ai_family = AF_UNSPEC
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_ADDRCONFIG | AI_NUMERICSERV
        var list: UnsafeMutablePointer<addrinfo>?
        var code = getaddrinfo(name, String(port), &hints, &list)
        if code == EAI_NONAME || code == EAI_BADFLAGS {
            // A machine with only a loopback interface has no configured family at all.
            hints.ai_flags = AI_NUMERICSERV
            code = getaddrinfo(name, String(port), &hints, &list)
        }
        guard code == 0 else {
            return .failure(.unresolvable(String(cString: gai_strerror(code))))
        }
        defer { freeaddrinfo(list) }
        var addresses: [SocketAddress] = []
        var next = list
        while let entry = next {
            if let raw = entry.pointee.ai_addr, let address = SocketAddress(raw),
                !addresses.contains(address)
            {
                addresses.append(address)
            }
            next = entry.pointee.ai_next
        }
        return addresses.isEmpty ? .failure(.unresolvable("no address")) : .success(addresses)
    }
}
