import Foundation
import TrainingRegistry

extension Command {
    /// The commands of the group `interest` that are about selection.
    static let selectionCommands: [Command] = [.interestMove, .interestWhy]

    private static let interestMove = Command(
        "move", "Moves interests of an event to another status",
        details: "Prints a row for each; ends with 1 when one of them is refused.",
        arguments: [
            Argument("EVENT", "Its code"), Argument("STATUS", "Where to, such as shortlisted"),
            Argument("INTEREST", "By id", mayBeRepeated: true),
        ],
        options: [
            .value("decision", "TEXT", "What was decided, for the history"), .reason, .send,
            .json,
        ],
        run: { invocation in
            guard let status = InterestStatus(rawValue: invocation.arguments[1]) else {
                let known = InterestStatus.allCases.map(\.rawValue).joined(separator: ", ")
                throw CommandFailure(usage: "STATUS must be one of \(known).")
            }
            let moves = try invocation.arguments.dropFirst(2).map {
                InterestMove(
                    try UUID(typed: $0), to: status, reason: invocation["reason"])
            }
            let decision = try invocation["decision"].map { try DecisionWords(parsing: $0) }
            let settings = try Settings.load(config: invocation.config)
            let order = invocation.mailOrder()
            var change = try invocation.roomChange(settings)
            change.mails = order
            let request = MoveInterests(change, moves: moves, decision: decision)
            let (found, mailing) = try await settings.withDatabase { database in
                (try await database.move(request), try await database.waiting(order))
            }
            guard let reports = found else { throw CommandFailure("There is no such event.") }
            if invocation.wantsJSON {
                try printJSON(reports.map(MoveRow.init))
            } else {
                Table(
                    ["INTEREST", "OUTCOME", "STATUS", "ALLOWED"],
                    reports.map { report in
                        [
                            report.interest.uuidString.lowercased(),
                            report.refusal?.rawValue ?? "done", report.status?.rawValue ?? "-",
                            report.allowed.map(\.rawValue).joined(separator: " "),
                        ]
                    }
                ).print()
                mailing.tell()
            }
            let refused = reports.filter { $0.refusal != nil }.count
            if refused > 0 {
                throw CommandFailure(
                    "\(refused) of \(reports.count) \(refused == 1 ? "was" : "were") refused.")
            }
        })

    private static let interestWhy = Command(
        "why", "Explains why somebody has a seat or none",
        arguments: [Argument("INTEREST", "By id")], options: [.json],
        run: { invocation in
            let id = try UUID(typed: invocation.arguments[0])
            let settings = try Settings.load(config: invocation.config)
            guard
                let place = try await settings.withDatabase({ try await $0.explainPlace(of: id) })
            else { throw CommandFailure("No such interest is confirmed in an event.") }
            if invocation.wantsJSON { return try printJSON(PlaceRow(place)) }
            print(place.inWords)
            Table(
                ["AT", "STATUS", "ACTOR", "REASON"],
                place.history.map { step in
                    [
                        step.at.ISO8601Format(), step.status.rawValue, step.actor,
                        step.reason ?? step.decision ?? "-",
                    ]
                }
            ).print()
        })
}

extension PlaceExplained {
    fileprivate var inWords: String {
        var words = [status.rawValue]
        if let seat { words.append("seat \(seat)") }
        if let promisedUntil { words.append("promised until \(promisedUntil.ISO8601Format())") }
        if let place, let before { words.append("place \(place), \(before) before") }
        if status == .waiting || status.isPending {
            words.append(freeSeats.counted("seat free", "seats free"))
            if freeSeats > 0, !hasSuitableSeat { words.append("kept for others") }
        }
        if !fullQuotas.isEmpty { words.append("full: \(fullQuotas.joined(separator: " "))") }
        return words.joined(separator: ", ")
    }
}

/// One move as `interest move --json` prints it.
private struct MoveRow: Encodable {
    var interest: String
    var outcome: String
    var code: String?
    var status: String?
    var allowed: [String]
    var expiresAt: Date?

    init(_ report: MoveReport) {
        interest = report.interest.uuidString.lowercased()
        outcome = report.refusal == nil ? "done" : "refused"
        code = report.refusal?.rawValue
        status = report.status?.rawValue
        allowed = report.allowed.map(\.rawValue)
        expiresAt = report.expiresAt
    }
}

/// Where an interest stands as `interest why --json` prints it.
private struct PlaceRow: Encodable {
    struct Step: Encodable {
        var status: String
        var actor: String
        var reason: String?
        var decision: String?
        var at: Date
    }

    var interest: String
    var status: String
    var seat: Int?
    var promisedUntil: Date?
    var place: Int?
    var before: Int?
    var freeSeats: Int
    var hasSuitableSeat: Bool
    var fullQuotas: [String]
    var history: [Step]

    init(_ explained: PlaceExplained) {
        interest = explained.interest.uuidString.lowercased()
        status = explained.status.rawValue
        seat = explained.seat
        promisedUntil = explained.promisedUntil
        place = explained.place
        before = explained.before
        freeSeats = explained.freeSeats
        hasSuitableSeat = explained.hasSuitableSeat
        fullQuotas = explained.fullQuotas
        history = explained.history.map {
            Step(
                status: $0.status.rawValue, actor: $0.actor, reason: $0.reason,
                decision: $0.decision, at: $0.at)
        }
    }
}
