import Testing

@testable import TrainingRegistry

@Suite struct IntakeQueueTests {
    @Test("Those that are passed over keep their place in front")
    func order() {
        var queue = IntakeQueue<Int>()
        for number in 1...10 { queue.append(number) }

        let even = queue.take(atMost: 3, looksMax: 10) { $0 % 2 == 0 }
        queue.append(11)
        let rest = queue.take(atMost: 20, looksMax: 20) { _ in true }

        #expect(even == [2, 4, 6])
        #expect(rest == [1, 3, 5, 7, 8, 9, 10, 11])
        #expect(queue.isEmpty)
    }

    @Test("A batch looks at so many and no further, however many wait")
    func bounded() {
        var queue = IntakeQueue<Int>()
        for number in 0..<5_000 { queue.append(number) }
        var looks = 0

        let none = queue.take(atMost: 10, looksMax: 100) { _ in
            looks += 1
            return false
        }

        #expect(none == [] && looks == 100 && queue.count == 5_000)
    }

    @Test("Everything comes out once and in order, batch after batch")
    func all() {
        var queue = IntakeQueue<Int>()
        var taken: [Int] = []
        for number in 0..<5_000 {
            queue.append(number)
            if number % 7 == 0 { taken += queue.take(atMost: 3, looksMax: 9) { _ in true } }
        }
        while !queue.isEmpty { taken += queue.take(atMost: 256, looksMax: 1_024) { _ in true } }

        #expect(taken == Array(0..<5_000))
    }
}
