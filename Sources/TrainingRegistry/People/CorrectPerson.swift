public import Foundation
public import Postgres

/// Corrects what is held about a person, by their own link.
public struct CorrectPerson: Sendable {
    public var token: AccessToken
    public var particulars: Particulars
    public var now: Date

    public init(token: AccessToken, particulars: Particulars, now: Date) {
        self.token = token
        self.particulars = particulars
        self.now = now
    }
}

/// Why a correction is not made.
public enum CorrectionRefusal: Error, Sendable, Equatable {
    case unknownLink
    /// Somebody of that name is already known at this address.
    case nameTaken
}

extension Database {
    /// Changes the person and their active interests together.
    public func correct(
        _ request: CorrectPerson
    ) async throws(DatabaseError) -> Result<Void, CorrectionRefusal> {
        do {
            let isDone = try await run(WriteCorrection(request: request)).first ?? false
            return isDone ? .success(()) : .failure(.unknownLink)
        } catch .constraintViolated(name: "person_once_per_address_and_name") {
            return .failure(.nameTaken)
        } catch .constraintViolated(name: "interest_once_per_target_address_and_name") {
            return .failure(.nameTaken)
        }
    }
}

/// Writes the corrected particulars where the person stands.
struct WriteCorrection: Statement {
    static let sql: StaticString = """
        WITH owner AS (
            SELECT person_id FROM access_token
            WHERE hash = sha256($1::bytea) AND purpose = 'my' AND expires_at > $2
        ), corrected AS (
            UPDATE person SET given_name = $3, family_name = $4, organisation = $5, sector = $6,
                              country = $7, language = $8
            FROM owner WHERE person.id = owner.person_id
            RETURNING person.id
        ), followed AS (
            UPDATE interest SET given_name = $3, family_name = $4, organisation = $5, sector = $6,
                                country = $7, language = $8
            FROM owner WHERE interest.person_id = owner.person_id AND withdrawn_at IS NULL
        )
        SELECT EXISTS (SELECT FROM corrected)
        """

    var request: CorrectPerson

    func bind(to parameters: inout Parameters) {
        parameters.add(request.token.bytes)
        parameters.add(request.now)
        parameters.add(request.particulars.givenName.description)
        parameters.add(request.particulars.familyName.description)
        parameters.add(request.particulars.organisation?.description)
        parameters.add(request.particulars.sector.description)
        parameters.add(request.particulars.country.description)
        parameters.add(request.particulars.language?.description)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> Bool { try row.flag(0) }
}
