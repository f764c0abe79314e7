import Foundation
import TestSupport
import Testing

@testable import Mailer

@Suite struct HeaderFieldTests {
    private static let pieces = [
        "a", "of", "Training", "ž", "日本", "😀", "e\u{301}", "👨‍👩‍👧‍👦", " ", " ", " ", "  ", ",", "\"",
        "\\",
        "=?", "?=", "=?UTF-8?Q?x?=", "_", ".", "@", "(x)", String(repeating: "x", count: 30),
    ]

    private static func text(using random: inout SeededGenerator) -> String {
        let isPlain = Bool.random(using: &random)
        let some = isPlain ? ["a", "of", "Training", "events", " ", " ", ",", "\"", "\\"] : pieces
        return (0..<Int.random(in: 1...60, using: &random))
            .compactMap { _ in some.randomElement(using: &random) }.joined()
    }

    private static func address(using random: inout SeededGenerator) throws -> EmailAddress {
        let local = String(repeating: "l", count: Int.random(in: 1...64, using: &random))
        let label = String(repeating: "d", count: Int.random(in: 1...60, using: &random))
        return try EmailAddress(parsing: "\(local)@\(label).\(label).example.org")
    }

    /// What a reader shows for a phrase: without the quotes of a quoted string, which are quotes
    /// of the name where it was encoded.
    private static func shown(_ phrase: Substring, of field: [UInt8]) -> String {
        let isEncoded = String(decoding: field, as: UTF8.self).contains("=?")
        guard !isEncoded, phrase.hasPrefix("\"") else { return String(phrase) }
        var isEscaped = false
        let scalars = phrase.unicodeScalars.dropFirst().dropLast().filter { scalar in
            isEscaped = scalar == "\\" && !isEscaped
            return !isEscaped
        }
        return String(String.UnicodeScalarView(scalars))
    }

    private static func lines(of field: [UInt8]) -> [String] {
        Array(String(decoding: field, as: UTF8.self).components(separatedBy: "\r\n").dropLast())
    }

    /// 76 columns with an encoded word, else 78, but for one word alone on its line or beside the
    /// name of the field.
    private static func isShort(_ line: String) -> Bool {
        let words = line.utf8.split(separator: UInt8.space)
        let isEncoded = words.contains { $0.starts(with: "=?".utf8) }
        let isAlone = words.count == (line.hasPrefix(" ") ? 1 : 2)
        return line.utf8.count <= (isEncoded ? 76 : 78) || (!isEncoded && isAlone)
    }

    @Test("Whatever a subject and names say, lines are short, and are read back as they were meant")
    func property() throws {
        var random = SeededGenerator(state: 2047)
        for _ in 0..<3_000 {
            let subject = Self.text(using: &random)
            let name =
                ["Subject", "X-A-Field-With-A-Name-That-Is-As-Long-As-Any-Name-Of-A-Field"]
                .randomElement(using: &random) ?? ""
            let mailbox = MIMEMessage.Mailbox(
                name: Self.text(using: &random), address: try Self.address(using: &random))
            let others = [
                MIMEMessage.Mailbox(address: try Self.address(using: &random)),
                MIMEMessage.Mailbox(name: "Ž", address: try Self.address(using: &random)),
            ]
            let fields = [
                HeaderField.unstructured(name, subject),
                HeaderField.mailboxes("From", [mailbox]),
                HeaderField.mailboxes("Reply-To", [mailbox] + others),
            ]
            for line in fields.flatMap(Self.lines) {
                #expect(Self.isShort(line), "\(line)")
                #expect(!line.utf8.allSatisfy { $0 == .space })
            }

            let received = ReceivedMessage(parsing: fields.flatMap { $0 } + [UInt8].crlf)
            #expect(received[name] == subject)
            let from = try #require(received["From"])
            let end = " <\(mailbox.address)>"
            #expect(from.hasSuffix(end))
            #expect(Self.shown(from.dropLast(end.count), of: fields[1]) == mailbox.name)
            let all = try #require(received["Reply-To"])
            #expect(all == "\(from), \(others[0].address), Ž <\(others[1].address)>")
        }
    }

    @Test("A long first word that may not be encoded stays beside the name of its field")
    func longFirst() {
        let url = "<https://registry.example/\(String(repeating: "t", count: 90))>"
        let field = HeaderField.verbatim("List-Unsubscribe", url)

        #expect(String(decoding: field, as: UTF8.self) == "List-Unsubscribe: \(url)\r\n")
    }
}
