/// A call that a loop makes once, at an instant or shortly after.
///
/// It stays with the loop until it has fired or is cancelled, even if nobody else keeps it.
public final class Timer {
    private let loop: Loop
    private let isReusable: Bool
    private var fire: (() -> Void)?
    /// Where it is in the heap, nil when it is not set.
    fileprivate(set) var position: Int?

    public convenience init(on loop: Loop, at instant: Instant, fire: @escaping () -> Void) {
        self.init(reusableOn: loop, fire: fire, isReusable: false)
        set(to: instant)
    }

    /// A timer that is not set yet and may be set again after it has fired.
    init(reusableOn loop: Loop, fire: @escaping () -> Void, isReusable: Bool = true) {
        loop.preconditionOnLoop()
        self.loop = loop
        self.fire = fire
        self.isReusable = isReusable
    }

    public func cancel() {
        unset()
        fire = nil
    }

    /// Sets it, or moves it when it is set.
    func set(to instant: Instant) {
        loop.preconditionOnLoop()
        loop.timers.set(self, to: instant)
    }

    func unset() {
        guard position != nil else { return }
        loop.preconditionOnLoop()
        loop.timers.remove(self)
    }

    fileprivate func expire() {
        let fire = fire
        if !isReusable { self.fire = nil }
        fire?()
    }
}

/// The set timers of a loop, the earliest first; those of one instant in the order they were set.
///
/// Each timer knows its place, so that a cancelled one leaves at once and takes no memory.
struct TimerHeap {
    private struct Entry {
        var instant: Instant
        var sequence: UInt64
        var timer: Timer

        func comesBefore(_ other: Entry) -> Bool {
            instant == other.instant ? sequence < other.sequence : instant < other.instant
        }
    }

    private var entries: [Entry] = []
    private var lastSequence: UInt64 = 0

    var count: Int { entries.count }
    var next: Instant? { entries.first?.instant }

    mutating func set(_ timer: Timer, to instant: Instant) {
        lastSequence += 1
        let entry = Entry(instant: instant, sequence: lastSequence, timer: timer)
        if let position = timer.position {
            entries[position] = entry
            settle(position)
        } else {
            timer.position = entries.count
            entries.append(entry)
            siftUp(entries.count - 1)
        }
    }

    mutating func remove(_ timer: Timer) {
        guard let position = timer.position else { return }
        timer.position = nil
        let last = entries.removeLast()
        guard position < entries.count else { return }
        place(last, at: position)
        settle(position)
    }

    fileprivate mutating func takeFirst(until instant: Instant) -> Timer? {
        guard let first = entries.first, first.instant <= instant else { return nil }
        remove(first.timer)
        return first.timer
    }

    private mutating func place(_ entry: Entry, at position: Int) {
        entries[position] = entry
        entry.timer.position = position
    }

    private mutating func settle(_ position: Int) {
        siftUp(position)
        siftDown(position)
    }

    private mutating func siftUp(_ start: Int) {
        var position = start
        while position > 0 {
            let parent = (position - 1) / 2
            guard entries[position].comesBefore(entries[parent]) else { return }
            exchange(position, parent)
            position = parent
        }
    }

    private mutating func siftDown(_ start: Int) {
        var position = start
        while true {
            var first = position
            for child in [2 * position + 1, 2 * position + 2]
            where child < entries.count && entries[child].comesBefore(entries[first]) {
                first = child
            }
            guard first != position else { return }
            exchange(position, first)
            position = first
        }
    }

    private mutating func exchange(_ one: Int, _ other: Int) {
        entries.swapAt(one, other)
        entries[one].timer.position = one
        entries[other].timer.position = other
    }
}

extension Loop {
    /// Fires what is due; what is set meanwhile waits for the next turn.
    func fireTimers(until instant: Instant) {
        var left = timers.count
        while left > 0, let timer = timers.takeFirst(until: instant) {
            left -= 1
            timer.expire()
        }
    }
}
