import Foundation
import TestSupport
import Testing

@testable import training_registry

@Suite struct CoordinatorTableTests {
    @Test("Every command that the table of coordinators' operations names is there")
    func commands() throws {
        let page = try Repository.text("docs/coordinators.md")
        let groups: [Command] = [
            .event, .interest, .programme, .organisation, .person, .import, .export, .audit,
            .attendance, .ladder, .trainer, .pool, .roster, .nomination, .staff, .report,
            .address, .mail, .mailing,
        ]
        let known = Set(
            groups.flatMap { group in group.subcommands.map { "\(group.name) \($0.name)" } })

        let rows = page.split(separator: "\n").filter { $0.contains("| `") }
        let told = rows.flatMap { row in
            (row.split(separator: "|").last ?? "").matches(of: /`([a-z]+ [a-z-]+)`/)
                .map { String($0.1) }
        }

        #expect(rows.count > 40)
        #expect(Set(told).subtracting(known) == [])
    }
}
