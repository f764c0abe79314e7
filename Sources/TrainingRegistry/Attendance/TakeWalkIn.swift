public import Foundation
public import Mailer
public import Postgres

/// Somebody who came without a seat, and gets one if there is one.
public struct TakeWalkIn: Sendable {
    public var event: Code
    public var person: Particulars
    public var email: EmailAddress
    /// The version of the privacy notice that they were shown.
    public var notice: String
    public var actor: RegistryActor
    public var now: Date
    public var mailDomain: String

    public init(
        _ person: Particulars, email: EmailAddress, to event: Code, notice: String,
        actor: RegistryActor, now: Date, mailDomain: String
    ) {
        self.event = event
        self.person = person
        self.email = email
        self.notice = notice
        self.actor = actor
        self.now = now
        self.mailDomain = mailDomain
    }
}

extension Database {
    /// The participation, new or the one they have already.
    public func take(
        _ request: TakeWalkIn
    ) async throws(DatabaseError) -> Result<UUID, SheetRefusal> {
        guard let answer = try await run(WriteWalkIn(request: request)).first else {
            return .failure(.unknown)
        }
        if let place = answer.place { return .success(place) }
        return .failure(answer.outcome == "event-full" ? .eventFull : .unknown)
    }
}

/// Gives a walk-in a seat by the law of seats.
struct WriteWalkIn: Statement {
    struct Answer: Sendable {
        var outcome: String
        var place: UUID?
    }

    static let sql: StaticString = """
        SELECT outcome, place
        FROM event, take_walk_in(event.id, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
        WHERE event.code = $1
        """

    var request: TakeWalkIn

    func bind(to parameters: inout Parameters) {
        let person = request.person
        parameters.add(request.event.description)
        parameters.add(person.givenName.description)
        parameters.add(person.familyName.description)
        parameters.add(request.email.description)
        parameters.add(request.email.folded)
        parameters.add(person.organisation?.description)
        parameters.add(person.sector.description)
        parameters.add(person.country.description)
        parameters.add(person.language?.description)
        parameters.add(request.notice)
        parameters.add(request.now)
        parameters.add(request.actor.description)
        parameters.add(request.mailDomain)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> Answer {
        Answer(outcome: try row.text(0), place: try row.uuidIfAny(1))
    }
}
