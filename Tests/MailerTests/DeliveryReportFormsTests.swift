import Foundation
import TestSupport
import Testing

@testable import Mailer

/// The same report in every form in which mail servers, gateways and lists may hand it over.
@Suite struct DeliveryReportFormsTests {
    enum Encoding: CaseIterable {
        case none, quotedPrintable, base64

        var field: String {
            switch self {
            case .none: "7bit"
            case .quotedPrintable: "Quoted-Printable (as a gateway likes it)"
            case .base64: "BASE64"
            }
        }

        /// Everything that may be encoded is, as a hard-working gateway does.
        func encode(_ text: String) -> String {
            switch self {
            case .none: text
            case .quotedPrintable:
                text.replacing("=", with: "=3D").replacing("@", with: "=40")
                    .replacing("Status", with: "Sta=\ntus")
            case .base64:
                Data(text.utf8).base64EncodedString(options: [
                    .lineLength76Characters, .endLineWithLineFeed,
                ])
            }
        }
    }

    private static let status = """
        Reporting-MTA: dns; mail.example

        Final-Recipient: (gone) rfc822; reader1@example.org (Reader)
        Action: (alas) failed
        Status: (of (class) 5) 5.0.0 (no such user)
        Diagnostic-Code: smtp (the wire); 550 5.1.1 No such user

        """
    private static let returned = "Subject: Hello\nMessage-ID:\n <1@registry.example> (ours)\n\n"

    /// A multipart with both parts, such as stands behind a header or in another part.
    private static func report(
        _ type: String = "multipart/report; report-type=delivery-status",
        status: String = "message/delivery-status", returned: String = "text/rfc822-headers",
        encoding: Encoding = .none
    ) -> String {
        """
        Content-Type: \(type); boundary="cut;here"

        --cut;here
        Content-Type: text/plain

        Nobody is there.
        --cut;here
        Content-Type: \(status)
        Content-Transfer-Encoding: \(encoding.field)

        \(encoding.encode(Self.status))
        --cut;here
        Content-Type: \(returned)
        Content-Transfer-Encoding: \(encoding.field)

        \(encoding.encode(Self.returned))
        --cut;here--

        """
    }

    private static func wrapped(_ report: String, in levels: Int) -> String {
        (0..<levels).reduce(report) { inner, level in
            // Each begins with the one around it, and is another one.
            let boundary = "wrap" + String(repeating: "-in", count: levels - level)
            return """
                Content-Type: multipart/mixed; boundary=\(boundary)

                --\(boundary)
                Content-Type: text/plain

                This mail came through a list.
                --\(boundary)
                \(inner)
                --\(boundary)
                Content-Type: text/plain

                To leave the list, write to it.
                --\(boundary)--

                """
        }
    }

    private static func parsed(_ text: String) throws(DeliveryReport.Rejection) -> DeliveryReport {
        try DeliveryReport(parsing: text.utf8.withCRLF())
    }

    private static func isWhole(_ report: DeliveryReport) -> Bool {
        report.messageID == "1@registry.example"
            && report.recipients.map(\.action) == [.failed]
            && report.recipients.map(\.status.description) == ["5.1.1"]
            && report.recipients.map(\.addresses) == [["reader1@example.org"]]
    }

    @Test(
        "Parts are read in whatever encoding and under whatever name they travel",
        arguments: [
            ("message/delivery-status", "message/rfc822"),
            ("message/delivery-status", "text/rfc822-headers"),
            ("message/global-delivery-status", "message/global"),
            ("message/global-delivery-status", "message/global-headers"),
            (
                "Message / Delivery-Status (as \\) text); charset=us-ascii",
                "(of it) TEXT/RFC822-Headers; charset=\"(x)\""
            ),
        ], Encoding.allCases)
    func encoded(types: (status: String, returned: String), encoding: Encoding) throws {
        let text = Self.report(status: types.status, returned: types.returned, encoding: encoding)
        #expect(Self.isWhole(try Self.parsed(text)))
    }

    @Test(
        "A multipart with the status of a delivery is a report, unless it says that it is another",
        arguments: [
            ("multipart/report", true), ("multipart/mixed", true),
            ("Multipart/Report (RFC 6522); Report-Type=\"delivery-status\"", true),
            ("multipart/report; report-type=global-delivery-status", true),
            ("multipart/report; report-type=feedback-report", false), ("text/plain", false),
        ])
    func kind(type: String, isReport: Bool) throws {
        if isReport {
            #expect(Self.isWhole(try Self.parsed(Self.report(type))))
        } else {
            #expect(throws: DeliveryReport.Rejection.noReport) {
                try Self.parsed(Self.report(type))
            }
        }
    }

    @Test("A report is found where a gateway or a list has put it, to a depth and no deeper")
    func nested() throws {
        for levels in 0..<MIMEPart.deepest {
            let text = Self.wrapped(Self.report(encoding: .base64), in: levels)
            #expect(Self.isWhole(try Self.parsed(text)))
        }
        for levels in [MIMEPart.deepest, 2_000] {
            #expect(throws: DeliveryReport.Rejection.noReport) {
                try Self.parsed(Self.wrapped(Self.report(), in: levels))
            }
        }
    }

    @Test("A report in a mail that is only passed on or returned is none of ours")
    func returnedReport() {
        let text = """
            Content-Type: multipart/mixed; boundary=fwd

            --fwd
            Content-Type: message/rfc822

            \(Self.report())
            --fwd--

            """
        #expect(throws: DeliveryReport.Rejection.noReport) { try Self.parsed(text) }
    }

    @Test("Of more parts than any mail has, the first are looked at")
    func many() {
        let empty = String(repeating: "--wrap0\n\n", count: 100_000)
        let text =
            "Content-Type: multipart/mixed; boundary=wrap0\n\n\(empty)--wrap0\n\(Self.report())"
        #expect(throws: DeliveryReport.Rejection.noReport) { try Self.parsed(text) }
    }

    @Test("What was cut off within base64 is read as far as it came")
    func cutOff() throws {
        let whole = Self.report(encoding: .base64)
        let end = try #require(whole.range(of: "--cut;here--"))
        for missing in 1...8 {
            let report = try Self.parsed(String(whole[..<end.lowerBound].dropLast(missing)))
            #expect(report.messageID == "1@registry.example")
        }
    }

    @Test("However a wrapped and encoded report is damaged, it is read or refused")
    func damaged() {
        var random = SeededGenerator(state: 2045)
        let pieces: [[UInt8]] = [
            [.cr, .lf], Array("\r\n--cut;here\r\n".utf8), Array("--wrap0--".utf8), [0], [0xFF],
            Array("=".utf8), Array("=40".utf8), Array("(".utf8), Array("\"".utf8),
            Array("\\".utf8), Array("\r\nContent-Transfer-Encoding: base64".utf8),
            Array("\r\nContent-Type: multipart/mixed; boundary=x".utf8),
        ]
        for encoding in Encoding.allCases {
            let whole = Self.wrapped(Self.report(encoding: encoding), in: 1).utf8.withCRLF()
            var read = 0
            for _ in 0..<1_500 {
                var bytes = whole
                for _ in 0..<Int.random(in: 1...5, using: &random) {
                    let place = Int.random(in: 0...bytes.count, using: &random)
                    if Bool.random(using: &random) {
                        let end = min(bytes.count, place + Int.random(in: 0...20, using: &random))
                        bytes.removeSubrange(place..<end)
                    } else {
                        let piece = pieces.randomElement(using: &random) ?? []
                        bytes.insert(contentsOf: piece, at: place)
                    }
                }
                guard let report = try? DeliveryReport(parsing: bytes) else { continue }
                read += 1
                if report.recipients.count > 5 || report.messageID.utf8.count > 250 {
                    Issue.record("More than the report holds: \(report)")
                }
            }
            #expect((100..<1_450).contains(read), "\(encoding)")
        }
    }
}
