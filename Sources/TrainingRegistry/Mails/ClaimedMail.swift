import FoundationEssentials

/// A mail that this instance holds until its lease ends, with what is needed to send it.
struct ClaimedMail: Sendable, Equatable {
    let id: Int64
    /// Which attempt of the message this is; a released one has a number too.
    let number: Int
    /// How many attempts have counted, this one among them.
    let attempts: Int
    /// How many of the earlier ones ended with this mail, not with the session.
    let ownTroubles: Int
    let messageID: String
    let recipient: String
    let template: String
    /// In which its reader wants it (BCP 47).
    let language: String
    /// JSON.
    let parameters: String
    let content: [UInt8]?
    let writtenAt: Date
}
