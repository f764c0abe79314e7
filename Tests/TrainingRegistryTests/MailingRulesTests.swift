import Foundation
import Testing

@testable import TrainingRegistry

@Suite struct MailingRulesTests {
    private static let written = Date(timeIntervalSince1970: 1_800_000_000)

    /// Somebody who has a status since long before.
    private static func person(
        _ status: InterestStatus?, since: TimeInterval = -86_400, isConfirmed: Bool = true,
        hasWithdrawn: Bool = false
    ) -> MailingBystander {
        MailingBystander(
            interest: UUID(), name: "Ada Ozola", status: status, since: written + since,
            isConfirmed: isConfirmed, withdrawnAt: hasWithdrawn ? written : nil)
    }

    private static let rows: [(Mailing.Kind, MailingBystander, MailingAbsence)] = [
        (.eventMoved, person(nil, isConfirmed: false), .neverConfirmed),
        (.moves, person(nil, isConfirmed: false), .neverConfirmed),
        (.eventMoved, person(.withdrawn, hasWithdrawn: true), .withdrew),
        (.eventCancelled, person(.withdrawn), .withdrew),
        (.moves, person(.received, hasWithdrawn: true), .withdrew),
        (.eventMoved, person(.declined), .declined),
        (.eventCancelled, person(.declined, since: 60), .declined),
        (.eventMoved, person(.lapsed), .lapsed),
        (.eventMoved, person(.received, since: 60), .cameLater),
        (.eventMoved, person(.accepted), .notConcerned),
        (.moves, person(.declined), .notChosen),
        (.moves, person(.received, since: 60), .notChosen),
        (.invitations, person(.accepted), .notChosen),
        (.nominations, person(.accepted), .notChosen),
        (.poolOffers, person(.waiting), .notChosen),
    ]

    @Test(
        "Who gets nothing is told why: what they did comes before whom it is for",
        arguments: rows)
    func absence(kind: Mailing.Kind, person: MailingBystander, expected: MailingAbsence) {
        #expect(kind.absence(of: person, writtenAt: Self.written) == expected)
    }

    @Test("Who is nominated and no interest of the event yet is called so")
    func nominee() {
        let nominee = MailingBystander(
            interest: nil, name: "Ada Ozola", status: nil, since: nil, isConfirmed: false,
            withdrawnAt: nil)

        #expect(Mailing.Kind.eventMoved.absence(of: nominee, writtenAt: Self.written) == .nominee)
    }
}
