public import Foundation
public import Postgres

/// Erases again whoever a restored backup brought back.
public struct EraseAgain: Sendable {
    /// Who was erased after the backup was made, from the list that is kept beside it.
    public var listed: [UUID]
    public var actor: RegistryActor
    public var now: Date
    public var mailDomain: String

    public init(listed: [UUID], actor: RegistryActor, now: Date, mailDomain: String) {
        self.listed = listed
        self.actor = actor
        self.now = now
        self.mailDomain = mailDomain
    }
}

/// A person who was erased: a random number and when.
public struct ErasedPerson: Sendable, Equatable {
    public var id: UUID
    public var erasedAt: Date
}

/// What erasing again came to.
public struct ErasedAgain: Sendable {
    public var erased: [UUID] = []
    /// Still there, and why.
    public var refused: [(id: UUID, refusal: ErasureRefusal)] = []
}

extension Database {
    /// Whoever was erased, the first first: the list to keep beside the backups.
    public func erasedPeople() async throws(DatabaseError) -> [ErasedPerson] {
        try await run(ListErased())
    }

    /// Remembers who is listed, and erases those of them, and of the registry's own list, who are
    /// there.
    ///
    /// One after the other, each in a transaction of its own: done twice it is done once.
    public func eraseAgain(_ request: EraseAgain) async throws(DatabaseError) -> ErasedAgain {
        let reason: PeopleReason
        do { reason = try PeopleReason(parsing: "again after a restore") } catch {
            throw .failed(sqlState: "XX000", message: "a reason of ours cannot be read")
        }
        var done = ErasedAgain()
        for id in try await run(RememberErased(ids: request.listed, now: request.now)) {
            let erasure = ErasePerson(
                person: id, actor: request.actor, reason: reason, now: request.now,
                mailDomain: request.mailDomain)
            switch try await erase(erasure) {
            case .success: done.erased.append(id)
            // Gone with the person they were merged into, a moment ago.
            case .failure(.erasedAlready), .failure(.unknownPerson): continue
            case .failure(let refusal): done.refused.append((id, refusal))
            }
        }
        return done
    }
}

/// Reads who was erased.
struct ListErased: Statement {
    static let sql: StaticString = """
        SELECT person_id, erased_at FROM erased_person ORDER BY erased_at, person_id
        """

    func bind(to parameters: inout Parameters) {}

    static func decode(_ row: RowReader) throws(DatabaseError) -> ErasedPerson {
        ErasedPerson(id: try row.uuid(0), erasedAt: try row.instant(1))
    }
}

/// Takes a list up into ours, and reads who of all of them is there; who carries on comes first.
struct RememberErased: Statement {
    static let sql: StaticString = """
        WITH listed AS (
            INSERT INTO erased_person (person_id, erased_at)
            SELECT DISTINCT id, $2::timestamptz FROM unnest($1::uuid[]) AS id
            ON CONFLICT DO NOTHING
        )
        SELECT id FROM person
        WHERE id = ANY ($1) OR EXISTS (SELECT FROM erased_person WHERE person_id = id)
        ORDER BY merged_into IS NOT NULL, id
        """

    var ids: [UUID]
    var now: Date

    func bind(to parameters: inout Parameters) {
        parameters.add(ids)
        parameters.add(now)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> UUID { try row.uuid(0) }
}
