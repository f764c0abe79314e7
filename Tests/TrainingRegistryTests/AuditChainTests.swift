import Foundation
import TestSupport
import Testing

@testable import TrainingRegistry

@Suite(.timeLimit(.minutes(10))) struct AuditChainTests {
    @Test("Every row of the log is linked when it is written, in the order of the commits")
    func linked() async throws {
        try await StaffRoom.with { room in
            let rows = try await room.count("audit")
            #expect(rows >= 3)
            #expect(try await room.count("audit_link") == rows)
            #expect(try await room.database.verifyAudit() == .whole(rows: rows))
        }
    }

    @Test(
        "Whoever changes, removes or adds a row behind the service's back is found out",
        arguments: [
            "UPDATE audit SET actor = 'system' WHERE id = (SELECT min(id) FROM audit)",
            "UPDATE audit SET reason = 'another' WHERE id = (SELECT max(id) FROM audit)",
            """
            DELETE FROM audit_link WHERE position = 2;
            DELETE FROM audit WHERE id NOT IN (SELECT audit_id FROM audit_link)
            """,
            """
            DELETE FROM audit_link WHERE position = (SELECT max(position) FROM audit_link);
            DELETE FROM audit WHERE id NOT IN (SELECT audit_id FROM audit_link)
            """,
            """
            ALTER TABLE audit DISABLE TRIGGER audit_is_linked;
            INSERT INTO audit (subject, action, actor, occurred_at)
            VALUES ('list', 'see', 'system', now())
            """,
        ])
    func tampered(_ sql: String) async throws {
        try await StaffRoom.with { room in
            try await room.test.script(sql)
            let verdict = try await room.database.verifyAudit()
            guard case .broken = verdict else {
                Issue.record("\(verdict)")
                return
            }
        }
    }

    @Test("The service may add to the log and neither change nor remove, nor touch the chain")
    func privileges() async throws {
        try await StaffRoom.with { room in
            for sql in [
                "UPDATE audit SET actor = 'x'", "DELETE FROM audit", "TRUNCATE audit",
                "DELETE FROM audit_link", "UPDATE audit_head SET position = 0",
                "INSERT INTO audit_link VALUES (99, 1, sha256(''))",
            ] {
                await #expect(throws: (any Error).self, "\(sql)") {
                    try await room.test.script("SET ROLE registry_service; \(sql)")
                }
            }
        }
    }

    @Test("Many who write at once are linked one after the other, without a deadlock")
    func parallel() async throws {
        try await StaffRoom.with(connections: 8) { room in
            let database = room.database
            let now = room.now
            func note(_ number: Int) async throws {
                try await database.note(
                    SeenList(
                        .seen, object: .all, via: "/test/\(number)", actor: .system, now: now))
            }
            for number in 0..<100 { try await note(number) }
            let rows = try await room.count("audit")
            #expect(try await room.database.verifyAudit() == .whole(rows: rows))
        }
    }
}
