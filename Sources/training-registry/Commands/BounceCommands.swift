import Foundation
import Glibc
import Mailer
import Postgres
import TrainingRegistry

extension Command {
    static let readBounces = Command(
        "bounces", "Reads reports of mails that could not be delivered",
        details: """
            One message, or an mbox, from a file or from standard input (-), such as a mail server's
            pipe; or the messages of a Maildir, which stay where they are. An address of ours that
            is gone is put on hold; other troubles are noted. What is no report, or about no mail of
            ours, changes nothing and is told. Ends with 0 when all was read, with 1 when one of
            them could not be recorded, and with 75 when the database cannot be reached: a mail
            server tries again.
            """,
        arguments: [
            Argument(
                "FILE", "A message, an mbox or a Maildir; standard input (-)", isOptional: true)
        ],
        options: [.json],
        run: { invocation in
            let settings = try Settings.load(config: invocation.config)
            let files = try MessageFiles(invocation.arguments.first ?? "-")
            let asJSON = invocation.wantsJSON
            let lines = try await settings.withDatabase { database in
                do {
                    return try await read(files, into: database, isQuiet: asJSON)
                } catch DatabaseError.unavailable(_, let message) {
                    throw CommandFailure(later: "The database cannot be reached: \(message)")
                }
            }
            if asJSON { try printJSON(lines) }
            let failed = lines.count { $0.verdict == BounceLine.notRecorded }
            if failed > 0 { throw CommandFailure("\(failed) could not be recorded.") }
        })

    /// Message by message, so that memory does not grow with the files.
    private static func read(
        _ files: MessageFiles, into database: Postgres.Database, isQuiet: Bool
    ) async throws -> [BounceLine] {
        var lines: [BounceLine] = []
        func note(_ message: [UInt8]) async throws {
            let line = try await judge(message, number: lines.count + 1, in: database)
            lines.append(line)
            if !isQuiet { print(line.text) }
        }
        for path in files.paths {
            var reader = MailboxReader()
            try await files.read(path) { chunk in
                for message in reader.take(chunk) { try await note(message) }
            }
            if let last = reader.finish() { try await note(last) }
        }
        return lines
    }

    private static func judge(
        _ message: [UInt8], number: Int, in database: Postgres.Database
    ) async throws -> BounceLine {
        let report: DeliveryReport
        do throws(DeliveryReport.Rejection) {
            report = try DeliveryReport(parsing: message)
        } catch {
            return BounceLine(message: number, verdict: error.rawValue, statuses: [])
        }
        var verdict: String
        do throws(DatabaseError) {
            verdict = try await database.record(
                RecordBounce(report: report, actor: .command(userID: getuid()), now: Date())
            ).rawValue
        } catch {
            if case .unavailable = error { throw error }
            // A stranger wrote it: the others are read all the same.
            verdict = BounceLine.notRecorded
        }
        return BounceLine(
            message: number, verdict: verdict,
            statuses: report.recipients.map(\.status.description))
    }
}

/// What became of one message, as `mail bounces --json` prints it.
private struct BounceLine: Encodable {
    var message: Int
    var verdict: String
    var statuses: [String]

    static let notRecorded = "not-recorded"

    var text: String { (["\(message): \(verdict)"] + statuses).joined(separator: " ") }
}
