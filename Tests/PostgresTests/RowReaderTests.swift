import Postgres
import TestSupport
import Testing

/// Reads its first column as something it is not.
private struct ReadWrongly: Statement {
    static let sql: StaticString = """
        SELECT NULL::text, 1::numeric, ARRAY['a', NULL], ARRAY[[1, 2], [3, 4]],
               'infinity'::timestamptz, 'infinity'::date
        """
    enum Way: Int, Sendable, CaseIterable {
        case nothing, numeric, nullInside, twoDimensions, endless, endlessDay, absent
    }
    static func decode(_ row: RowReader) throws(DatabaseError) -> [DatabaseError?] {
        Way.allCases.map { way in
            do throws(DatabaseError) {
                switch way {
                case .nothing: _ = try row.text(0)
                case .numeric: _ = try row.integer(1)
                case .nullInside: _ = try row.texts(2)
                case .twoDimensions: _ = try row.integers(3)
                case .endless: _ = try row.instant(4)
                case .endlessDay: _ = try row.day(5)
                case .absent: _ = try row.text(6)
                }
                return nil
            } catch {
                return error
            }
        }
    }
    func bind(to parameters: inout Parameters) {}
}

@Suite struct RowReaderTests {
    @Test("A column that is not what the statement says is a defect, and said to be one")
    func mismatches() async throws {
        let errors = try await TestDatabase.withDatabase { try await $0.run(ReadWrongly()) }

        #expect(
            errors.first?.map { $0?.sqlState }
                == ["22004", "42804", "22004", "42804", "22008", "22008", "42703"])
    }
}
