import Foundation
import TrainingRegistry

extension Room {
    func show(asJSON: Bool) throws {
        if asJSON { return try printJSON(RoomRow(self)) }
        Table(
            ["SEAT", "STATE", "KEPT FOR", "INTEREST", "PROMISED UNTIL"],
            seats.map { seat in
                [
                    String(seat.number), seat.state.rawValue,
                    seat.keptForMember ?? seat.keptForOrganisation?.uuidString.lowercased() ?? "-",
                    seat.interest?.uuidString.lowercased() ?? "-",
                    seat.promisedUntil?.ISO8601Format() ?? "-",
                ]
            }
        ).print()
        print("\(taken) of \(published.map(String.init) ?? "any number") taken, \(waiting) waiting")
    }
}

/// A room as `event seats --json` prints it.
private struct RoomRow: Encodable {
    var seats: Int?
    var taken: Int
    var waiting: Int
    var offerHours: Int
    var items: [SeatRow]
    var quotas: [QuotaRow]

    init(_ room: Room) {
        seats = room.published
        taken = room.taken
        waiting = room.waiting
        offerHours = room.offerHours
        items = room.seats.map(SeatRow.init)
        quotas = room.quotas.map(QuotaRow.init)
    }
}

/// One seat.
private struct SeatRow: Encodable {
    var number: Int
    var state: String
    var keptForMember: String?
    var keptForOrganisation: String?
    var interest: String?
    var promisedUntil: Date?

    init(_ seat: Seat) {
        number = seat.number
        state = seat.state.rawValue
        keptForMember = seat.keptForMember
        keptForOrganisation = seat.keptForOrganisation?.uuidString.lowercased()
        interest = seat.interest?.uuidString.lowercased()
        promisedUntil = seat.promisedUntil
    }
}

/// One quota with what is taken of it.
private struct QuotaRow: Encodable {
    var name: String
    var seatsMax: Int
    var taken: Int

    init(_ use: QuotaUse) {
        name = use.quota.name
        seatsMax = use.quota.seatsMax
        taken = use.taken
    }
}

extension SelectionMatrix {
    func show() {
        Table(
            ["COUNTRY", "SECTOR", "PEOPLE"],
            cells.map { [$0.country, $0.sector, String($0.people)] }
        ).print()
        for standing in standings where !standing.isMet {
            print("\(standing.target.name): \(standing.people), not \(standing.target.people)")
        }
        for choice in choices where !choice.breaks.isEmpty {
            let id = choice.interest.uuidString.lowercased()
            print("\(id) would break \(choice.breaks.joined(separator: ", "))")
        }
    }
}

/// A matrix as `event matrix --json` prints it.
struct MatrixRow: Encodable {
    struct Cell: Encodable {
        var country: String
        var sector: String
        var people: Int
    }

    struct Target: Encodable {
        var name: String
        var wanted: Int
        var people: Int
        var isMet: Bool
    }

    struct Choice: Encodable {
        var interest: String
        var breaks: [String]
    }

    var people: Int
    var seats: Int?
    var cells: [Cell]
    var targets: [Target]
    var choices: [Choice]

    init(_ matrix: SelectionMatrix) {
        people = matrix.people
        seats = matrix.seats
        cells = matrix.cells.map {
            Cell(country: $0.country, sector: $0.sector, people: $0.people)
        }
        targets = matrix.standings.map {
            Target(
                name: $0.target.name, wanted: $0.target.people, people: $0.people, isMet: $0.isMet)
        }
        choices = matrix.choices.map {
            Choice(interest: $0.interest.uuidString.lowercased(), breaks: $0.breaks)
        }
    }
}
