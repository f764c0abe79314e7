public import Foundation
public import Postgres

/// Erases a person with everybody who was merged into them, as article 17 of the GDPR has it.
public struct ErasePerson: Sendable {
    public var person: UUID
    public var actor: RegistryActor
    /// Stays in the log, so it does not name the person.
    public var reason: PeopleReason
    public var now: Date
    public var mailDomain: String

    public init(
        person: UUID, actor: RegistryActor, reason: PeopleReason, now: Date, mailDomain: String
    ) {
        self.person = person
        self.actor = actor
        self.reason = reason
        self.now = now
        self.mailDomain = mailDomain
    }
}

/// What erasing a person does to the rows of one table.
public struct ErasureLine: Sendable, Equatable {
    /// What becomes of the rows.
    public enum Deed: String, Sendable, CaseIterable {
        case deleted
        /// Stay without what was in them.
        case emptied
        /// Stay with a word that means nobody.
        case replaced
        /// Mails that are not sent any more.
        case cancelled
        /// Seats and places that somebody else may have.
        case freed
        /// Participations in events that have not begun: a fact says that they do not come.
        case withdrawn
        /// Words of coordinators in which the person was named.
        case searched
        case kept
    }

    public var table: String
    public var deed: Deed
    public var rows: Int

    public init(table: String, deed: Deed, rows: Int) {
        self.table = table
        self.deed = deed
        self.rows = rows
    }
}

/// Why a person is not erased.
public enum ErasureRefusal: Error, Sendable, Equatable, CustomStringConvertible {
    case unknownPerson
    case erasedAlready
    /// The person was merged into another, who is to be erased, or the merge to be undone first.
    case mergedPerson(carriesOn: UUID)
    /// An account of the secretariat is theirs, and open.
    case staffAccount
    /// They speak for a member, today or later.
    case focalPoint
    case reasonNamesThem

    /// What to do, in a sentence.
    public var description: String {
        switch self {
        case .unknownPerson: "Nobody has this id."
        case .erasedAlready: "The person was erased already; nothing is left to do."
        case .mergedPerson(let other):
            "They carry on as \(other.uuidString.lowercased()): erase that person, or undo the "
                + "merge first if these are two."
        case .staffAccount:
            "They have an open account of the secretariat with this address: end it first."
        case .focalPoint:
            "They speak for a member: end that, or enter somebody else, first."
        case .reasonNamesThem:
            "The reason stays in the log: write it without the name and the address."
        }
    }
}

extension Database {
    /// What was done, table by table; what stays is `kept`.
    ///
    /// Interests, links and names go; mails that were not sent are cancelled. In events that have
    /// not begun seats are freed and offered on. Everything that is counted of events that have
    /// begun stays, with a random number in the place of the person.
    public func erase(
        _ request: ErasePerson
    ) async throws(DatabaseError) -> Result<[ErasureLine], ErasureRefusal> {
        try ErasureAnswer.read(await repeatedWhileInterrupted(WriteErasure(request: request)))
    }

    /// The same, made and taken back: nothing is changed.
    public func previewErasure(
        of person: UUID, by actor: RegistryActor, now: Date
    ) async throws(DatabaseError) -> Result<[ErasureLine], ErasureRefusal> {
        let preview = PreviewWrittenErasure(person: person, actor: actor, now: now)
        return try ErasureAnswer.read(await repeatedWhileInterrupted(preview))
    }
}

/// One row of an answer: a refusal, or one line of what was done.
struct ErasureAnswer: Sendable {
    let refusal: ErasureRefusal?
    let line: ErasureLine?

    init(_ row: RowReader) throws(DatabaseError) {
        if let word = try row.textIfAny(0) {
            refusal = try Self.refusal(word, carriesOn: row.uuidIfAny(1))
            line = nil
        } else {
            refusal = nil
            line = ErasureLine(
                table: try row.text(2), deed: try row.word(3, of: ErasureLine.Deed.self),
                rows: Int(try row.bigint(4)))
        }
    }

    private static func refusal(
        _ word: String, carriesOn other: UUID?
    ) throws(DatabaseError) -> ErasureRefusal {
        switch (word, other) {
        case ("unknown-person", _): .unknownPerson
        case ("erased-already", _): .erasedAlready
        case ("merged-person", let other?): .mergedPerson(carriesOn: other)
        case ("staff-account", _): .staffAccount
        case ("focal-point", _): .focalPoint
        case ("reason-names-them", _): .reasonNamesThem
        default: throw .failed(sqlState: "XX000", message: "an erasure was refused unknown")
        }
    }

    static func read(_ rows: [Self]) -> Result<[ErasureLine], ErasureRefusal> {
        if let refusal = rows.first?.refusal { return .failure(refusal) }
        return .success(rows.compactMap(\.line))
    }
}

/// Erases under the locks of the rooms, the person and the clock of facts.
struct WriteErasure: Statement {
    static let sql: StaticString = """
        SELECT e.refusal, e.carries_on, line ->> 'table', line ->> 'does',
               (line ->> 'rows')::bigint
        FROM erase_person($1, $2, $3, $4, $5) AS e
        LEFT JOIN LATERAL jsonb_array_elements(e.changes) WITH ORDINALITY AS l (line, place)
            ON true
        ORDER BY place
        """

    var request: ErasePerson

    func bind(to parameters: inout Parameters) {
        parameters.add(request.person)
        parameters.add(request.actor.description)
        parameters.add(request.reason.description)
        parameters.add(request.now)
        parameters.add(request.mailDomain)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> ErasureAnswer {
        try ErasureAnswer(row)
    }
}

/// Erases and takes it back.
struct PreviewWrittenErasure: Statement {
    static let sql: StaticString = """
        SELECT e.refusal, e.carries_on, line ->> 'table', line ->> 'does',
               (line ->> 'rows')::bigint
        FROM preview_erasure($1, $2, $3) AS e
        LEFT JOIN LATERAL jsonb_array_elements(e.changes) WITH ORDINALITY AS l (line, place)
            ON true
        ORDER BY place
        """

    var person: UUID
    var actor: RegistryActor
    var now: Date

    func bind(to parameters: inout Parameters) {
        parameters.add(person)
        parameters.add(actor.description)
        parameters.add(now)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> ErasureAnswer {
        try ErasureAnswer(row)
    }
}
