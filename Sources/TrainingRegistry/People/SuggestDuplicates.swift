public import Foundation
public import Postgres

/// Asks who may be one person, of one person or of all.
public struct SuggestDuplicates: Sendable {
    /// Nil for all people.
    public var person: UUID?
    public var limit: Int
    /// How many pairs are judged at most, the most alike first.
    var candidatesMax = 5_000

    public init(person: UUID? = nil, limit: Int = 50) {
        self.person = person
        self.limit = limit
    }
}

extension Database {
    /// Suggestions only, the surest first; never a pair that somebody dismissed.
    public func duplicates(
        _ request: SuggestDuplicates
    ) async throws(DatabaseError) -> [DuplicateSuggestion] {
        let pairs = try await run(
            FindDuplicateCandidates(request: request), within: .seconds(30))
        let suggestions = pairs.compactMap { DuplicateSuggestion($0.one, $0.other) }
        return Array(
            suggestions.sorted { one, other in
                (-one.score, one.one.familyName, one.one.id.uuidString)
                    < (-other.score, other.one.familyName, other.one.id.uuidString)
            }.prefix(max(0, request.limit)))
    }
}

/// Finds pairs whose names share enough to be judged, with the keys of what they are called.
struct FindDuplicateCandidates: Statement {
    static let sql: StaticString = """
        SELECT a.id, a.given_name, a.family_name, a.email, a.organisation, a.sector, a.country,
               person_name_key(a.given_name), person_name_key(a.family_name),
               nullif(person_name_key(a.organisation), ''),
               b.id, b.given_name, b.family_name, b.email, b.organisation, b.sector, b.country,
               person_name_key(b.given_name), person_name_key(b.family_name),
               nullif(person_name_key(b.organisation), '')
        FROM duplicate_pairs($1, $2) AS pair
        JOIN person a ON a.id = pair.one JOIN person b ON b.id = pair.other
        """

    var request: SuggestDuplicates

    func bind(to parameters: inout Parameters) {
        parameters.add(request.person)
        parameters.add(request.candidatesMax)
    }

    /// Two persons to be judged.
    struct Row: Sendable {
        let one: DuplicateCandidate
        let other: DuplicateCandidate
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> Row {
        Row(one: try candidate(row, from: 0), other: try candidate(row, from: 10))
    }

    private static func candidate(
        _ row: RowReader, from first: Int
    ) throws(DatabaseError) -> DuplicateCandidate {
        DuplicateCandidate(
            person: try PersonSummary(row, from: first), givenKey: try row.text(first + 7),
            familyKey: try row.text(first + 8), employerKey: try row.textIfAny(first + 9))
    }
}

extension PersonSummary {
    /// Seven columns in the order of the properties.
    init(_ row: RowReader, from first: Int) throws(DatabaseError) {
        self.init(
            id: try row.uuid(first), givenName: try row.text(first + 1),
            familyName: try row.text(first + 2), email: try row.text(first + 3),
            organisation: try row.textIfAny(first + 4), sector: try row.text(first + 5),
            country: try row.text(first + 6))
    }
}
