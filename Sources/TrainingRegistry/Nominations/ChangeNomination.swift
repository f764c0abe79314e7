public import Foundation
public import Mailer
public import Postgres

/// Nominates somebody for a member, or changes a nomination.
public struct ChangeNomination: Sendable {
    /// For which member, and by whom.
    public enum Desk: Sendable {
        /// A focal point by its link, until the deadline.
        case link(AccessToken, now: Date, mailDomain: String)
        /// A coordinator for a focal point, after the deadline too.
        case coordinator(RoomChange, member: String)
    }

    public enum Step: Sendable {
        case nominate(Particulars, EmailAddress)
        /// Another person in the same rank; the seat stays the member's.
        case substitute(UUID, Particulars, EmailAddress)
        case withdraw(UUID)
        case moveUp(UUID)
        case moveDown(UUID)
    }

    public var desk: Desk
    public var step: Step

    public init(at desk: Desk, _ step: Step) {
        self.desk = desk
        self.step = step
    }
}

extension Database {
    /// Whoever is nominated is told in the same statement, and so is whose nomination ends.
    public func change(
        _ request: ChangeNomination
    ) async throws(DatabaseError) -> Result<Void, NominationRefusal> {
        try await nominationWord(WriteNomination(request: request)).map { _ in }
    }
}

/// Changes one nomination under the lock of the room.
struct WriteNomination: Statement {
    static let sql: StaticString = """
        SELECT change_nomination($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14,
                                 $15, $16, $17)
        """

    var request: ChangeNomination

    func bind(to parameters: inout Parameters) {
        let at: (now: Date, domain: String)
        var change: RoomChange?
        switch request.desk {
        case .link(let token, let now, let domain):
            parameters.add(token.bytes)
            parameters.add(nil as String?)
            parameters.add(nil as String?)
            at = (now, domain)
        case .coordinator(let by, let member):
            parameters.add(nil as [UInt8]?)
            parameters.add(by.event.description)
            parameters.add(member)
            at = (by.now, by.mailDomain)
            change = by
        }
        addStep(to: &parameters)
        parameters.add(at.now)
        parameters.add(change?.actor.description)
        parameters.add(change?.reason)
        parameters.add(at.domain)
    }

    private func addStep(to parameters: inout Parameters) {
        var target: UUID?
        var person: Particulars?
        var address: EmailAddress?
        let word: String
        switch request.step {
        case .nominate(let given, let email): (word, person, address) = ("nominate", given, email)
        case .substitute(let id, let given, let email):
            (word, target, person, address) = ("substitute", id, given, email)
        case .withdraw(let id): (word, target) = ("withdraw", id)
        case .moveUp(let id): (word, target) = ("up", id)
        case .moveDown(let id): (word, target) = ("down", id)
        }
        parameters.add(word)
        parameters.add(target)
        parameters.add(person?.givenName.description)
        parameters.add(person?.familyName.description)
        parameters.add(address?.description)
        parameters.add(address?.folded)
        parameters.add(person?.organisation?.description)
        parameters.add(person?.sector.description)
        parameters.add(person?.country.description)
        parameters.add(person?.language?.description)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> String { try row.text(0) }
}
