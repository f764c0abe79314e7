public import Foundation

/// Somebody connected with an event who is no recipient of a mailing about it, as they stand now.
public struct MailingBystander: Sendable, Equatable {
    /// Nil of a nominee who is not an interest of the event yet.
    public let interest: UUID?
    public let name: String
    public let status: InterestStatus?
    /// Since when they have that status.
    public let since: Date?
    public let isConfirmed: Bool
    public let withdrawnAt: Date?

    public init(
        interest: UUID?, name: String, status: InterestStatus?, since: Date?, isConfirmed: Bool,
        withdrawnAt: Date?
    ) {
        self.interest = interest
        self.name = name
        self.status = status
        self.since = since
        self.isConfirmed = isConfirmed
        self.withdrawnAt = withdrawnAt
    }
}

/// Why somebody connected with an event is no recipient of a mailing about it.
public enum MailingAbsence: String, Sendable, Hashable, CaseIterable {
    case neverConfirmed = "never-confirmed"
    case withdrew
    case declined
    /// The time of their offer ran out.
    case lapsed
    /// They were nominated, and take no part of their own yet.
    case nominee
    /// They entered, or entered again, after it was written.
    case cameLater = "came-later"
    /// It is for those who were moved, invited, asked or chosen only.
    case notChosen = "not-chosen"
    /// One mail went to them in another capacity, or nothing concerned them then.
    case notConcerned = "not-concerned"
}

extension MailingAbsence {
    /// A sentence for whoever asks why.
    public var sentence: String {
        switch self {
        case .neverConfirmed: "They never confirmed their address."
        case .withdrew: "They withdrew."
        case .declined: "They were declined."
        case .lapsed: "Their offer ran out."
        case .nominee: "They are nominated, and have no place yet."
        case .cameLater: "They came after it was written."
        case .notChosen: "It is only for those who were chosen."
        case .notConcerned: "It did not concern them."
        }
    }
}

extension Mailing.Kind {
    /// Whether it concerns everybody who has a place or may get one.
    var isForAll: Bool { self == .eventMoved || self == .eventCancelled }

    /// Why somebody was not among the recipients of a mailing that was written at a time.
    ///
    /// Who cannot be written to at all comes first, then what the mailing is for: withdrawing is
    /// said of everybody who did, whatever they would have been told.
    public func absence(of person: MailingBystander, writtenAt: Date) -> MailingAbsence {
        if person.interest == nil { return .nominee }
        if !person.isConfirmed { return .neverConfirmed }
        if person.withdrawnAt != nil { return .withdrew }
        guard isForAll else { return .notChosen }
        switch person.status {
        case .withdrawn: return .withdrew
        case .declined: return .declined
        case .lapsed: return .lapsed
        default: break
        }
        if let since = person.since, since > writtenAt { return .cameLater }
        return .notConcerned
    }
}
