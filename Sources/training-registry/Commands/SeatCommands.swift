import Foundation
import Glibc
import Postgres
import TrainingRegistry

extension Command {
    /// The commands of the group `event` that are about seats and selection.
    static let seatCommands: [Command] = [
        .eventSeats, .eventMatrix, .setSeats, .keepSeats, .freeSeat, .substitute, .setQuotas,
        .setTargets,
    ]

    private static let eventSeats = Command(
        "seats", "Lists the seats of an event", arguments: [Argument("EVENT", "Its code")],
        options: [.json],
        run: { invocation in
            let code = try invocation.eventCode()
            let settings = try Settings.load(config: invocation.config)
            guard let room = try await settings.withDatabase({ try await $0.room(of: code) })
            else { throw CommandFailure("There is no such event.") }
            try room.show(asJSON: invocation.wantsJSON)
        })

    private static let eventMatrix = Command(
        "matrix", "Shows what the group of an event would look like",
        arguments: [
            Argument("EVENT", "Its code"),
            Argument(
                "INTEREST", "Who is considered, by id", isOptional: true, mayBeRepeated: true),
        ], options: [.json],
        run: { invocation in
            let code = try invocation.eventCode()
            let chosen = try invocation.arguments.dropFirst().map { try UUID(typed: $0) }
            let settings = try Settings.load(config: invocation.config)
            guard
                let matrix = try await settings.withDatabase({
                    try await $0.matrix(of: code, choosing: chosen)
                })
            else { throw CommandFailure("There is no such event.") }
            if invocation.wantsJSON {
                try printJSON(MatrixRow(matrix))
            } else {
                matrix.show()
            }
        })

    private static let setSeats = Command(
        "set-seats", "Sets and publishes the number of seats of an event",
        arguments: [Argument("EVENT", "Its code"), Argument("SEATS", "How many")],
        options: [
            .value("offer-hours", "HOURS", "How long an offer stands"), .reason, .json,
        ],
        run: { invocation in
            guard let seats = Int(invocation.arguments[1]), (1...SetSeats.seatsMax).contains(seats)
            else { throw CommandFailure(usage: "SEATS is from 1 to \(SetSeats.seatsMax).") }
            var hours: Int?
            if invocation["offer-hours"] != nil {
                hours = try invocation.count("offer-hours", default: 72)
                guard hours ?? 0 <= SetSeats.offerHoursMax else {
                    throw CommandFailure(usage: "--offer-hours: at most 2160.")
                }
            }
            let settings = try Settings.load(config: invocation.config)
            let change = try invocation.roomChange(settings)
            let request = SetSeats(change, seats: seats, offerHours: hours)
            try await settings.changeRoom(change, asJSON: invocation.wantsJSON) {
                try await $0.setSeats(request)
            }
        })

    private static let keepSeats = Command(
        "keep-seats", "Keeps seats of an event for a member or an organisation",
        arguments: [
            Argument("EVENT", "Its code"), Argument("SEATS", "How many in all; 0 keeps none"),
        ],
        options: [
            .value("member", "CODE", "For this member, such as LV"),
            .value("organisation", "NAME", "For this organisation, by name, code or id"), .reason,
            .json,
        ],
        run: { invocation in
            guard let seats = Int(invocation.arguments[1]), (0...SetSeats.seatsMax).contains(seats)
            else { throw CommandFailure(usage: "SEATS is from 0 to \(SetSeats.seatsMax).") }
            let holder: KeepSeats.Holder
            switch (invocation["member"], invocation["organisation"]) {
            case (let member?, nil): holder = .member(member)
            case (nil, let organisation?): holder = .organisation(organisation)
            default: throw CommandFailure(usage: "Either --member or --organisation is needed.")
            }
            let settings = try Settings.load(config: invocation.config)
            let change = try invocation.roomChange(settings)
            let request = KeepSeats(change, for: holder, seats: seats)
            try await settings.changeRoom(change, asJSON: invocation.wantsJSON) {
                try await $0.keepSeats(request)
            }
        })
}

extension Option {
    static let reason = value("reason", "TEXT", "Why, for the history")
}

extension Invocation {
    /// The first argument as the code of an event.
    func eventCode() throws(CommandFailure) -> Code {
        do {
            return try Code(parsing: arguments[0])
        } catch {
            throw CommandFailure(usage: "EVENT: \(error.detail)")
        }
    }

    /// A change in the room of the event that is named first, by whoever typed the command.
    func roomChange(_ settings: Settings) throws(CommandFailure) -> RoomChange {
        RoomChange(
            event: try eventCode(), actor: .command(userID: getuid()), reason: self["reason"],
            now: Date(), mailDomain: settings.mailDomain)
    }
}

extension UUID {
    init(typed text: String) throws(CommandFailure) {
        guard let id = UUID(uuidString: text) else {
            throw CommandFailure(usage: "\(text) is no id, as the lists print them.")
        }
        self = id
    }
}

extension Settings {
    /// Changes a room and shows it as it is then.
    func changeRoom(
        _ change: RoomChange, asJSON: Bool,
        _ body: @escaping @Sendable (Postgres.Database) async throws -> Result<Void, SeatRefusal>
    ) async throws {
        let (refusal, room) = try await withDatabase { database in
            let outcome = try await body(database)
            return (outcome.refusal, try await database.room(of: change.event))
        }
        if let refusal { throw CommandFailure("Refused: \(refusal.rawValue)") }
        guard let room else { throw CommandFailure("There is no such event.") }
        try room.show(asJSON: asJSON)
    }
}

extension Result where Failure == SeatRefusal {
    fileprivate var refusal: SeatRefusal? {
        if case .failure(let refusal) = self { refusal } else { nil }
    }
}
