import Testing

@testable import Postgres

@Suite struct QueueTests {
    @Test("First in is first out, whatever is put back or taken from the middle")
    func order() {
        var queue = Queue<Int>()
        for number in 0..<200 { queue.append(number) }
        for number in 0..<150 { #expect(queue.popFirst() == number) }
        queue.prepend(149)
        #expect(queue.count == 51)
        queue.removeAll { $0 % 2 == 0 }

        #expect(queue.first == 149)
        #expect(queue.all == Array(stride(from: 149, to: 200, by: 2)))
        queue.removeAll()
        #expect(queue.isEmpty)
        #expect(queue.popFirst() == nil)
    }
}
