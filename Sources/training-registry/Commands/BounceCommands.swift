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
            pipe. An address of ours that is gone is put on hold; other troubles are noted. What is
            no report, or about no mail of ours, changes nothing and is told. Ends with 0 when all
            was read, with 1 when one of them could not be recorded, and with 75 when the database
            cannot be reached: a mail server tries again.
            """,
        arguments: [Argument("FILE", "A message or an mbox; standard input (-)", isOptional: true)],
        options: [.json],
        run: { invocation in
            let settings = try Settings.load(config: invocation.config)
            let path = invocation.arguments.first ?? "-"
            guard
                let file = path == "-"
                    ? FileHandle.standardInput : FileHandle(forReadingAtPath: path)
            else { throw CommandFailure("\(path) cannot be read.") }
            let asJSON = invocation.wantsJSON
            let lines = try await settings.withDatabase { database in
                do {
                    return try await read(file, into: database, isQuiet: asJSON)
                } catch DatabaseError.unavailable(_, let message) {
                    throw CommandFailure(later: "The database cannot be reached: \(message)")
                }
            }
            if asJSON { try printJSON(lines) }
            let failed = lines.count { $0.verdict == BounceLine.notRecorded }
            if failed > 0 { throw CommandFailure("\(failed) could not be recorded.") }
        })

    /// Message by message, so that memory does not grow with the file.
    private static func read(
        _ file: FileHandle, into database: Postgres.Database, isQuiet: Bool
    ) async throws -> [BounceLine] {
        var reader = MailboxReader()
        var lines: [BounceLine] = []
        var count = 0
        func note(_ message: [UInt8]) async throws {
            count += 1
            let line = try await judge(message, number: count, in: database)
            lines.append(line)
            if !isQuiet { print(line.text) }
        }
        while let chunk = try file.read(upToCount: 65_536), !chunk.isEmpty {
            for message in reader.take(chunk) { try await note(message) }
        }
        if let last = reader.finish() { try await note(last) }
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
