import Foundation
import Postgres
import TrainingRegistry

extension Roster {
    func show(asJSON: Bool) throws {
        if asJSON { return try printJSON(members.map(RosterRow.init)) }
        var lines: [[String]] = []
        for member in members {
            let presides = member.holdsPresidency ? " (presidency)" : ""
            let name = member.name + presides
            if member.seats.isEmpty {
                lines.append([name, member.isVacant ? "vacant" : "-", "-", "-"])
            }
            for seat in member.seats {
                let rank = seat.role == .alternate ? " \(seat.rank)" : ""
                lines.append([
                    name, seat.role.rawValue + rank, seat.holder ?? "vacant",
                    seat.institution ?? "-",
                ])
            }
        }
        Table(["MEMBER", "SEAT", "HOLDER", "INSTITUTION"], lines).print()
    }
}

/// A member as `roster show --json` prints it.
private struct RosterRow: Encodable {
    struct Seat: Encodable {
        var role: String
        var rank: Int
        var holder: String?
        var institution: String?
    }

    var member: String
    var name: String
    var seat: String
    var isVacant: Bool
    var holdsPresidency: Bool
    var seats: [Seat]

    init(_ member: RosterMember) {
        self.member = member.code
        name = member.name
        seat = member.seat.rawValue
        isVacant = member.isVacant
        holdsPresidency = member.holdsPresidency
        seats = member.seats.map {
            Seat(
                role: $0.role.rawValue, rank: $0.rank, holder: $0.holder,
                institution: $0.institution)
        }
    }
}

extension FocalPoint {
    static func show(_ points: [FocalPoint], asJSON: Bool) throws {
        if asJSON { return try printJSON(points.map(FocalPointRow.init)) }
        Table(
            ["MEMBER", "NAME", "ADDRESS", "UNTIL"],
            points.map { [$0.member, $0.name, $0.email, $0.until?.description ?? "-"] }
        ).print()
    }
}

/// A focal point as `roster focal-points --json` prints it.
private struct FocalPointRow: Encodable {
    var member: String
    var name: String
    var email: String
    var language: String?
    var from: String?
    var until: String?

    init(_ point: FocalPoint) {
        member = point.member
        name = point.name
        email = point.email
        language = point.language
        from = point.from?.description
        until = point.until?.description
    }
}

extension EventChair {
    func show(asJSON: Bool) throws {
        struct Row: Encodable {
            var member: String
            var name: String
            var isOverridden: Bool
            var reason: String?
        }
        if asJSON {
            return try printJSON(
                Row(member: member, name: name, isOverridden: isOverridden, reason: reason))
        }
        print("\(name): \(reason ?? "by its presidency")")
    }
}

extension MandateYear {
    static func show(_ years: [MandateYear], on day: CalendarDay, asJSON: Bool) throws {
        struct Row: Encodable {
            var mandate: String
            var first: String
            var last: String
            var held: Int
            var planned: Int
            var standing: String
        }
        let rows = years.map {
            Row(
                mandate: $0.mandate, first: $0.first.description, last: $0.last.description,
                held: $0.held, planned: $0.planned, standing: $0.standing(on: day).rawValue)
        }
        if asJSON { return try printJSON(rows) }
        Table(
            ["MANDATE", "FROM", "TO", "HELD", "PLANNED", "STANDING"],
            rows.map {
                [$0.mandate, $0.first, $0.last, String($0.held), String($0.planned), $0.standing]
            }
        ).print()
    }
}
