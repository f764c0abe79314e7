import Foundation
import Mailer
import TestSupport
import Testing

@testable import TrainingRegistry

/// The files that say what mails say.
@Suite struct MailTemplateTests {
    private static func text(_ body: String, _ header: String = "Subject: {target}") -> String {
        "\(header)\n\n\(body)\n\n{link}\n"
    }

    private static func parse(
        _ text: String, _ kind: MailKind = .confirmInterest
    ) throws -> MailTemplate {
        var parser = MailTemplateParser(kind)
        return try parser.parse(text)
    }

    private static func said(
        _ body: String, _ values: [MailField: MailFill.Value]
    ) throws -> String {
        let template = try parse(text(body), .poolMatch)
        return template.text(values, language: "en").plain
    }

    @Test(
        "Lines of a paragraph are joined, and what the mail lacks is left out with its line",
        arguments: [
            ("One\ntwo\n\nThree", "One two\n\nThree\n"),
            ("One\\\ntwo", "One\ntwo\n"),
            ("Dear {given_name},\\\n{!given_name}Dear colleague,", "Dear Zoë,\n"),
            ("{place}\\\n{programme}", "Harbours\n"),
            ("In {place}.\n\nDone", "Done\n"),
            ("{?until}Soon\n\n{!until}Later", "Later\n"),
            ("{?programme}Yes: {programme}", "Yes: Harbours\n"),
        ])
    func filling(body: String, expected: String) throws {
        let values: [MailField: MailFill.Value] = [
            .givenName: .words("Zoë"), .target: .words("Riga"), .programme: .words("Harbours"),
        ]
        #expect(try Self.said(body, values) == expected)
    }

    @Test("A value stands in a text as it is, braces and backslashes too")
    func values() throws {
        let values: [MailField: MailFill.Value] = [.programme: .words("{target}\\ {?until}")]
        #expect(try Self.said("{programme}\\\nend", values) == "{target}\\ {?until}\nend\n")
    }

    @Test(
        "What is wrong in a file is told with its line",
        arguments: [
            ("Hello\n", 1, "before the first empty line stand Subject: and Reviewed:"),
            ("Subject: a", 1, "there is no text after an empty line"),
            ("Reviewed: no\n\n{link}", 2, "there is no Subject"),
            ("Subject: a\nSubject: b\n\n{link}", 2, "Subject stands twice"),
            ("Subject: a\nReviewed: maybe\n\n{link}", 3, "Reviewed is yes or no"),
            ("Subject: a\n\nHello", 3, "{link} is missing"),
            ("Subject: a\n\n\n", 3, "there is no text"),
            ("Subject: a\n\nSee {link}\n\n{link}", 3, "{link} stands in a paragraph of its own"),
            ("Subject: a\n\n{link}\n\na { b", 5, "a brace has no other"),
            ("Subject: a\n\n{link}\n\na } b", 5, "a brace has no other"),
            ("Subject: a\n\n{link}\n\nend\\", 5, "a backslash stands at the end of all"),
            ("Subject: a\n\n{link: x}", 3, "only a picture has words after its name"),
        ])
    func defects(text: String, line: Int, reason: String) {
        #expect(throws: MailTemplate.Defect(line: line, reason: reason)) {
            try Self.parse(text)
        }
    }

    @Test("A name that a mail does not have is told with those that it has")
    func unknown() {
        let defect = MailTemplate.Defect(
            line: 3,
            reason: "{untill} is nothing that this mail can say; it can say given_name, target, "
                + "link, unconfirmed_until, unit")
        #expect(throws: defect) { try Self.parse("Subject: a\n\n{untill}\n\n{link}") }
        #expect(throws: defect) { try Self.parse("Subject: a\n\n{?untill}x\n\n{link}") }
    }

    @Test("A subject says what every such mail has, and a picture says what it shows")
    func subject() {
        #expect(
            throws: MailTemplate.Defect(
                line: 1, reason: "not every mail has {place} for its subject")
        ) { try Self.parse("Subject: {place}\n\n{link}", .poolMatch) }
        #expect(throws: MailTemplate.Defect(line: 1, reason: "a subject has no conditions")) {
            try Self.parse("Subject: {?until}a\n\n{link}", .poolMatch)
        }
        #expect(
            throws: MailTemplate.Defect(
                line: 7, reason: "{check_in_picture: …} needs words for who cannot see it")
        ) {
            try Self.parse(
                "Subject: a\n\n{link}\n\n{check_in_code}\n\n{check_in_picture}", .seatTaken)
        }
    }

    @Test("The texts that are shipped are whole, and each can be filled in each language")
    func shipped() throws {
        let renderer = try DeliveryWorker.renderer()

        for language in renderer.languages {
            for kind in MailKind.allCases {
                // With all that it can have, without each of what not every mail has, and with
                // nothing of it.
                let rare = kind.names.sometimes
                for lacking in [[]] + rare.map({ [$0] }) + [rare] {
                    let draft = try #require(
                        renderer.sample(
                            of: kind, in: language, writtenAt: Date(timeIntervalSince1970: 0),
                            without: lacking)
                    ).draft
                    let what: Comment = "\(language) \(kind) without \(lacking)"
                    #expect(!draft.subject.isEmpty, what)
                    for text in [draft.subject, draft.text, draft.html] {
                        #expect(!text.contains(/\{|\}|\\/), what)
                    }
                    #expect(!draft.text.contains("\n\n\n"), what)
                    #expect(!draft.html.contains("<p></p>"), what)
                }
            }
        }
        #expect(MailKind.allCases.allSatisfy { renderer.state(of: $0, in: "en") == .reviewed })
    }

    @Test("A language falls back to the one that it varies, and then to English")
    func fallback() throws {
        try Self.withFiles([
            "sv/interest-withdrawn.txt":
                "Subject: Anmälan till {target}\nReviewed: no\n\nHej {given_name} {unit}",
            "nb/interest-withdrawn.txt":
                "Subject: Interesse for {target}\n\nHei {given_name} {unit}",
        ]) { texts in
            #expect(texts.languages == ["en", "nb", "sv"])
            for norwegian in ["nb", "nb-NO", "nn", "nn-NO", "no"] {
                #expect(texts.template(.interestWithdrawn, in: norwegian)?.language == "nb")
                #expect(texts.state(of: .interestWithdrawn, in: norwegian) == .reviewed)
            }
            #expect(texts.template(.seatTaken, in: "nn")?.language == "en")
            #expect(texts.template(.interestWithdrawn, in: "sv-FI")?.language == "sv")
            #expect(texts.template(.interestWithdrawn, in: "xx")?.language == "en")
            #expect(texts.template(.seatTaken, in: "sv")?.language == "en")
            #expect(texts.state(of: .interestWithdrawn, in: "sv") == .unreviewed)
            #expect(texts.state(of: .seatTaken, in: "sv") == .missing)
        }
    }

    @Test("Everything that is wrong with the files is told at once")
    func wrongFiles() throws {
        do {
            try Self.withFiles([
                "en/unheard-of.txt": "Subject: a\n\nb", "en/certificate.txt": "Subject: a\n\nb",
                "sv/invitation.txt": "Subject: {nobody}\n\n{link}",
                "en/words.txt": "online: online\n", "nb/words.txt": "onlien: på nett",
                "pl/words.txt": "online: online\nonline: online",
                "lv/interest-withdrawn.txt": "Subject: {target}\n\n{unit}",
            ]) { _ in Issue.record("it was taken") }
        } catch let defects as MailTexts.Defects {
            let ends = defects.lines.map { $0.replacing(/^.*\/(..\/)/) { $0.1 } }
            #expect(
                ends.first == "en/certificate.txt:3: {link} is missing")
            #expect(ends.contains("en/unheard-of.txt: there is no such mail"))
            #expect(ends.contains { $0.hasPrefix("sv/invitation.txt:2: {nobody} is nothing") })
            #expect(ends.contains("en/words.txt:2: secretariat is missing"))
            #expect(ends.contains("nb/words.txt:1: onlien: på nett is no word of mails"))
            #expect(ends.contains("pl/words.txt:2: online stands twice"))
            #expect(
                ends.contains(
                    "lv/interest-withdrawn.txt: {given_name} of the English text is missing"))
            #expect(ends.count == 7)
        }
    }

    @Test(
        "A condition of the English text that a translation drops is told with the file",
        arguments: [
            ("event-moved", "{!has_place}", 1, "the condition {!has_place}"),
            ("event-moved", "{?has_place}", 1, "the condition {?has_place}"),
            ("reminder", "{!has_seat}", 1, "the condition {!has_seat} of a line"),
            ("reminder", "{?has_seat}", 2, "the condition {?has_seat}"),
            ("pool-match", "{!until}", 1, "the condition {!until}"),
        ])
    func conditions(kind: String, condition: String, times: Int, what: String) throws {
        var text = try Self.shipped("sv/\(kind).txt")
        for _ in 0..<times {
            text.removeSubrange(try #require(text.range(of: condition)))
        }
        #expect(
            try Self.defects(["sv/\(kind).txt": text])
                == ["sv/\(kind).txt: \(what) of the English text is missing"])
    }

    @Test(
        "A directory whose name is no tag of a language is told, not passed over",
        arguments: [
            ("swe_SE", "is no tag of a language, such as sv or sv-FI (BCP 47)"),
            ("svenska", "is no tag of a language, such as sv or sv-FI (BCP 47)"),
            ("SV", "the tag of this language is written sv"),
            ("sv-fi", "the tag of this language is written sv-FI"),
        ])
    func directories(name: String, reason: String) throws {
        let text = try Self.shipped("sv/certificate.txt")

        #expect(try Self.defects(["\(name)/certificate.txt": text]) == ["\(name): \(reason)"])
        // Neither of a language nor meant for us.
        #expect(try Self.defects(["README.md": "Words", ".git/config": "[core]"]) == [])
    }

    @Test(
        "A text is the same with either end of lines, and with a byte order mark",
        arguments: ["\r\n", "\r", "\n"], ["", "\u{FEFF}"])
    func editors(end: String, mark: String) throws {
        let files = try ["sv/reminder.txt", "sv/words.txt"].map { name in
            (
                name,
                try mark
                    + Self.shipped(name).split(
                        separator: "\n",
                        omittingEmptySubsequences: false
                    ).joined(separator: end)
            )
        }

        try Self.withFiles(Dictionary(uniqueKeysWithValues: files)) { texts in
            let plain = try Self.parse(Self.shipped("sv/reminder.txt"), .reminder)
            #expect(texts.template(.reminder, in: "sv")?.0 == plain)
            #expect(texts.words(in: "sv").place([], isOnline: true) == "online")
        }
    }

    private static func shipped(_ name: String) throws -> String {
        try String(contentsOfFile: Repository.path("mails/\(name)"), encoding: .utf8)
    }

    /// What is wrong with files beside the shipped English ones; paths begin in their directory.
    private static func defects(_ files: [String: String]) throws -> [String] {
        do {
            try withFiles(files) { _ in }
            return []
        } catch let defects as MailTexts.Defects {
            return defects.lines.map { $0.replacing(/^.*\/[0-9A-F-]{36}\/+/, with: "") }
        }
    }

    @Test(
        "Days are written as a language does",
        arguments: [
            ("en", "2 March 2027"), ("de", "2. März 2027"), ("sv", "2 mars 2027"),
            ("et", "2. märts 2027"), ("lv", "2027. gada 2. marts"), ("pl", "2 marca 2027"),
        ])
    func days(language: String, expected: String) {
        let dates = MailDates(language: language)
        #expect(dates.translated("2 March 2027") == expected)
        #expect(
            dates.translated("until 2 March 2027, 12:00") == "until \(expected), 12:00")
        #expect(dates.translated("2 Smarch 2027") == "2 Smarch 2027")
    }

    /// The shipped English texts with files in place of some, or beside them.
    private static func withFiles(
        _ files: [String: String], _ body: (MailTexts) throws -> Void
    ) throws {
        let manager = FileManager.default
        let place = manager.temporaryDirectory.appending(path: "\(UUID())")
        defer { try? manager.removeItem(at: place) }
        try manager.createDirectory(at: place, withIntermediateDirectories: true)
        try manager.copyItem(
            at: URL(filePath: Repository.path("mails/en")), to: place.appending(path: "en"))
        for (name, text) in files {
            let file = place.appending(path: name)
            try manager.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }
        try body(try MailTexts(directory: place.path()))
    }
}
