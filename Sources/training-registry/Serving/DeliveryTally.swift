/// What became of the mails that were due.
struct DeliveryTally: Sendable, Encodable {
    var sent: Int
    var failed: Int
    var deferred: Int
}
