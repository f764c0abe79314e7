import Testing

@testable import RegistryHTTP

@Suite struct RequestLimitsTests {
    private static func repeated(_ text: String, _ count: Int) -> String {
        String(repeating: text, count: count)
    }

    static let table: [(String, String)] = [
        ("GET /\(repeated("a", 8191)) HTTP/1.1\r\nHost: a\r\n\r\n", "GET"),
        ("GET /\(repeated("a", 8192)) HTTP/1.1\r\nHost: a\r\n\r\n", "414 target-too-long"),
        ("GET /\(repeated("a", 9000))", "414 target-too-long"),
        (repeated("A", 65), "501 method-unknown"),
        (
            "GET / HTTP/1.1\r\nHost: a\r\n\(repeated("X: y\r\n", 99))\r\n", "GET"
        ),
        (
            "GET / HTTP/1.1\r\nHost: a\r\n\(repeated("X: y\r\n", 100))\r\n", "431 head-too-large"
        ),
        ("GET / HTTP/1.1\r\nX: \(repeated("y", 16_384))", "431 head-too-large"),
        ("GET / HTTP/1.1\r\n\(repeated("y", 16_384))", "431 head-too-large"),
        ("GET / HTTP/1.1\r\nX:\(repeated(" ", 16_384))", "431 head-too-large"),
    ]

    @Test("A head has room for what is reasonable and no more", arguments: table)
    func head(bytes: String, expected: String) {
        let bytes = Array(bytes.utf8)

        for reading in [Reading([bytes]), Reading(bytes.map { [$0] })] {
            #expect(reading.events.count == 1)
            #expect(reading.events.first?.hasPrefix(expected) == true)
        }
    }

    @Test("Content, chunk extensions and trailer fields are bounded while they come")
    func chunked() {
        var limits = HTTPLimits()
        limits.bodyBytes = 4
        limits.chunkExtensionBytes = 6
        limits.fieldCount = 2
        let head = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
        let cases = [
            ("2\r\nab\r\n2\r\ncd\r\n0\r\n\r\n", "POST [] 2 abcd"),
            ("2\r\nab\r\n3\r\n", "413 content-too-large"),
            ("1;ab\r\na\r\n1;cd\r\nb\r\n0\r\n\r\n", "POST [] 2 ab"),
            ("1;ab\r\na\r\n1;cde\r\nb\r\n0\r\n\r\n", "400 malformed-request"),
            ("0\r\nA: b\r\nC: d\r\n\r\n", "POST [] 2"),
            ("0\r\nA: b\r\nC: d\r\nE: f\r\n\r\n", "431 head-too-large"),
        ]

        for (coded, expected) in cases {
            for reading in Reading.everyCut(Array((head + coded).utf8), limits: limits) {
                #expect(reading.events == [expected], "\(coded)")
            }
        }
    }

    @Test("Reading byte by byte costs no more per byte for a long head than for a short one")
    func linear() {
        func time(_ count: Int) -> Duration {
            var limits = HTTPLimits()
            limits.headBytes = .max
            let bytes = Array("GET / HTTP/1.1\r\nX: \(Self.repeated("y", count))".utf8)
            return ContinuousClock().measure { _ = Reading(bytes.map { [$0] }, limits: limits) }
        }

        _ = time(1000)
        // Sixteen times the bytes: quadratic work would take 256 times as long, every time; a busy
        // machine only now and then.
        #expect((0..<5).contains { _ in time(160_000) < time(10_000) * 100 })
    }
}
