import Foundation
import Testing

@testable import TrainingRegistry

@Suite struct ExpectedMailsTests {
    private static let day: TimeInterval = 86_400
    private static let came = Date(timeIntervalSince1970: 1_800_000_000)
    private static let moved = came + 10 * day

    /// Somebody who confirmed at once and has had their status since the second day.
    private static func standing(
        _ status: InterestStatus?, _ change: (inout MailStanding) -> Void = { _ in }
    ) -> MailStanding {
        var standing = MailStanding(
            interest: UUID(), name: "Ada Ozola", address: "ada@example.org", receivedAt: came,
            confirmedAt: status == nil ? nil : came, withdrawnAt: nil, status: status,
            since: status == nil ? nil : came + day, isOwnDoing: false, shortlistedAt: nil,
            seatedAt: status == .accepted ? came + day : nil, wasThere: nil,
            merit: .noSessions, event: .init(), reminders: [])
        change(&standing)
        return standing
    }

    /// The mails that brought somebody as far as being received.
    private static let first: [MailKind: Date] = [
        .confirmInterest: came, .interestConfirmed: came,
    ]

    private static func words(_ missing: [MissingMail]) -> [String] {
        missing.map { "\($0.kind.rawValue) \($0.reason.word)" }
    }

    private static let statuses: [(InterestStatus?, Bool, [MailKind], [String])] = [
        (nil, false, [], ["confirm-interest not-recorded", "interest-confirmed not-confirmed"]),
        (nil, false, [.confirmInterest], ["interest-confirmed not-confirmed"]),
        (.received, false, [], ["seat-offered not-decided"]),
        (.shortlisted, false, [], ["seat-offered not-decided"]),
        (.offered, false, [.seatOffered], []),
        (.offered, false, [], ["seat-offered not-recorded"]),
        (.accepted, false, [.seatTaken], []), (.accepted, false, [.seatTakenOver], []),
        (.accepted, false, [.seatOffered], ["seat-taken not-recorded"]),
        (.waiting, false, [.seatAwaited], []),
        (.waiting, false, [], ["seat-awaited not-recorded"]),
        (.declined, false, [.interestDeclined], []), (.declined, false, [.seatFreed], []),
        (.declined, true, [], ["interest-declined own-doing"]),
        (.declined, false, [], ["interest-declined not-recorded"]),
        (.lapsed, false, [.offerLapsed], []), (.lapsed, false, [], ["offer-lapsed never-told"]),
        (.withdrawn, true, [.interestWithdrawn], []),
        (.withdrawn, false, [.nominationEnded], []),
        (.withdrawn, true, [], ["interest-withdrawn not-recorded"]),
    ]

    @Test("Each status expects its mail, and says why where it is not there", arguments: statuses)
    func status(
        status: InterestStatus?, isOwnDoing: Bool, told: [MailKind], expected: [String]
    ) {
        let standing = Self.standing(status) { $0.isOwnDoing = isOwnDoing }
        var latest = status == nil ? [:] : Self.first
        for kind in told { latest[kind] = Self.came + Self.day }

        #expect(Self.words(standing.missing(besides: latest)) == expected)
    }

    @Test("A mail from before somebody came to a status does not tell of it")
    func older() {
        var latest = Self.first
        latest[.seatOffered] = Self.came + Self.day - 1

        #expect(
            Self.words(Self.standing(.offered).missing(besides: latest))
                == ["seat-offered not-recorded"])
    }

    @Test("Who came by another way, or got their answer at once, needed no such mail")
    func otherWays() {
        let invited = Self.standing(.accepted) { $0.event.isOpen = true }

        #expect(
            Self.words(invited.missing(besides: [.seatTaken: Self.came + Self.day]))
                == ["confirm-interest needed-none", "interest-confirmed answered-at-once"])
    }

    @Test(
        "Of being shortlisted an event tells or does not",
        arguments: [(false, "not-told"), (true, "not-announced")])
    func shortlisted(tells: Bool, expected: String) {
        let standing = Self.standing(.shortlisted) {
            $0.shortlistedAt = Self.came + Self.day
            $0.event.tellsShortlisted = tells
        }

        #expect(
            Self.words(standing.missing(besides: Self.first))
                == ["interest-shortlisted \(expected)", "seat-offered not-decided"])
        let told = Self.first.merging([.interestShortlisted: Self.came + Self.day]) { $1 }
        #expect(Self.words(standing.missing(besides: told)) == ["seat-offered not-decided"])
    }

    private static let reminders: [(EventReminder.State, TimeInterval?, Bool?, Bool, String?)] = [
        (.waiting, 1, nil, false, "waits"), (.due, 1, nil, false, "waits"),
        (.waiting, nil, nil, false, "no-seat"), (.missed, 1, nil, false, "missed"),
        (.noForm, 1, nil, false, "no-form"), (.off, 1, nil, false, "off"),
        (.left, 1, nil, true, nil), (.left, nil, nil, false, "no-seat"),
        (.left, 6, nil, false, "seat-came-later"), (.left, 1, false, false, "was-absent"),
        (.left, 1, true, false, "not-recorded"), (.left, 1, nil, false, "not-recorded"),
    ]

    @Test("A planned mail says when it leaves, or why it did not", arguments: reminders)
    func planned(
        state: EventReminder.State, seatedAfter: TimeInterval?, wasThere: Bool?,
        isPromised: Bool, expected: String?
    ) {
        let left = Self.came + 5 * Self.day
        let standing = Self.standing(.waiting) {
            $0.seatedAt = seatedAfter.map { Self.came + $0 * Self.day }
            $0.wasThere = wasThere
            $0.reminders = [
                .init(
                    kind: .followUp, days: 3, state: state, dueAt: left,
                    leftAt: state == .left ? left : nil, isPromised: isPromised)
            ]
        }
        let missing = standing.missing(
            besides: Self.first.merging([.seatAwaited: Self.came + Self.day]) { $1 })

        #expect(Self.words(missing) == (expected.map { ["follow-up \($0)"] } ?? []))
        #expect(missing.allSatisfy { $0.days == 3 && $0.at == left })
    }

    @Test(
        "Who is out expects nothing that is planned",
        arguments: [InterestStatus.declined, .lapsed])
    func out(status: InterestStatus) {
        let told: [MailKind: Date] = [
            .interestDeclined: Self.came + Self.day, .offerLapsed: Self.came + Self.day,
        ]
        let standing = Self.standing(status) {
            $0.reminders = [.init(kind: .reminder, days: 1, state: .waiting)]
        }

        #expect(standing.missing(besides: Self.first.merging(told) { $1 }) == [])
    }

    @Test("Of a change the rule of mailings says why; a cancelled event asks only for that")
    func change() {
        let late = Self.standing(.received) {
            $0.event.movedAt = Self.moved
            $0.since = Self.moved + 1
        }
        let moved = late.missing(besides: Self.first)
        #expect(
            Self.words(moved) == ["seat-offered not-decided", "event-moved came-later"])
        #expect(moved.last?.at == Self.moved)

        let cancelled = Self.standing(.declined) {
            $0.event.movedAt = Self.moved
            $0.event.cancelledAt = Self.moved + Self.day
        }
        let told = Self.first.merging([.interestDeclined: Self.came + Self.day]) { $1 }
        #expect(Self.words(cancelled.missing(besides: told)) == ["event-cancelled declined"])
        let all = told.merging([.eventCancelled: Self.moved + 2 * Self.day]) { $1 }
        #expect(cancelled.missing(besides: all) == [])
    }

    private static let merits: [(MailStanding.Merit, Bool, [String])] = [
        (.sheetsOpen, true, ["certificate sheets-open"]),
        (.incomplete, true, ["certificate incomplete"]),
        (.notGivenYet, true, ["certificate not-given-yet"]),
        (.noSessions, true, ["certificate no-sessions"]),
        (.given, true, ["certificate not-recorded"]), (.incomplete, false, []),
    ]

    @Test(
        "A certificate is expected after the event, and says what it waits for",
        arguments: merits)
    func certificate(merit: MailStanding.Merit, isOver: Bool, expected: [String]) {
        let standing = Self.standing(.accepted) {
            $0.merit = merit
            $0.event.isOver = isOver
        }
        let told = Self.first.merging([.seatTaken: Self.came + Self.day]) { $1 }

        #expect(Self.words(standing.missing(besides: told)) == expected)
        let given = told.merging([.certificate: Self.came + 9 * Self.day]) { $1 }
        #expect(standing.missing(besides: given) == [])
    }

    @Test("Every reason has a word of its own and a sentence")
    func words() {
        #expect(Set(MailGap.all.map(\.word)).count == MailGap.all.count)
        #expect(MailGap.all.allSatisfy { $0.sentence.hasSuffix(".") })
    }
}
