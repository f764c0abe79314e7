import EventLoop
import Foundation
import Mailer
import Postgres
import TrainingRegistry

extension Command {
    /// Finds out before `serve` does whether everything it needs is there.
    static let check = Command(
        "check", "Checks the settings, the database and the mail server",
        details: """
            Tells each finding on a line and ends with 1 when one of them is bad. It opens a session
            with the mail server as a delivery does, and sends nothing.
            """,
        options: [.json],
        run: { invocation in
            let settings = try Settings.load(config: invocation.config)
            var findings = [Finding(what: "settings", problem: nil)]
            findings.append(await settings.checkDatabase())
            if !settings.mail.dkim.keys.isEmpty { findings.append(settings.mail.dkim.check()) }
            if let relay = settings.mail.relay { findings.append(await relay.check()) }
            if invocation.wantsJSON {
                try printJSON(findings)
            } else {
                for finding in findings {
                    print("\(finding.isGood ? "ok  " : "BAD ") \(finding.line)")
                }
            }
            guard findings.allSatisfy(\.isGood) else {
                throw CommandFailure("Not everything is in order.")
            }
        })
}

/// What was looked at, and what is wrong with it.
private struct Finding: Encodable {
    var what: String
    var problem: String?

    var isGood: Bool { problem == nil }
    var line: String { problem.map { "\(what): \($0)" } ?? what }
}

extension Settings {
    fileprivate func checkDatabase() async -> Finding {
        let migrator = Migrator(directory: migrationsDirectory)
        do {
            let pending = try await withDatabase { try await migrator.pending(in: $0) }
            let numbers = pending.map(String.init).joined(separator: ", ")
            return Finding(
                what: "database",
                problem: pending.isEmpty ? nil : "migrations are missing: \(numbers); run migrate")
        } catch {
            return Finding(what: "database", problem: "\(error)")
        }
    }
}

extension Settings.DKIM {
    fileprivate func check() -> Finding {
        do throws(CommandFailure) {
            let keys = try signers().count.counted("key that signs", "keys that sign")
            return Finding(what: "\(keys) mails", problem: nil)
        } catch {
            return Finding(what: "keys that sign mails", problem: error.description)
        }
    }
}

extension SMTPSettings {
    fileprivate func check() async -> Finding {
        let relay = self
        do {
            let loop = try Loop(name: "check")
            defer { loop.stop() }
            let problem: String? = try await loop.run {
                let client = try SMTPClient(relay, on: loop)
                let failure = await client.connect()
                await client.close()
                return failure.map { "\($0)" }
            }
            return Finding(what: "mail server \(endpoint)", problem: problem)
        } catch {
            return Finding(what: "mail server \(endpoint)", problem: "\(error)")
        }
    }
}
