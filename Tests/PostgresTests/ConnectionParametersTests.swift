import EventLoop
import TestSupport
import Testing

@testable import Postgres

/// The conninfo of some settings, whatever its form, with some words changed.
func conninfo(
    of settings: DatabaseSettings, changing change: (inout [String: String]) -> Void
) throws -> String {
    let all = try ConnectionParameters(settings, role: nil, statementTimeout: nil).values
    var words = all.filter { ["host", "port", "user", "password", "sslmode"].contains($0.key) }
    change(&words)
    return words.map { word, value in "\(word)='\(value)'" }.joined(separator: " ")
}

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

    @Test("A first host that accepts and says nothing is passed over after the connect timeout")
    func silentHost() async throws {
        try await TestDatabase.with { test in
            let loopback = try #require(SocketAddress("127.0.0.1", port: 0))
            let answer = try await test.loop.run {
                let silent = try Listener(at: loopback, on: test.loop, reusePort: false)
                defer { silent.close() }
                var settings = test.service
                settings.conninfo = try conninfo(of: settings) { words in
                    words["host"] = "127.0.0.1,\(words["host"] ?? "localhost")"
                    words["port"] = "\(silent.address.port),\(words["port"] ?? "5432")"
                }
                settings.connectTimeout = .seconds(1)
                let database = Database(settings, on: test.loop)
                let answer = try await database.run(AskForSign(), within: .seconds(30))
                await database.close()
                return answer
            }

            #expect(answer == [true])
        }
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
