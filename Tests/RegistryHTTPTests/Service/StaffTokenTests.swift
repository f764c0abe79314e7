import Foundation
import Testing
import TrainingRegistry

@testable import RegistryHTTP

@Suite struct StaffTokenTests {
    @Test("A key is good from the time it is made until it expires or is ended")
    func lifetime() async throws {
        try await ServiceStage.with { stage in
            let secret = AccessToken()
            let label = try TokenLabel(parsing: "selection script")
            let token = try await stage.database.createStaffToken(
                label, secret: secret, now: stage.clock, days: 1)

            #expect(try await stage.asStaff("Bearer \(secret)") == .token(token.id))
            #expect(try await stage.asStaff("bearer  \(secret)") == .token(token.id))
            #expect(try await stage.asStaff("Basic \(secret)") == nil)
            #expect(try await stage.asStaff("Bearer \(AccessToken())") == nil)
            #expect(try await stage.asStaff(nil) == nil)

            stage.clock += 86_400
            #expect(try await stage.asStaff("Bearer \(secret)") == nil)

            stage.clock -= 60
            #expect(try await stage.database.revokeStaffToken(token.id, now: stage.clock))
            #expect(try await stage.asStaff("Bearer \(secret)") == nil)
            #expect(try await !stage.database.revokeStaffToken(token.id, now: stage.clock))
            #expect(try await stage.database.staffTokens().map(\.label) == ["selection script"])
        }
    }
}

extension ServiceStage {
    /// Who a value of `Authorization` stands for; nil when it is answered with 401.
    fileprivate func asStaff(_ authorization: String?) async throws -> RegistryActor? {
        var text = "GET /api/v1/staff/events HTTP/1.1\r\nHost: a\r\n"
        if let authorization { text += "Authorization: \(authorization)\r\n" }
        var parser = RequestParser()
        parser.feed(Array((text + "\r\n").utf8))
        guard case .complete(let request) = try parser.next() else { throw Incomplete() }
        do {
            let gate = try await service.admit(
                request, to: "/api/v1/staff/events", needs: .seeEvents, names: nil)
            guard case .admitted(let principal) = gate else { return nil }
            return principal.actor
        } catch let problem as Problem {
            #expect(problem.status == 401)
            return nil
        }
    }
}
