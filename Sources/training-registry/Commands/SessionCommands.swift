import Foundation
import Postgres
import TrainingRegistry

extension Command {
    /// The commands of the group `event` that are about places in sessions.
    static let sessionCommands: [Command] = [.setPlaces, .takePlace, .releasePlace]

    private static let session = Argument("SESSION", "By id, as event show prints it")
    private static let participation = Argument(
        "PARTICIPATION", "By id, as person show --json prints it")

    private static let setPlaces = Command(
        "set-places", "Says how many places a session has, fewer than its event has seats",
        arguments: [session, Argument("PLACES", "How many")],
        run: { invocation in
            guard let places = Int(invocation.arguments[1]),
                (0...SetSeats.seatsMax).contains(places)
            else { throw CommandFailure(usage: "PLACES is from 0 to \(SetSeats.seatsMax).") }
            try await invocation.changePlaces { try await $0.setPlaces($1, to: places).get() }
            print("The session has \(places.counted("place", "places")).")
        })

    private static let takePlace = Command(
        "take-place", "Takes a place in a session for somebody who has a seat in its event",
        arguments: [session, participation],
        run: { invocation in
            let id = try UUID(typed: invocation.arguments[1])
            try await invocation.changePlaces { try await $0.takePlace($1, for: id).get() }
            print("The place is taken.")
        })

    private static let releasePlace = Command(
        "release-place", "Gives a place in a session back", arguments: [session, participation],
        run: { invocation in
            let id = try UUID(typed: invocation.arguments[1])
            try await invocation.changePlaces { try await $0.releasePlace($1, of: id).get() }
            print("The place is free.")
        })
}

extension Invocation {
    /// Changes the places of the session that is named first.
    fileprivate func changePlaces(
        _ body: @escaping @Sendable (Postgres.Database, PlaceChange) async throws -> Void
    ) async throws {
        let session = try UUID(typed: arguments[0])
        do {
            try await change { database, actor, _ in
                try await body(
                    database, PlaceChange(session: session, actor: actor, now: Date()))
            }
        } catch let refusal as SeatRefusal {
            throw CommandFailure("Refused: \(refusal.rawValue)")
        }
    }
}
