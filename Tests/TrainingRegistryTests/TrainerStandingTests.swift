import Testing

@testable import TrainingRegistry

@Suite struct TrainerStandingTests {
    /// Every move that there is; what is not here is refused.
    static let moves: [(from: TrainerStanding?, move: TrainerMove, to: TrainerStanding)] = [
        (nil, .invite, .invited), (.declined, .invite, .invited), (.ended, .invite, .invited),
        (.invited, .accept, .trainer), (.invited, .decline, .declined),
        (.invited, .end, .ended), (.trainer, .end, .ended),
    ]
    static let standings = [nil] + TrainerStanding.allCases.map(Optional.some)

    @Test(
        "Who is invited answers; who declined or ended may be invited again; nothing else moves",
        arguments: standings, TrainerMove.allCases)
    func machine(standing: TrainerStanding?, move: TrainerMove) {
        let expected = Self.moves.first { $0.from == standing && $0.move == move }?.to

        #expect(TrainerStanding.after(standing, move) == expected)
    }

    @Test("The database knows the same moves")
    func sameLaw() async throws {
        try await PeopleRoom.with { room in
            for standing in Self.standings {
                for move in TrainerMove.allCases {
                    let from = standing.map { "'\($0.rawValue)'" } ?? "NULL"
                    let told = try await room.ask(
                        """
                        SELECT coalesce(trainer_standing_after(\(from), '\(move.rawValue)'), '-')
                        """)
                    let expected = TrainerStanding.after(standing, move)?.rawValue ?? "-"
                    #expect(told == expected, "\(from) \(move)")
                }
            }
        }
    }
}
