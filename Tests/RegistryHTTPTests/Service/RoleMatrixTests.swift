import Foundation
import Postgres
import Testing
import TrainingRegistry

@testable import RegistryHTTP

/// Every route of the secretariat, for every role, on what is theirs and what is not.
@Suite(.timeLimit(.minutes(10))) struct RoleMatrixTests {
    /// What became of a request at the gate.
    enum Outcome: String, Equatable { case signedOut, refused, hidden, passed }

    @Test("Who comes through is what the rules say, on every route, by real requests")
    func matrix() async throws {
        try await ServiceStage.with { stage in
            let samples = try await stage.database.run(ReadObjectSamples())
            try #require(samples.count > 1)
            let callers = try Self.callers(samples[0])
            try await stage.change(callers.map(\.sql).joined(separator: "\n"))
            var wrong: [String] = []
            var seen: Set<Outcome> = []
            for route in Service.staffRoutes {
                let isConsole = route.route.pattern.hasPrefix("/console")
                let present: [StaffCaller?] = callers.filter { isConsole || $0.hasKey } + [nil]
                for caller in present {
                    for (code, object) in Self.objects(route.route.pattern, samples) {
                        let expected = Self.expected(caller, route.permission, object)
                        let response = try await stage.send(
                            route.route.method, Self.target(route.route.pattern, code),
                            as: caller)
                        if isConsole, !route.route.method.isSafe {
                            // Signing out works; the next request is sent with the same session.
                            try await stage.change("UPDATE staff_session SET ended_at = NULL")
                        }
                        var outcome = Self.outcome(response, route.route.method)
                        let isOdd = object == .absent || Self.namesMore(route.route.pattern)
                        if expected == .passed, outcome == .hidden, isOdd { outcome = .passed }
                        seen.insert(outcome)
                        if outcome != expected {
                            wrong.append(
                                "\(route.route.method.rawValue) \(route.route.pattern) as "
                                    + "\(caller?.name ?? "nobody") on \(code ?? "all"): "
                                    + "\(outcome) (\(response.status)), expected \(expected)")
                        }
                    }
                }
            }
            #expect(wrong == [])
            // Hidden is seen where a page is about one event: keys are never bound to one.
            #expect(seen.isSuperset(of: [.signedOut, .refused, .passed]))
        }
    }

    @Test("A page about one event lets through whose it is, and hides it from others")
    func gate() async throws {
        try await ServiceStage.with { stage in
            let samples = try await stage.database.run(ReadObjectSamples())
            let callers = try Self.callers(samples[0])
            try await stage.change(callers.map(\.sql).joined(separator: "\n"))
            let pattern = "/console/events/{code}"
            var wrong: [String] = []
            var seen: Set<Outcome> = []
            for caller in callers {
                for permission in Permission.allCases {
                    for (code, object) in Self.objects(pattern, samples) {
                        let expected = Self.expected(caller, permission, object)
                        let outcome = try await stage.outcome(
                            of: caller, pattern, code ?? "", permission)
                        seen.insert(outcome)
                        if outcome != expected {
                            wrong.append("\(caller.name) \(permission) \(object): \(outcome)")
                        }
                    }
                }
            }
            #expect(wrong == [])
            #expect(seen == [.signedOut, .refused, .hidden, .passed])
        }
    }

    @Test("A route is for everybody by name, or it asks who comes")
    func nobodyForgotten() {
        let gated = Set(Service.staffRoutes.map { Self.name($0.route) })
        let others = Set(Service.routes.map(Self.name)).subtracting(gated)

        #expect(others.subtracting(Self.public).sorted() == [])
        #expect(gated.intersection(Self.public).sorted() == [])
    }

    private static func name(_ route: Route<Service>) -> String {
        "\(route.method.rawValue) \(route.pattern)"
    }

    private static func callers(_ own: StaffObjectSample) throws -> [StaffCaller] {
        func caller(_ name: String, _ role: StaffRole, _ scope: RoleScope) throws -> StaffCaller {
            StaffCaller(name: name, grants: [try #require(RoleGrant(role, scope))])
        }
        var ended = try caller("an ended administrator", .administrator, .everything)
        ended.isGood = false
        return [
            try caller("administrator", .administrator, .everything),
            try caller("coordinator", .coordinator, .everything),
            try caller("coordinator of a programme", .coordinator, .programme(own.programme)),
            try caller("coordinator of an event", .coordinator, .event(own.event)),
            try caller("check-in helper", .checkIn, .event(own.event)),
            try caller("report writer", .reportWriter, .everything),
            try caller("auditor", .auditor, .everything),
            StaffCaller(name: "somebody without a role", grants: []), ended,
        ]
    }

    /// Own, another's and absent, where a route is about something; else nothing in particular.
    private static func objects(
        _ pattern: String, _ samples: [StaffObjectSample]
    ) -> [(code: String?, object: StaffObject)] {
        let known = samples.prefix(2).map { sample -> (code: String?, object: StaffObject) in
            if pattern.contains("/programmes/{code}") {
                return (sample.programmeCode, .programme(sample.programme))
            }
            let event = StaffObject.event(sample.event, programme: sample.programme)
            let code =
                pattern.contains("/sessions/{id}") ? sample.session.uuidString : sample.eventCode
            return (code, event)
        }
        if pattern.contains("/sessions/{id}") { return known + [(UUID().uuidString, .absent)] }
        let isBound =
            pattern.contains("/events/{code}") || pattern.contains("/programmes/{code}")
        return isBound ? known + [("no-such-code", .absent)] : [(nil, .all)]
    }

    /// Whether more is named than the gate looks at: what is not there is a 404 of the handler.
    private static func namesMore(_ pattern: String) -> Bool {
        let gated = ["/events/{code}", "/programmes/{code}", "/sessions/{id}"]
        let looked = gated.contains { pattern.contains($0) } ? 1 : 0
        return pattern.utf8.count(where: { $0 == UInt8(ascii: "{") }) > looked
            || mayBeLacking.contains(pattern)
    }

    /// What an event need not have: a chair, a round of nominations, the certificate to revoke.
    private static let mayBeLacking: Set<String> = [
        "/api/v1/events/{code}/chair", "/api/v1/events/{code}/nominations",
        "/console/events/{code}/certificates",
    ]

    private static func target(_ pattern: String, _ code: String?) -> String {
        var target = pattern
        if let code {
            target = target.replacing("{code}", with: code)
            target = target.replacing("/sessions/{id}", with: "/sessions/\(code)")
        }
        return target.replacing(/\{\w+\}/, with: "00000000-0000-4000-8000-000000000000")
    }

    private static func expected(
        _ caller: StaffCaller?, _ permission: Permission, _ object: StaffObject
    ) -> Outcome {
        guard let caller, caller.isGood else { return .signedOut }
        return switch RoleRules.verdict(caller.grants, permission, on: object) {
        case .allowed: .passed
        case .hidden: .hidden
        case .refused: .refused
        }
    }

    private static func outcome(_ response: Response, _ method: RegistryHTTP.Method) -> Outcome {
        let leadsToSignIn = response["Location"]?.hasPrefix("/console/sign-in") == true
        return switch response.status {
        case 401: .signedOut
        case 303 where method.isSafe && leadsToSignIn: .signedOut
        case 403: .refused
        case 404: .hidden
        default: .passed
        }
    }
}

extension ServiceStage {
    /// What the gate says of a page of that pattern, whether there is one or not.
    fileprivate func outcome(
        of caller: StaffCaller, _ pattern: String, _ code: String, _ permission: Permission
    ) async throws -> RoleMatrixTests.Outcome {
        var parser = RequestParser()
        let target = pattern.replacing("{code}", with: code)
        let head =
            "GET \(target) HTTP/1.1\r\nHost: a\r\n"
            + caller.fields(target).map { "\($0)\r\n" }.joined()
        parser.feed(Array((head + "\r\n").utf8))
        guard case .complete(var request) = try parser.next() else { throw Incomplete() }
        request.captures = Captures(names: ["code"], values: [code])
        do {
            switch try await service.admit(request, to: pattern, needs: permission, names: nil) {
            case .admitted: return .passed
            case .turnedAway: return .signedOut
            }
        } catch let problem as Problem {
            return problem.status == 404 ? .hidden : .refused
        }
    }
}

extension RoleMatrixTests {
    /// For everybody, signed in or not.
    static let `public`: Set<String> = [
        "GET /", "GET /events", "GET /events/{code}", "GET /events/{code}/calendar.ics",
        "GET /programmes", "GET /programmes/{code}",
        "GET /figures", "GET /privacy", "GET /accessibility", "GET /events/{code}/interest",
        "POST /events/{code}/interest", "GET /programmes/{code}/interest",
        "POST /programmes/{code}/interest", "GET /confirm/{token}", "POST /confirm/{token}",
        "GET /leave/{token}", "POST /leave/{token}",
        "GET /my/{token}", "POST /my/{token}", "POST /my/{token}/withdraw",
        "POST /my/{token}/offer", "GET /certificates/{code}", "GET /verify/{code}",
        "GET /openapi.json", "GET /api/v1/events", "GET /api/v1/events/{code}",
        "GET /api/v1/programmes", "GET /api/v1/programmes/{code}", "GET /api/v1/members",
        "GET /api/v1/public/figures", "POST /api/v1/interests", "GET /assets/{name}",
        "GET /healthz", "GET /readyz", "GET /metrics", "GET /dev/mailbox",
        "GET /dev/mailbox.json", "GET /dev/mailbox/{id}", "GET /console/sign-in",
        "POST /console/sign-in", "GET /console/set-up/{token}", "POST /console/set-up/{token}",
        "GET /nominate/{token}", "POST /nominate/{token}", "POST /nominate/{token}/change",
        "GET /nominated/{token}", "POST /nominated/{token}", "POST /nominated/{token}/decline",
        "GET /my/{token}/chance/{offer}", "POST /my/{token}/chance/{offer}",
        "POST /my/{token}/keep", "POST /my/{token}/wishes", "GET /my/{token}/trainer",
        "POST /my/{token}/trainer", "GET /invitations/{token}", "POST /invitations/{token}",
    ]
}
