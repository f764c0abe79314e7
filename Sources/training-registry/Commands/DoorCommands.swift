import Foundation
import Glibc
import TrainingRegistry

extension Command {
    /// What was marked before, and people who came without a seat.
    static let markHistory = Command(
        "history", "Lists every mark of somebody in a session, the latest first",
        arguments: [
            Argument("PARTICIPATION", "Its id, as show prints it"),
            Argument("SESSION", "The id of the session"),
        ],
        options: [.json],
        run: { invocation in
            let participation = try invocation.identity(at: 0)
            let session = try invocation.identity(at: 1)
            let settings = try Settings.load(config: invocation.config)
            let marks = try await settings.withDatabase {
                try await $0.history(of: participation, in: session)
            }
            if invocation.wantsJSON {
                try printJSON(marks.map(PastMarkRow.init))
            } else {
                Table(
                    ["RECORDED", "STATUS", "ARRIVED", "WHO", "WHY"],
                    marks.map { mark in
                        [
                            mark.recordedAt.ISO8601Format(), mark.status?.rawValue ?? "none",
                            mark.arrivedAt?.ISO8601Format() ?? "-", mark.actor, mark.reason ?? "-",
                        ]
                    }
                ).print()
            }
        })

    static let walkIn = Command(
        "walk-in", "Gives a seat to somebody who came without one",
        details: "They must have been shown the privacy notice, whose version is --notice.",
        arguments: [Argument("EVENT", "The code of the event")],
        options: Option.person + [.value("notice", "VERSION", "Such as 2026-11"), .json],
        run: { invocation in
            let code = try invocation.code(at: 0)
            let (person, email) = try invocation.person()
            guard let notice = invocation["notice"], !notice.isEmpty else {
                throw CommandFailure(usage: "--notice is missing.")
            }
            let settings = try Settings.load(config: invocation.config)
            let outcome = try await settings.withDatabase { database in
                try await database.take(
                    TakeWalkIn(
                        person, email: email, to: code, notice: notice,
                        actor: .command(userID: getuid()), now: Date(),
                        mailDomain: settings.mailDomain))
            }
            let place: UUID
            switch outcome {
            case .success(let taken): place = taken
            case .failure(let refusal): throw CommandFailure(refusal.inWords)
            }
            if invocation.wantsJSON {
                try printJSON(["participation": place.uuidString.lowercased()])
            } else {
                print(place.uuidString.lowercased())
            }
        })
}

/// One mark as `attendance history --json` prints it.
private struct PastMarkRow: Encodable {
    var status: String?
    var arrivedAt: Date?
    var actor: String
    var reason: String?
    var recordedAt: Date

    init(_ mark: PastMark) {
        status = mark.status?.rawValue
        arrivedAt = mark.arrivedAt
        actor = mark.actor
        reason = mark.reason
        recordedAt = mark.recordedAt
    }
}
