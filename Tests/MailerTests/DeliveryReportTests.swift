import Foundation
import TestSupport
import Testing

@testable import Mailer

@Suite struct DeliveryReportTests {
    /// A report as RFC 3464 §A.1 has it, with one group for a recipient unless told otherwise.
    static func report(
        _ groups: [String] = [group("failed", "5.1.1")],
        id: String = "<1@registry.example>", kind: String = "delivery-status",
        returned: String = "message/rfc822"
    ) -> [UInt8] {
        let text = """
            From: Mail Delivery Subsystem <MAILER-DAEMON@mail.example>
            Subject: Returned mail
            Content-Type: multipart/report; report-type=\(kind);
              boundary="cut"

            For programs that know no parts.
            --cut
            Content-Type: text/plain

            The mail to <reader1@example.org> could not be delivered.

            --cut
            content-type: message/delivery-status

            Reporting-MTA: dns; mail.example

            \(groups.joined(separator: "\n\n"))

            --cut
            Content-Type: \(returned)

            Subject: Hello
            Message-ID: \(id)

            Message-ID: <of-the-body@example.net>
            --cut--

            """
        return Array(text.replacingOccurrences(of: "\n", with: "\r\n").utf8)
    }

    static func group(_ action: String, _ status: String, _ to: String = "reader1@example.org")
        -> String
    {
        "Final-Recipient: RFC822; \(to)\nAction: \(action)\nStatus: \(status)\n"
            + "Diagnostic-Code: smtp; 550 no such\n user"
    }

    @Test("A report says which mail it is about, and what became of it for whom")
    func whole() throws {
        let bytes = Self.report([
            Self.group("Failed", "5.1.1 (no such user)"),
            Self.group("delayed", "4.4.7", "b@c.example"),
        ])
        let report = try DeliveryReport(parsing: bytes)

        #expect(report.messageID == "1@registry.example")
        #expect(report.recipients.map(\.action) == [.failed, .delayed])
        #expect(report.recipients.map(\.status.description) == ["5.1.1", "4.4.7"])
        #expect(report.recipients.map(\.addresses) == [["reader1@example.org"], ["b@c.example"]])
    }

    @Test("What servers write in ways of their own is read, and what harms is not")
    func dialects() throws {
        let exim =
            "Final-Recipient: rfc822;<reader1@example.org>\nAction: failed \n"
            + "Status: 5.0.0\nDiagnostic-Code: smtp; 550-5.1.1 no such user"
        let other =
            "Final-Recipient: rfc822; a@b.example\nAction: failed (gone)\n"
            + "Status: 5.0.0\nDiagnostic-Code: smtp; 450 4.2.2 full"
        let poison = "Final-Recipient: rfc822; a\u{0}@b.example\nAction: failed\nStatus: 5.1.1"

        let report = try DeliveryReport(parsing: Self.report([exim, other, poison]))

        #expect(report.recipients.map(\.status.description) == ["5.1.1", "5.0.0", "5.1.1"])
        #expect(
            report.recipients.map(\.addresses) == [["reader1@example.org"], ["a@b.example"], []])
    }

    @Test("A header alone is enough of the mail that is returned")
    func headers() throws {
        let report = try DeliveryReport(parsing: Self.report(returned: "text/rfc822-headers"))
        #expect(report.messageID == "1@registry.example")
    }

    static let wrong: [(bytes: [UInt8], rejection: DeliveryReport.Rejection)] = [
        ([], .noReport),
        (Array("Subject: I am on holiday\r\n\r\nUntil Monday.\r\n".utf8), .noReport),
        (report(kind: "disposition-notification"), .noReport),
        (report([]), .noStatus), (report([group("lost", "5.1.1")]), .noStatus),
        (report([group("failed", "5.1")]), .noStatus),
        (report([group("failed", "5.1.1.1")]), .noStatus),
        (report([group("failed", "3.1.1")]), .noStatus),
        (report([group("failed", "5.1.1x")]), .noStatus),
        (report([group("failed", "5.+1.1")]), .noStatus),
        (report(id: "1@registry.example"), .noMessage), (report(id: "<>"), .noMessage),
        (report(id: "<a b@registry.example>"), .noMessage),
        (report(id: "<\(String(repeating: "x", count: 300))@example>"), .noMessage),
        (report(returned: "image/png"), .noMessage),
    ]

    @Test("What is no report, or does not say enough, is refused", arguments: wrong)
    func refused(bytes: [UInt8], rejection: DeliveryReport.Rejection) {
        #expect(throws: rejection) { try DeliveryReport(parsing: bytes) }
    }

    @Test(
        "An address is gone when there is nobody, and not when a mail is not wanted",
        arguments: [
            ("5.1.1", true), ("5.1.2", true), ("5.1.3", true), ("5.1.6", true), ("5.1.10", true),
            ("5.2.1", true), ("5.0.0", false), ("5.1.0", false), ("5.1.7", false),
            ("5.1.8", false), ("5.2.2", false), ("5.2.3", false), ("5.3.4", false),
            ("5.4.4", false), ("5.7.1", false), ("5.7.26", false), ("4.1.1", false),
            ("4.2.2", false), ("2.1.5", false),
        ])
    func gone(status: String, expected: Bool) throws {
        #expect(try #require(MailStatus(field: status)).isAddressGone == expected)
    }

    @Test("However a report is damaged, it is read or refused, and never more than it holds")
    func damaged() {
        var random = SeededGenerator(state: 3464)
        let whole = Self.report([Self.group("failed", "5.1.1"), Self.group("delayed", "4.4.7")])
        let pieces: [[UInt8]] = [
            [.cr], [.lf], [.cr, .lf], [.cr, .lf, .cr, .lf], Array("--cut".utf8), Array("--".utf8),
            [UInt8(ascii: ":")], [UInt8(ascii: ";")], [0], [0xFF], [UInt8(ascii: "\"")], [.space],
            Array("\r\nContent-Type: multipart/report; boundary=\"\"".utf8),
        ]
        var read = 0
        for _ in 0..<4_000 {
            var bytes = whole
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                let place = Int.random(in: 0...bytes.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes.removeLast(bytes.count - place)
                case 1:
                    let end = min(bytes.count, place + Int.random(in: 0...20, using: &random))
                    bytes.removeSubrange(place..<end)
                default:
                    bytes.insert(contentsOf: pieces.randomElement(using: &random) ?? [], at: place)
                }
            }
            guard let report = try? DeliveryReport(parsing: bytes) else { continue }
            read += 1
            if report.recipients.count > 2 || report.messageID.utf8.count > 250 {
                Issue.record("More than the report holds: \(report)")
            }
        }
        #expect(read > 100)
        #expect(read < 3_900)
    }
}

@Suite struct MailboxReaderTests {
    private static func messages(_ text: String, pieces: Int) -> [String] {
        var reader = MailboxReader()
        var messages: [[UInt8]] = []
        let bytes = Array(text.utf8)
        for start in stride(from: 0, to: bytes.count, by: pieces) {
            messages += reader.take(bytes[start..<min(start + pieces, bytes.count)])
        }
        if let last = reader.finish() { messages.append(last) }
        return messages.map { String(decoding: $0, as: UTF8.self) }
    }

    @Test(
        "A file is one message, or an mbox of several, with whatever line ends",
        arguments: [
            ("", []), ("A: 1\n\nx\n", ["A: 1\r\n\r\nx\r\n"]),
            ("A: 1\r\n\r\nx", ["A: 1\r\n\r\nx\r\n"]),
            // Only an mbox is cut.
            ("A: 1\n\nFrom me\n\nFrom you\n", ["A: 1\r\n\r\nFrom me\r\n\r\nFrom you\r\n"]),
            (
                "From a\nA: 1\n\nx\nFrom me\n\nFrom b\nB: 2\n\n",
                ["A: 1\r\n\r\nx\r\nFrom me\r\n\r\n", "B: 2\r\n\r\n"]
            ),
            ("From a\n\nFrom b\nB: 2\n", ["\r\n", "B: 2\r\n"]),
        ] as [(String, [String])])
    func cut(text: String, expected: [String]) {
        for pieces in [1, 2, 7, 1_000] {
            #expect(Self.messages(text, pieces: pieces) == expected)
        }
    }

    @Test("Of a message that never ends, and of a line that never does, the beginning is kept")
    func bounded() {
        var reader = MailboxReader()
        var kept: [[UInt8]] = []
        kept += reader.take(Array("A: 1\r\n\r\n".utf8))
        for _ in 0..<40 { kept += reader.take([UInt8](repeating: 0x78, count: 65_536)) }
        for _ in 0..<200 {
            kept += reader.take(Array("\r\n".utf8) + [UInt8](repeating: 0x79, count: 30_000))
        }
        let last = reader.finish()

        #expect(kept.isEmpty)
        #expect((last ?? []).count <= MailboxReader.bytesMax)
        #expect((last ?? []).count > MailboxReader.bytesMax / 2)
    }
}
