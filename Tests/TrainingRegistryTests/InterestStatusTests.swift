import Testing

@testable import TrainingRegistry

@Suite struct InterestStatusTests {
    /// Where a coordinator, the person and time may move an interest; a plus before what only an
    /// event with open admission adds.
    static let table: [(InterestStatus, coordinator: String, person: String, time: String)] = [
        (
            .received, "+accepted shortlisted offered waiting declined withdrawn",
            "+accepted +waiting withdrawn", ""
        ),
        (
            .shortlisted, "+accepted received offered waiting declined withdrawn",
            "+accepted +waiting withdrawn", ""
        ),
        (
            .offered, "accepted shortlisted waiting declined withdrawn",
            "accepted declined withdrawn", "lapsed"
        ),
        (.accepted, "declined withdrawn", "declined withdrawn", ""),
        (.declined, "shortlisted offered waiting withdrawn", "withdrawn", ""),
        (.withdrawn, "", "", ""),
        (.lapsed, "shortlisted offered waiting declined withdrawn", "withdrawn", ""),
        (.waiting, "shortlisted offered declined withdrawn", "withdrawn", "offered"),
    ]

    @Test("Each status allows exactly the moves of the table, by each mover", arguments: table)
    func moves(
        row: (InterestStatus, coordinator: String, person: String, time: String)
    ) {
        let expected: [(InterestStatus.Mover, String)] = [
            (.coordinator, row.coordinator), (.person, row.person), (.time, row.time),
        ]
        for (mover, words) in expected {
            let all = words.split(separator: " ")
            for target in InterestStatus.allCases {
                let word = Substring(target.rawValue)
                #expect(
                    row.0.allowedMoves(by: mover).contains(target) == all.contains(word),
                    "\(row.0) to \(target) by \(mover)")
                #expect(
                    row.0.allowedMoves(by: mover, isOpen: true).contains(target)
                        == (all.contains(word) || all.contains("+" + word)),
                    "\(row.0) to \(target) by \(mover) where admission is open")
            }
        }
    }

    @Test("Every status is in the table, and pending is another thing than waiting")
    func complete() {
        #expect(Self.table.map(\.0) == InterestStatus.allCases)
        #expect(InterestStatus.allCases.filter(\.isPending) == [.received, .shortlisted])
    }
}
