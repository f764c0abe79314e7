/// What became of the mails that were due.
struct DeliveryTally: Sendable, Encodable {
    var sent: Int
    var failed: Int
    var deferred: Int
    /// Not tried yet, because no more may leave at once.
    var waiting: Int

    var inWords: String {
        "\(sent) sent, \(failed) failed, \(deferred) put off"
            + (waiting == 0
                ? "" : ", " + waiting.counted("waits for its turn", "wait for their turn"))
    }
}
