import Foundation
import Testing

@testable import TrainingRegistry

@Suite struct SelectionMatrixTests {
    static let ids = (1...6).map(SeatStage.id)

    static func one(
        _ index: Int, _ status: InterestStatus, _ country: String, _ organisation: String? = nil
    ) -> Candidate {
        Candidate(
            interest: ids[index], status: status, country: country,
            sector: index % 2 == 0 ? "police" : "ngo", organisation: organisation)
    }

    static let pool = [
        one(0, .accepted, "LV", "guard"), one(1, .offered, "EE"), one(2, .received, "LV", "guard"),
        one(3, .shortlisted, "LV", "guard"), one(4, .waiting, "SE"), one(5, .received, "FI"),
    ]

    @Test(
        "Each choice says by name which rules it would break",
        arguments: [
            ([2], 9, [], [], [[]]),
            ([2], 2, [], [], [["seats"]]),
            (
                [0, 2], 9, [SelectionTarget(.organisationMax, people: 1)], [],
                [[], ["organisation-max"]]
            ),
            (
                [2, 3], 9, [SelectionTarget(.organisationMax, people: 2)], [],
                [[], ["organisation-max"]]
            ),
            (
                [2, 4], 9, [], [SeatQuota(.country, "LV", seatsMax: 1)],
                [["quota:country:LV"], []]
            ),
            (
                [2, 4], 4, [SelectionTarget(.countryMin, "FI", people: 1)], [],
                [[], ["country-min:FI"]]
            ),
            ([5, 4], 4, [SelectionTarget(.countryMin, "FI", people: 1)], [], [[], []]),
            ([4], 3, [SelectionTarget(.sectorMin, "ngo", people: 2)], [], [["sector-min:ngo"]]),
        ] as [([Int], Int, [SelectionTarget], [SeatQuota], [[String]])])
    func rules(
        chosen: [Int], seats: Int, targets: [SelectionTarget], quotas: [SeatQuota],
        broken: [[String]]
    ) {
        let matrix = SelectionMatrix(
            Self.pool, choosing: chosen.map { Self.ids[$0] }, targets: targets, quotas: quotas,
            seats: seats)

        #expect(matrix.choices.map(\.breaks) == broken)
    }

    @Test("The matrix counts who is accepted, offered or chosen, and nobody else")
    func cells() {
        let matrix = SelectionMatrix(
            Self.pool, choosing: [Self.ids[2]],
            targets: [
                SelectionTarget(.countryMin, "LV", people: 2),
                SelectionTarget(.countryMin, "SE", people: 1),
                SelectionTarget(.organisationMax, people: 1),
            ], quotas: [], seats: nil)

        #expect(
            matrix.cells == [
                .init(country: "EE", sector: "ngo", people: 1),
                .init(country: "LV", sector: "police", people: 2),
            ])
        #expect(matrix.people == 3)
        #expect(matrix.standings.map(\.isMet) == [true, false, false])
        #expect(matrix.standings.map(\.people) == [2, 0, 2])
    }
}
