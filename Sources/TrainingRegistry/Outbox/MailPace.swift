import FoundationEssentials

/// How many mails may leave in a minute, whichever worker sends them; 0 for any number.
///
/// PostgreSQL keeps count (`due_mails`), so it holds for all workers of all instances together. At
/// once may leave what three seconds bring, one mail at least.
public struct MailPace: Sendable, Equatable {
    public var perMinute = 0
    /// To the domain of their recipients, each.
    public var perDomainAndMinute = 0
    /// Domains in lower case that have a number of their own.
    public var ofDomains: [String: Int] = [:]

    public init(
        perMinute: Int = 0, perDomainAndMinute: Int = 0, ofDomains: [String: Int] = [:]
    ) {
        self.perMinute = perMinute
        self.perDomainAndMinute = perDomainAndMinute
        self.ofDomains = ofDomains
    }
}
