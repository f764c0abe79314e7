import Foundation
import Testing
import TrainingRegistry

@Suite struct RoleRulesTests {
    static let own = UUID()
    static let other = UUID()
    static let programme = UUID()

    /// Every role there can be, with the objects that are its own and those that are not.
    static let everywhere = StaffRole.allCases.compactMap { RoleGrant($0) }

    @Test("A role holds everywhere, in a programme or in an event, as fits it")
    func grants() {
        let fitting = StaffRole.allCases.map { role in
            [RoleScope.everything, .programme(Self.own), .event(Self.own)].map {
                RoleGrant(role, $0) != nil
            }
        }
        // administrator, coordinator, check-in, report-writer, auditor
        #expect(
            fitting == [
                [true, false, false], [true, true, true], [false, false, true],
                [true, false, false], [true, false, false],
            ])
    }

    @Test(
        "Whoever works everywhere may do what the role does to anything, and nothing else",
        arguments: Permission.allCases)
    func everything(_ permission: Permission) {
        for grant in Self.everywhere {
            let may = RoleRules.permissions(of: grant.role).contains(permission)
            for object in [
                StaffObject.all, .absent, .programme(Self.own), .event(Self.own, programme: nil),
            ] {
                #expect(
                    RoleRules.verdict([grant], permission, on: object)
                        == (may ? .allowed : .refused), "\(grant.role) \(permission) \(object)")
            }
        }
    }

    @Test("Whoever works in one event sees that event, and of others not that they exist")
    func oneEvent() throws {
        let helper = [try #require(RoleGrant(.checkIn, .event(Self.own)))]
        let own = StaffObject.event(Self.own, programme: Self.programme)
        let other = StaffObject.event(Self.other, programme: Self.programme)

        #expect(RoleRules.verdict(helper, .takeAttendance, on: own) == .allowed)
        #expect(RoleRules.verdict(helper, .takeAttendance, on: other) == .hidden)
        #expect(RoleRules.verdict(helper, .takeAttendance, on: .absent) == .hidden)
        #expect(RoleRules.verdict(helper, .seePeopleOfEvent, on: own) == .refused)
        #expect(RoleRules.verdict(helper, .ruleAttendance, on: own) == .refused)
    }

    @Test("Whoever works in one programme has its events, and nothing that reaches beyond")
    func oneProgramme() throws {
        let coordinator = [try #require(RoleGrant(.coordinator, .programme(Self.programme)))]
        let own = StaffObject.event(Self.own, programme: Self.programme)
        let other = StaffObject.event(Self.other, programme: Self.other)

        #expect(RoleRules.verdict(coordinator, .decide, on: own) == .allowed)
        #expect(RoleRules.verdict(coordinator, .decide, on: other) == .hidden)
        #expect(
            RoleRules.verdict(coordinator, .decide, on: .event(Self.own, programme: nil)) == .hidden
        )
        #expect(RoleRules.verdict(coordinator, .seeEvents, on: .all) == .allowed)
        for permission in [
            Permission.managePeople, .importTables, .report, .manageMail, .editProgramme,
            .manageStaff, .readAudit, .erasePeople,
        ] {
            #expect(RoleRules.verdict(coordinator, permission, on: .all) == .refused)
        }
    }

    @Test("Two roles add up")
    func both() throws {
        let both = [
            try #require(RoleGrant(.checkIn, .event(Self.own))),
            try #require(RoleGrant(.reportWriter)),
        ]
        #expect(RoleRules.verdict(both, .report, on: .all) == .allowed)
        #expect(
            RoleRules.verdict(both, .takeAttendance, on: .event(Self.own, programme: nil))
                == .allowed)
        #expect(RoleRules.verdict([], .ownAccount, on: .all) == .refused)
    }
}
