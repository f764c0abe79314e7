import Testing

@testable import training_registry

/// What commands say of one and of many.
@Suite struct CountedTests {
    @Test(
        "A number comes with the words for one or for more",
        arguments: [(0, "0 mails wait"), (1, "1 mail waits"), (2, "2 mails wait")])
    func words(number: Int, expected: String) {
        #expect(number.counted("mail waits", "mails wait") == expected)
    }

    @Test(
        "A delivery says how many still wait, where some do",
        arguments: [
            (0, "3 sent, 0 failed, 1 put off"),
            (1, "3 sent, 0 failed, 1 put off, 1 waits for its turn"),
            (7, "3 sent, 0 failed, 1 put off, 7 wait for their turn"),
        ])
    func tally(waiting: Int, expected: String) {
        let tally = DeliveryTally(sent: 3, failed: 0, deferred: 1, waiting: waiting)
        #expect(tally.inWords == expected)
    }
}
