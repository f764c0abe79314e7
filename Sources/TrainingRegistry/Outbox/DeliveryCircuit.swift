import EventLoop

/// Decides how much mail may be claimed, by what the server let us do lately.
///
/// When no session can be had, every mail would meet the same. So nothing is claimed for a while,
/// then a single mail to try; an outage costs one attempt for each try, not one for each mail.
struct DeliveryCircuit {
    private enum State {
        /// No session is known to work: one mail finds out.
        case untried
        case closed
        case open(until: Instant)
    }

    private var state = State.untried
    private var lostInRow = 0
    private var pause: Duration?

    static let batch = 20
    private static let lostMax = 3
    private static let firstPause = Duration.seconds(1)
    private static let longestPause = Duration.seconds(60)

    /// Nothing can be claimed before it; nil when the circuit is not open.
    func pausesUntil(_ now: Instant) -> Instant? {
        guard case .open(let until) = state, now < until else { return nil }
        return until
    }

    /// How many mails a free session may claim.
    func limit(at now: Instant, busy: Int) -> Int {
        switch state {
        case .closed: Self.batch
        case .untried: busy == 0 ? 1 : 0
        case .open(let until): now >= until && busy == 0 ? 1 : 0
        }
    }

    /// The server answered to a mail.
    mutating func worked() {
        state = .closed
        lostInRow = 0
        pause = nil
    }

    /// Every session was closed: the next one has to be tried first.
    mutating func rested() {
        if case .closed = state { state = .untried }
    }

    /// A session was lost with a mail on it; true when that opens the circuit.
    mutating func lost(at now: Instant) -> Bool {
        lostInRow += 1
        return lostInRow >= Self.lostMax && failed(at: now)
    }

    /// A session could not be opened; false when that was known.
    mutating func failed(at now: Instant) -> Bool {
        if pausesUntil(now) != nil { return false }
        let next = pause.map { min($0 * 2, Self.longestPause) } ?? Self.firstPause
        pause = next
        state = .open(until: now + next)
        return true
    }
}
