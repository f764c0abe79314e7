public import Foundation

/// A mail that somebody could expect where they stand, and was not promised.
public struct MissingMail: Sendable, Hashable {
    public let kind: MailKind
    /// How many days before or after the event it is planned; nil of what is not planned.
    public let days: Int?
    public let reason: MailGap
    /// When it leaves or left to others, or when the event changed; nil of all else.
    public let at: Date?

    public init(_ kind: MailKind, days: Int? = nil, because reason: MailGap, at: Date?) {
        self.kind = kind
        self.days = days
        self.reason = reason
        self.at = at
    }
}

extension MailStanding {
    /// What one could expect at this standing and is not there.
    ///
    /// In the order of an event's life, then what is planned. `latest` says when the last mail of
    /// each kind was written, whatever became of it.
    public func missing(besides latest: [MailKind: Date]) -> [MissingMail] {
        let others = ExpectedMail.table.compactMap { row -> MissingMail? in
            guard let since = row.since(self) else { return nil }
            let isThere = row.saidBy.contains { latest[$0].map { $0 >= since } ?? false }
            let isOfChange = row.saidBy == [.eventMoved] || row.saidBy == [.eventCancelled]
            return isThere
                ? nil
                : MissingMail(
                    row.saidBy[0], because: row.reason(self), at: isOfChange ? since : nil)
        }
        return others + reminders.compactMap(missing)
    }

    /// Why a planned mail is not there; nil where it is, or where nobody could expect it.
    private func missing(_ reminder: Reminder) -> MissingMail? {
        let isOut = seatedAt == nil && (status.map(Self.without.contains) ?? true)
        if reminder.isPromised || isOut { return nil }
        let reason: MailGap
        switch reminder.state {
        case .off: reason = .off
        case .missed: reason = .missed
        case .noForm: reason = .noForm
        case .waiting, .due: reason = seatedAt == nil ? .noSeat : .waits
        case .left: reason = whyNotWhenItLeft(reminder)
        }
        return MissingMail(
            reminder.kind.mail, days: reminder.days, because: reason,
            at: reminder.leftAt ?? reminder.dueAt)
    }

    private func whyNotWhenItLeft(_ reminder: Reminder) -> MailGap {
        guard let seatedAt else { return .noSeat }
        if let left = reminder.leftAt, seatedAt > left { return .seatCameLater }
        return reminder.kind != .reminder && wasThere == false ? .wasAbsent : .notRecorded
    }

    /// Who has one of these expects nothing that is planned.
    private static let without: Set<InterestStatus> = [.declined, .withdrawn, .lapsed]
}

/// One row of the table of mails: who can expect it, which mails say it, and why it is not there.
struct ExpectedMail: Sendable {
    /// The mails that say it; the first names it.
    var saidBy: [MailKind]
    /// Since when it can be expected, nil where it cannot be.
    ///
    /// What was written before said something else.
    var since: @Sendable (MailStanding) -> Date?
    /// Why it is not there.
    var reason: @Sendable (MailStanding) -> MailGap

    static let table: [ExpectedMail] = [
        ExpectedMail(
            saidBy: [.confirmInterest, .interestKnown], since: { $0.receivedAt },
            reason: { $0.confirmedAt == nil ? .notRecorded : .neededNone }),
        ExpectedMail(
            saidBy: [.interestConfirmed, .interestKnown, .nomineeRanked],
            since: { $0.receivedAt },
            reason: {
                $0.confirmedAt == nil
                    ? .notConfirmed : $0.event.isOpen ? .answeredAtOnce : .notRecorded
            }),
        ExpectedMail(
            saidBy: [.interestShortlisted, .nomineeRanked], since: { $0.shortlistedAt },
            reason: { $0.event.tellsShortlisted ? .notAnnounced : .notTold }),
        ExpectedMail(
            saidBy: [.seatOffered],
            since: { $0.isOffered || $0.isUndecided ? $0.since : nil },
            reason: { $0.isUndecided ? .notDecided : .notRecorded }),
        .status(.accepted, [.seatTaken, .seatTakenOver]),
        .status(.waiting, [.seatAwaited]),
        .status(.declined, [.interestDeclined, .seatFreed]) {
            $0.isOwnDoing ? .ownDoing : .notRecorded
        },
        .status(.lapsed, [.offerLapsed]) { _ in .neverTold },
        .status(.withdrawn, [.interestWithdrawn, .seatPassedOn, .nominationEnded]),
        ExpectedMail(
            saidBy: [.eventMoved],
            since: { $0.event.cancelledAt == nil ? $0.event.movedAt : nil },
            reason: { $0.absence(from: .eventMoved, at: $0.event.movedAt) }),
        ExpectedMail(
            saidBy: [.eventCancelled], since: { $0.event.cancelledAt },
            reason: { $0.absence(from: .eventCancelled, at: $0.event.cancelledAt) }),
        ExpectedMail(
            saidBy: [.certificate],
            since: { $0.mayBeCertified ? $0.receivedAt : nil },
            reason: { MailGap($0.merit) }),
    ]

    /// What everybody is told who comes to a status.
    private static func status(
        _ status: InterestStatus, _ kinds: [MailKind],
        reason: @escaping @Sendable (MailStanding) -> MailGap = { _ in .notRecorded }
    ) -> ExpectedMail {
        ExpectedMail(
            saidBy: kinds, since: { $0.status == status ? $0.since : nil }, reason: reason)
    }
}

extension MailStanding {
    fileprivate var mayBeCertified: Bool {
        seatedAt != nil && event.isOver && event.cancelledAt == nil
    }
    fileprivate var isOffered: Bool { status == .offered }
    fileprivate var isUndecided: Bool { status?.isPending ?? false }

    /// Why somebody is no recipient of a mailing to all, by the rule of mailings.
    fileprivate func absence(from kind: Mailing.Kind, at instant: Date?) -> MailGap {
        .absence(kind.absence(of: bystander, writtenAt: instant ?? .distantPast))
    }
}

extension MailPlan.Reminder.Kind {
    /// The mail that leaves.
    var mail: MailKind {
        switch self {
        case .reminder: .reminder
        case .followUp: .followUp
        case .feedbackRequest: .feedbackRequest
        }
    }
}
