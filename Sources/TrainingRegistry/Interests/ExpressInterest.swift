public import Mailer

/// What an interest is in: an event, or a programme without a date.
public enum InterestTarget: Sendable, Hashable {
    case event(Code)
    case programme(Code)
}

/// Keeps one person's interest until they confirm it by mail, or says why it is not taken.
public struct ExpressInterest: Sendable {
    public var target: InterestTarget
    public var particulars: Particulars
    public var email: EmailAddress
    public var motivation: Motivation?
    public var notice: NoticeVersion
    /// What the client called this request, so that repeating it changes nothing.
    public var idempotencyKey: String?
    /// What a training should be like; only of an interest in a programme.
    public var wishes: PoolWishes

    public init(
        target: InterestTarget, particulars: Particulars, email: EmailAddress,
        motivation: Motivation?, notice: NoticeVersion, idempotencyKey: String?,
        wishes: PoolWishes = .any
    ) {
        self.target = target
        self.particulars = particulars
        self.email = email
        self.motivation = motivation
        self.notice = notice
        self.idempotencyKey = idempotencyKey
        self.wishes = wishes
    }
}

/// Every way an interest can be refused that is not a fault of ours.
///
/// None of them depends on whether the address is known.
public enum InterestRefusal: Error, Sendable, Equatable {
    /// There is no such target, or it took no interest at the moment of writing.
    case notTaken
    /// Too many interests were asked of this address lately.
    case tooMany(retryAfterSeconds: Int)
    /// The idempotency key was used for another request.
    case keyReused
}
