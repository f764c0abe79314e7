import Foundation
import Glibc
import RegistryHTTP
import TrainingRegistry

extension Command {
    /// Attendance by session, sheets and certificates.
    static let attendance = Command(
        "attendance", "Shows and takes attendance, closes sheets, gives certificates",
        subcommands: [
            showSheet, mark, markHistory, countHeads, walkIn, sealSheet, issue, revoke,
        ])

    private static let eventCode = Argument("EVENT", "The code of the event")
    private static let sessionID = Argument("SESSION", "The id of the session, as show prints it")

    private static let showSheet = Command(
        "show", "Shows who attended what", arguments: [eventCode], options: [.json],
        run: { invocation in
            let code = try invocation.code(at: 0)
            let settings = try Settings.load(config: invocation.config)
            let sheet = try await settings.withDatabase { try await $0.sheet(of: code) }
            guard let sheet else { throw CommandFailure("There is no such event.") }
            if invocation.wantsJSON {
                try printJSON(SheetDocument(sheet))
            } else {
                Table(
                    ["SESSION", "TITLE", "BEGINS", "MARKED", "SHEET"],
                    sheet.sessions.map { session in
                        [
                            session.id.uuidString.lowercased(), session.title,
                            session.startsAt.ISO8601Format(),
                            "\(session.marked) of \(session.expected)",
                            session.isIntact.map { $0 ? "closed" : "CHANGED SINCE" } ?? "open",
                        ]
                    }
                ).print()
                print("")
                Table(
                    ["PARTICIPATION", "CODE", "NAME", "MARKS"],
                    sheet.people.map { person in
                        [
                            person.participation.uuidString.lowercased(), person.checkInCode,
                            person.name ?? "(erased)",
                            sheet.sessions.map { session in
                                person.marks.first { $0.session == session.id }?.status?.rawValue
                                    ?? "-"
                            }.joined(separator: " "),
                        ]
                    }
                ).print()
            }
        })

    private static let mark = Command(
        "mark", "Marks how somebody attended a session",
        details: "STATUS is present, partly, absent, excused, or none to take a mark back.",
        arguments: [
            eventCode, sessionID, Argument("PERSON", "A participation's id, or a check-in code"),
            Argument("STATUS", "How they attended"),
        ],
        options: [.value("reason", "TEXT", "Needed where the sheet is closed")],
        run: { invocation in
            let code = try invocation.code(at: 0)
            let sessionID = try invocation.identity(at: 1)
            let person = invocation.arguments[2]
            let status = AttendanceStatus(rawValue: invocation.arguments[3])
            guard status != nil || invocation.arguments[3] == "none" else {
                throw CommandFailure(
                    usage: "STATUS is present, partly, absent, excused or none.")
            }
            let settings = try Settings.load(config: invocation.config)
            let reason = invocation["reason"]
            let report = try await settings.withDatabase { database in
                guard let sheet = try await database.sheet(of: code),
                    let found = sheet.people.first(where: { $0.isCalled(person) })
                else { throw CommandFailure("Nobody of that id or code has a place there.") }
                let seen = sheet.mark(of: found.participation, in: sessionID)?.version ?? 0
                return try await database.mark(
                    MarkAttendance(
                        [NewMark(status, of: found.participation, in: sessionID, seen: seen)],
                        in: code, reason: reason, actor: .command(userID: getuid()), now: Date())
                )?.first
            }
            guard let report, report.isDone else {
                throw CommandFailure("Not marked: \(report?.outcome.rawValue ?? "unknown").")
            }
            print(report.outcome == .marked ? "Marked." : "It was so already.")
        })

    private static let countHeads = Command(
        "heads", "Counts people whose names are not taken",
        arguments: [
            eventCode, sessionID, Argument("BAND", "Such as 12-to-14"),
            Argument("PEOPLE", "How many"),
        ],
        options: [.value("reason", "TEXT", "Needed where the sheet is closed")],
        run: { invocation in
            let code = try invocation.code(at: 0)
            let sessionID = try invocation.identity(at: 1)
            guard let people = Int(invocation.arguments[3]),
                (0...CountHeads.peopleMax).contains(people)
            else { throw CommandFailure(usage: "PEOPLE is a number.") }
            let band = invocation.arguments[2]
            let reason = invocation["reason"]
            let settings = try Settings.load(config: invocation.config)
            let outcome = try await settings.withDatabase { database in
                let heads = try await database.sheet(of: code)?.heads ?? []
                let seen = heads.first { $0.session == sessionID && $0.band == band }?.version ?? 0
                return try await database.count(
                    CountHeads(
                        people, of: band, in: sessionID, of: code, seen: seen, reason: reason,
                        actor: .command(userID: getuid()), now: Date()))
            }
            try outcome.orRefused()
            print("Counted.")
        })

    private static let sealSheet = Command(
        "seal", "Closes the sheet of a session", arguments: [eventCode, sessionID],
        options: [.flag("rest-is-absent", "Mark everybody absent who has no mark")],
        run: { invocation in
            let code = try invocation.code(at: 0)
            let sessionID = try invocation.identity(at: 1)
            let restIsAbsent = invocation.has("rest-is-absent")
            let settings = try Settings.load(config: invocation.config)
            try await settings.withDatabase { database in
                try await database.seal(
                    SealSheet(
                        sessionID, of: code, restIsAbsent: restIsAbsent,
                        actor: .command(userID: getuid()), now: Date()))
            }.orRefused()
            print("The sheet is closed.")
        })

    private static let issue = Command(
        "certify", "Gives certificates to whoever met the attendance rule",
        details: "Every sheet of the event has to be closed. Each person is written to.",
        arguments: [eventCode], options: [.send, .json],
        run: { invocation in
            let code = try invocation.code(at: 0)
            let settings = try Settings.load(config: invocation.config)
            var certificates = IssueCertificates(
                for: code, actor: .command(userID: getuid()), now: Date(),
                mailDomain: settings.mailDomain)
            certificates.mails = invocation.mailOrder()
            let request = certificates
            let (count, mailing) = try await settings.withDatabase { database in
                (try await database.issue(request), try await database.waiting(request.mails))
            }
            guard let count else { throw CommandFailure("There is no such event.") }
            if invocation.wantsJSON {
                return printDocument { $0.issued(count, mailing: mailing) }
            }
            print("\(count) given.")
            mailing.tell()
        })

    private static let revoke = Command(
        "revoke", "Takes a certificate back",
        arguments: [Argument("CODE", "As it stands on the certificate")],
        options: [.value("reason", "TEXT", "Why")],
        run: { invocation in
            guard let reason = invocation["reason"], !reason.isEmpty else {
                throw CommandFailure(usage: "--reason is missing.")
            }
            let code = invocation.arguments[0]
            let settings = try Settings.load(config: invocation.config)
            let isDone = try await settings.withDatabase { database in
                try await database.revokeCertificate(
                    code, of: nil, reason: reason, actor: .command(userID: getuid()), now: Date())
            }
            guard isDone else { throw CommandFailure("No certificate of that code is valid.") }
            print("It is no longer valid.")
        })
}

extension SheetPerson {
    fileprivate func isCalled(_ words: String) -> Bool {
        UUID(uuidString: words) == participation
            || CheckInCode(parsing: words)?.description == checkInCode
    }
}

extension Result where Failure == SheetRefusal {
    fileprivate func orRefused() throws(CommandFailure) {
        guard case .failure(let refusal) = self else { return }
        throw CommandFailure(refusal.inWords)
    }
}

extension SheetRefusal {
    var inWords: String {
        switch self {
        case .unknown: "There is no such session in this event."
        case .sealedAlready: "The sheet is closed already."
        case .notBegun: "The session has not begun."
        case .unmarked(let people):
            people.counted("has", "have") + " no mark; see --rest-is-absent."
        case .unknownBand: "There is no such band of ages."
        case .changedMeanwhile: "Somebody else changed it in the meantime."
        case .needsReason: "The sheet is closed: a correction needs --reason."
        case .eventFull: "No seat is free."
        }
    }
}

/// A sheet as `attendance show --json` prints it.
private struct SheetDocument: Encodable {
    struct Session: Encodable {
        var id: String
        var title: String
        var startsAt: Date
        var expected: Int
        var marked: Int
        var sealedAt: Date?
        var isIntact: Bool?
    }

    struct Person: Encodable {
        var participation: String
        var name: String?
        var checkInCode: String
        var meetsRule: Bool
        var marks: [String: String]
    }

    var sessions: [Session]
    var people: [Person]

    init(_ sheet: AttendanceSheet) {
        sessions = sheet.sessions.map { session in
            Session(
                id: session.id.uuidString.lowercased(), title: session.title,
                startsAt: session.startsAt, expected: session.expected, marked: session.marked,
                sealedAt: session.sealedAt, isIntact: session.isIntact)
        }
        people = sheet.people.map { person in
            Person(
                participation: person.participation.uuidString.lowercased(), name: person.name,
                checkInCode: person.checkInCode, meetsRule: person.meetsRule,
                marks: Dictionary(
                    uniqueKeysWithValues: person.marks.compactMap { mark in
                        mark.status.map { (mark.session.uuidString.lowercased(), $0.rawValue) }
                    }))
        }
    }
}
