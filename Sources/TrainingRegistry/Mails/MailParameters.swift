import Foundation

/// What a statement that promises a mail leaves for its text; which of it depends on the kind.
struct MailParameters: Decodable {
    var givenName, target, token: String?
    var unconfirmedDays: Int?
    /// Until when an answer counts, in words.
    var until: String?
    /// When something was done, in words.
    var time: String?
    /// The event's form for feedback.
    var feedbackUrl: String?
    /// How long the link of an account works.
    var hours: Int?
    /// Of a certificate.
    var code: String?
    /// How long an interest in the pool stands when it is kept.
    var months: Int?
    /// The name of the member that nominates.
    var member: String?
    /// ISO 3166-1; nil of a member that is not a state, and in mails of older versions.
    var memberCountry: String?
    /// Who nominated.
    var namedBy: String?
    var seats: Int?
    /// In the waiting list; nil in mails of older versions.
    var position: Int?
    /// Of a participation.
    var checkInCode: String?
    /// Nil in mails of older versions.
    var hasSeat: Bool?
    var reason: String?
    /// Of an event that suits somebody in the pool.
    var programme: String?
    var languages: [String]?
    /// In the same order (BCP 47); nil in mails of older versions.
    var languageTags: [String]?
    var offer: UUID?
    /// Nil in mails of older versions.
    var schedule: EventChangeMail.Schedule?

    init(parsing text: String) throws(MailRenderer.Rejection) {
        do {
            self = try EventChangeMail.decoder.decode(Self.self, from: Data(text.utf8))
        } catch {
            throw .badParameters
        }
    }
}
