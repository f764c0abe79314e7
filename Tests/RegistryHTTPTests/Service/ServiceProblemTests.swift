import EventLoop
import Foundation
import Postgres
import Testing
import TrainingRegistry

@testable import RegistryHTTP

@Suite struct ServiceProblemTests {
    @Test("A fault tells the client whether to come again, and nothing of what it was")
    func faults() {
        let away = Problem(
            describing: DatabaseError.unavailable(sqlState: "08006", message: "host db1"))
        let defect = Problem(
            describing: DatabaseError.failed(sqlState: "42P01", message: "no table x"))

        #expect(away.status == 503)
        #expect(away.fields == [Field("Retry-After", "5")])
        #expect(defect == .internalError)
        for problem in [away, defect] {
            #expect(!String(decoding: problem.json, as: UTF8.self).contains("db1"))
            #expect(!String(decoding: problem.json, as: UTF8.self).contains("table"))
        }
    }

    @Test("An event that takes no interest says why, and an open one says nothing")
    func doors() {
        #expect(Problem(Event.Door.open(until: nil)) == nil)
        let reasons = [
            Event.Door.notYetOpen(opensAt: Date(timeIntervalSince1970: 0)), .closed, .cancelled,
            .held, .byInvitation,
        ].map { Problem($0) }

        #expect(reasons.allSatisfy { $0?.status == 409 })
        #expect(reasons[0]?.detail == "It takes interest from 1970-01-01T00:00:00Z.")
        #expect(Set(reasons.map { $0?.detail }).count == 5)
    }

    @Test("Requests are counted by route and class of status, over all cores")
    func counts() {
        var one = RequestCounts()
        var other = RequestCounts()
        one.record(.init(method: .get, route: "/my/{token}", status: 200, duration: .seconds(1)))
        other.record(.init(method: .get, route: "/my/{token}", status: 204, duration: .seconds(2)))
        other.record(.init(method: nil, route: nil, status: 400, duration: .zero))

        one.add(other)

        #expect(
            one.prometheus.split(separator: "\n").filter { !$0.hasPrefix("#") } == [
                #"registry_requests_total{route="/my/{token}",status="2xx"} 2"#,
                #"registry_requests_total{route="none",status="4xx"} 1"#,
                #"registry_request_seconds_total{route="/my/{token}",status="2xx"} 3.0"#,
                #"registry_request_seconds_total{route="none",status="4xx"} 0.0"#,
            ])
    }
}

@Suite struct FormTokenTests {
    static let now = Date(timeIntervalSince1970: 1_795_240_800)
    static let token = FormToken(key: [1, 2, 3])

    @Test(
        "A token is good for a day, for those who have the key",
        arguments: [
            (0, true), (86_400, true), (86_401, false), (-300, true), (-301, false),
        ] as [(TimeInterval, Bool)])
    func age(seconds: TimeInterval, expected: Bool) {
        let issued = Self.token.issue(at: Self.now)

        #expect(Self.token.accepts(issued, at: Self.now + seconds) == expected)
        #expect(!FormToken(key: [1, 2, 4]).accepts(issued, at: Self.now + seconds))
    }

    @Test(
        "A token that was changed is none",
        arguments: ["", ".", "1795240800", "1795240800.", "+795240800.00", "1795240801.00"])
    func forged(text: String) {
        #expect(!Self.token.accepts(text, at: Self.now))
    }
}
