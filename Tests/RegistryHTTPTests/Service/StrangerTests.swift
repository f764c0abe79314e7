import Foundation
import Testing
import TrainingRegistry

@testable import RegistryHTTP

/// What is told from a head alone, before content is read.
@Suite(.timeLimit(.minutes(10))) struct StrangerTests {
    @Test("Whom nobody knows is turned away by the head; whoever is known may send")
    func heads() async throws {
        try await ServiceStage.with { stage in
            let staff = StaffCaller(
                name: "administrator",
                grants: [try #require(RoleGrant(.administrator, .everything))])
            var ended = StaffCaller(name: "an ended account", grants: staff.grants)
            ended.isGood = false
            try await stage.change(staff.sql + "\n" + ended.sql)
            let stranger = StaffCaller(name: "nobody", grants: [])

            var statuses: [Int?] = []
            for caller in [staff, ended, stranger] {
                for target in ["/console/events/a/attendance", "/api/v1/events/a/quotas"] {
                    statuses.append(try await stage.screened(target, caller.fields(target)))
                }
            }
            #expect(statuses == [nil, nil, 401, 401, 401, 401])
            let bare = try await stage.screened("/console/events/a/attendance", [])
            #expect(bare == 401)
            // A cookie is nothing to the API, and a key nothing to the console.
            let swapped = [
                try await stage.screened("/console/events/a/seats/keep", staff.fields("/api/")),
                try await stage.screened("/api/v1/events/a/quotas", staff.fields("/console")),
            ]
            #expect(swapped == [401, 401])
        }
    }

    @Test("What everybody may send is not asked about, and what leads nowhere is told so")
    func others() async throws {
        try await ServiceStage.with { stage in
            let interest = try await stage.screened("/events/a/interest", [])
            #expect(interest == nil)
            let signIn = try await stage.screened("/console/sign-in", [])
            #expect(signIn == nil)
            let nowhere = try await stage.screened("/console/nowhere", [])
            #expect(nowhere == 404)
        }
    }
}

extension ServiceStage {
    /// The status by which the head of a large request is refused; nil when it is not.
    fileprivate func screened(_ target: String, _ fields: [String]) async throws -> Int? {
        let method = target.hasSuffix("/quotas") ? "PUT" : "POST"
        var parser = RequestParser()
        let head =
            "\(method) \(target) HTTP/1.1\r\nHost: a\r\nContent-Length: 60000\r\n"
            + fields.map { "\($0)\r\n" }.joined()
        parser.feed(Array((head + "\r\n").utf8))
        guard case .head(let request) = try parser.next() else { throw Incomplete() }
        return await service.screen(request)?.status
    }
}
