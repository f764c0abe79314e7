import Testing

@testable import Postgres

@Suite struct ConnectionParametersTests {
    private func parameters(_ conninfo: String) throws -> ConnectionParameters {
        try ConnectionParameters(
            DatabaseSettings(conninfo: conninfo), role: "a role",
            statementTimeout: .milliseconds(1500))
    }

    @Test("What the operator wrote wins over our defaults, and both kinds of options are kept")
    func merging() throws {
        let values = try parameters(
            "postgres://u:p@h/d?keepalives_idle=99&options=-c%20work_mem%3D8MB"
                + "&client_encoding=LATIN1"
        ).values

        #expect(values["keepalives_idle"] == "99")
        #expect(values["tcp_user_timeout"] == "15000")
        #expect(values["client_encoding"] == "UTF8")
        #expect(values["dbname"] == "d")
        #expect(values["password"] == "p")
        #expect(
            values["options"] == #"-c work_mem=8MB -c statement_timeout=1500 -c role=a\ role"#)
    }

    @Test("Hosts take turns with their ports after one gave no sign")
    func rotation() throws {
        let parameters = try parameters("host=a,b,c port=1,2,3")

        #expect(parameters.rotated(by: 0).values["host"] == "a,b,c")
        #expect(parameters.rotated(by: 4).values["host"] == "b,c,a")
        #expect(parameters.rotated(by: 4).values["port"] == "2,3,1")
        #expect(try self.parameters("host=a port=1").rotated(by: 1).values["host"] == "a")
        #expect(try self.parameters("host=a,b port=1").rotated(by: 1).values["port"] == "1")
    }

    @Test("The connection string is in no description and in no error")
    func secrecy() {
        let settings = DatabaseSettings(conninfo: "password=hunter2 nonsense")
        var dumped = "\(settings) \(String(reflecting: settings))"
        dump(settings, to: &dumped)

        #expect(!dumped.contains("hunter2"))
        #expect(
            throws: DatabaseError.failed(
                sqlState: "08001", message: "the database's connection string is malformed")
        ) {
            try ConnectionParameters(settings, role: nil, statementTimeout: nil)
        }
    }

    @Test(
        "The pause before connecting again doubles up to the longest",
        arguments: [(0, 50), (1, 100), (3, 400), (6, 2000), (500, 2000)])
    func pauses(failures: Int, milliseconds: Int) {
        #expect(
            Reconnector.pause(after: failures, DatabaseSettings(conninfo: ""))
                == .milliseconds(milliseconds))
    }
}
