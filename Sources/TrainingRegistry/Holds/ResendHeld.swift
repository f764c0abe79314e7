public import Foundation
public import Postgres

/// Sends what was held while an address was on hold, and is true yet.
public struct ResendHeld: Sendable {
    /// A hold of the address that is over.
    public var hold: UUID
    public var actor: RegistryActor
    public var now: Date

    public init(hold: UUID, actor: RegistryActor, now: Date) {
        self.hold = hold
        self.actor = actor
        self.now = now
    }
}

/// What became of the mails that were held.
public struct HeldMailsSent: Sendable, Equatable {
    /// How many are on their way again.
    public let sent: Int
    /// Those that were taken back, because what they say is not so any more.
    public let leftOut: [LeftOutMail]
}

extension Database {
    /// No mail is held any more then.
    public func resend(
        _ request: ResendHeld
    ) async throws(DatabaseError) -> Result<HeldMailsSent, HoldRefusal> {
        let rows = try await run(SendHeldMails(request: request))
        guard let hold = rows.first else { return .failure(.unknownHold) }
        guard !hold.goesOn else { return .failure(.stillHeld) }
        let mails = rows.compactMap(\.mail)
        let leftOut = mails.compactMap { mail in
            mail.obstacle.map { LeftOutMail(id: mail.id, obstacle: $0) }
        }
        return .success(HeldMailsSent(sent: mails.count - leftOut.count, leftOut: leftOut))
    }
}

/// Makes the mails to an address due; a row for each, or one without a mail, where there is such a
/// hold.
struct SendHeldMails: Statement {
    static let sql: StaticString = """
        SELECT is_on_hold(hold.address), held.mail, held.outcome
        FROM address_hold hold LEFT JOIN LATERAL send_held_mails(hold.id, $2, $3) AS held ON true
        WHERE hold.id = $1
        ORDER BY held.mail
        """

    var request: ResendHeld

    func bind(to parameters: inout Parameters) {
        parameters.add(request.hold)
        parameters.add(request.now)
        parameters.add(request.actor.description)
    }

    static func decode(
        _ row: RowReader
    ) throws(DatabaseError) -> (goesOn: Bool, mail: (id: Int64, obstacle: MailObstacle?)?) {
        let goesOn = try row.flag(0)
        guard let id = try row.bigintIfAny(1) else { return (goesOn, nil) }
        if try row.text(2) == "sent" { return (goesOn, (id, nil)) }
        return (goesOn, (id, try row.word(2, of: MailObstacle.self)))
    }
}
