import Testing

@testable import Postgres

@Suite struct DatabaseErrorTests {
    @Test(
        "An error of the server is sorted by what its caller can do about it",
        arguments: [
            ("23505", "once", .constraintViolated(name: "once")),
            ("23502", nil, .failed(sqlState: "23502", message: "m")),
            ("22P02", nil, .failed(sqlState: "22P02", message: "the server refused a value")),
            ("08006", nil, .unavailable(sqlState: "08006", message: "m")),
            ("40001", nil, .unavailable(sqlState: "40001", message: "m")),
            ("53300", nil, .unavailable(sqlState: "53300", message: "m")),
            ("57P01", nil, .unavailable(sqlState: "57P01", message: "m")),
            ("55P03", nil, .unavailable(sqlState: "55P03", message: "m")),
            ("55006", nil, .failed(sqlState: "55006", message: "m")),
            ("25006", nil, .unavailable(sqlState: "25006", message: "m")),
            ("42P01", nil, .failed(sqlState: "42P01", message: "m")),
        ] as [(String, String?, DatabaseError)]
    )
    func sorting(sqlState: String, constraint: String?, expected: DatabaseError) {
        #expect(
            DatabaseError(sqlState: sqlState, message: "m", constraint: constraint) == expected)
    }
}
