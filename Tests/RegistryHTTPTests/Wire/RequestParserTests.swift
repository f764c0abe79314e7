import Testing

@testable import RegistryHTTP

@Suite struct RequestParserTests {
    /// Bytes, and what they amount to; each is also followed by a request that must not be touched.
    static let table: [(String, [String])] = [
        ("GET / HTTP/1.1\r\nHost: a\r\n\r\n", ["GET [] 1"]),
        ("\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", ["GET [] 1"]),
        ("\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", ["400 malformed-request"]),
        ("GET /a%20b/c?d=e+f&g HTTP/1.1\r\nHost: a\r\n\r\n", [#"GET ["a b", "c"]?d=e f&g= 1"#]),
        ("GET / HTTP/1.0\r\n\r\n", ["GET [] 0 close"]),
        ("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n", ["GET [] 1"]),
        ("GET / HTTP/1.1\r\nHost: a\r\nConnection: foo , CLOSE\r\n\r\n", ["GET [] 2 close"]),
        ("GET / HTTP/1.1\r\nHost:\t a \t\r\nX:\r\nY: \t\r\n\r\n", ["GET [] 3"]),
        ("GET / HTTP/1.1\nHost: a\r\n\r\n", ["400 malformed-request"]),
        ("GET / HTTP/1.1\r\nHost: a\n\r\n", ["400 malformed-request"]),
        ("GET / HTTP/1.1\r\nHost: a\r\n\n", ["400 malformed-request"]),
        ("GET / HTTP/1.1\r\nHost: a\r\r\n\r\n", ["400 malformed-request"]),
        ("GET  / HTTP/1.1\r\nHost: a\r\n\r\n", ["400 malformed-request"]),
        ("GET /  HTTP/1.1\r\nHost: a\r\n\r\n", ["400 malformed-request"]),
        ("GET / HTTP/1.1 \r\nHost: a\r\n\r\n", ["400 malformed-request"]),
        ("GET /\r\n", ["400 malformed-request"]),
        ("GET / HTTP/1.1\r\n Host: a\r\n\r\n", ["400 malformed-request"]),
        ("GET / HTTP/2.0\r\n", ["505 version-not-supported"]),
        ("GET / HTTP/1.2\r\n", ["505 version-not-supported"]),
        ("GET / HTTP/1.10\r\n", ["400 malformed-request"]),
        ("GET / http/1.1\r\n", ["400 malformed-request"]),
        ("get / HTTP/1.1\r\nHost: a\r\n\r\n", ["501 method-unknown"]),
        ("CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n", ["501 method-unknown"]),
        ("G(T / HTTP/1.1\r\nHost: a\r\n\r\n", ["400 malformed-request"]),
        (" GET / HTTP/1.1\r\nHost: a\r\n\r\n", ["400 malformed-request"]),
        ("\u{16}\u{3}\u{1}", ["400 malformed-request"]),
    ]

    static let fields: [(String, String)] = [
        ("", "400 malformed-request"),
        ("Host: a\r\nhost: a\r\n", "400 malformed-request"),
        ("Host: \r\n", "400 malformed-request"),
        ("Host: a b\r\n", "400 malformed-request"),
        ("Host: a,b\r\n", "400 malformed-request"),
        ("Host: u@a\r\n", "400 malformed-request"),
        ("Host: a/b\r\n", "400 malformed-request"),
        ("Host: a:99999\r\n", "400 malformed-request"),
        ("Host: a:8a\r\n", "400 malformed-request"),
        ("Host: [::1\r\n", "400 malformed-request"),
        ("Host: [:::1]\r\n", "400 malformed-request"),
        ("Host: [::1]:80\r\n", "GET [] 1"),
        ("Host: a.example:80\r\n", "GET [] 1"),
        ("Host : a\r\n", "400 malformed-request"),
        ("Host: a\r\nX\r\n", "400 malformed-request"),
        ("Host: a\r\n: x\r\n", "400 malformed-request"),
        ("Host: a\r\nX[: x\r\n", "400 malformed-request"),
        ("Host: a\r\nHost\u{301}: x\r\n", "400 malformed-request"),
        ("Host: a\r\nX: a\u{0}\r\n", "400 malformed-request"),
        ("Host: a\r\nX: a\u{7f}\r\n", "400 malformed-request"),
        ("Host: a\r\nX: a\r\n b\r\n", "400 malformed-request"),
        ("Host: a\r\nX: a\rY: b\r\n", "400 malformed-request"),
        ("Host: a\r\nX: å\r\n", "GET [] 2"),
        ("Host: a\r\nExpect: 100-Continue\r\n", "GET [] 2"),
        ("Host: a\r\nExpect: 200-ok\r\n", "417 expectation-failed"),
        ("Host: a\r\nContent-Length: \r\n", "400 malformed-request"),
        ("Host: a\r\nContent-Length: +0\r\n", "400 malformed-request"),
        ("Host: a\r\nContent-Length: -0\r\n", "400 malformed-request"),
        ("Host: a\r\nContent-Length: 0x0\r\n", "400 malformed-request"),
        ("Host: a\r\nContent-Length: 0, 0\r\n", "400 malformed-request"),
        ("Host: a\r\nContent-Length: ٠\r\n", "400 malformed-request"),
        ("Host: a\r\nContent-Length: 0\r\nContent-Length: 0\r\n", "400 malformed-request"),
        ("Host: a\r\nContent-Length: 65537\r\n", "413 content-too-large"),
        ("Host: a\r\nContent-Length: 18446744073709551616\r\n", "413 content-too-large"),
        ("Host: a\r\nContent-Length: 0\r\n", "GET [] 2"),
        ("Host: a\r\nContent-Length: 00\r\n", "GET [] 2"),
        ("Host: a\r\nTransfer-Encoding: gzip\r\n", "501 transfer-coding-unknown"),
        ("Host: a\r\nTransfer-Encoding: gzip, chunked\r\n", "501 transfer-coding-unknown"),
        ("Host: a\r\nTransfer-Encoding: 'chunked'\r\n", "501 transfer-coding-unknown"),
        ("Host: a\r\nTransfer-Encoding: chunked, chunked\r\n", "400 malformed-request"),
        ("Host: a\r\nTransfer-Encoding: chunked, gzip\r\n", "400 malformed-request"),
        ("Host: a\r\nTransfer-Encoding: chunked;q=1\r\n", "400 malformed-request"),
        ("Host: a\r\nTransfer-Encoding: \"chunked\"\r\n", "400 malformed-request"),
        ("Host: a\r\nTransfer-Encoding: chun\u{212A}ed\r\n", "400 malformed-request"),
        ("Host: a\r\nTransfer-Encoding: \u{b}chunked\r\n", "400 malformed-request"),
        ("Host: a\r\nTransfer-Encoding: \r\n", "400 malformed-request"),
        ("Host: a\r\nTransfer-Encoding: ,,,,,,chunked\r\n", "400 malformed-request"),
        (
            "Host: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
            "400 malformed-request"
        ),
        (
            "Host: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 0\r\n",
            "400 malformed-request"
        ),
    ]

    static let chunked: [(String, String)] = [
        ("3\r\nabc\r\n0\r\n\r\n", "abc"),
        ("1\r\na\r\n2\r\nbc\r\n000\r\n\r\n", "abc"),
        ("0000000000000003\r\nabc\r\n0\r\n\r\n", "abc"),
        ("3;x\r\nabc\r\n0;y=z;w=\"q\\\"\t;\"\r\n\r\n", "abc"),
        ("3 ; x = y\r\nabc\r\n0\r\n\r\n", "abc"),
        ("3\r\nabc\r\n0\r\nX: y\r\nContent-Length: 9\r\n\r\n", "abc"),
        ("00000000000000003\r\nabc\r\n0\r\n\r\n", "400"),
        ("+3\r\nabc\r\n0\r\n\r\n", "400"),
        ("0x3\r\nabc\r\n0\r\n\r\n", "400"),
        (" 3\r\nabc\r\n0\r\n\r\n", "400"),
        ("3 \r\nabc\r\n0\r\n\r\n", "400"),
        ("3\nabc\r\n0\r\n\r\n", "400"),
        ("3\rabc\r\n0\r\n\r\n", "400"),
        ("٣\r\nabc\r\n0\r\n\r\n", "400"),
        ("\r\nabc\r\n0\r\n\r\n", "400"),
        ("3;\r\nabc\r\n0\r\n\r\n", "400"),
        ("3;x=\r\nabc\r\n0\r\n\r\n", "400"),
        ("3;x=\"\r\n\"\r\nabc\r\n0\r\n\r\n", "400"),
        ("3;x\nabc\r\n0\r\n\r\n", "400"),
        ("3 x\r\nabc\r\n0\r\n\r\n", "400"),
        ("3;x=y z\r\nabc\r\n0\r\n\r\n", "400"),
        ("3;x \r\nabc\r\n0\r\n\r\n", "400"),
        ("3\r\nabcXX0\r\n\r\n", "400"),
        ("3\r\nabc\n0\r\n\r\n", "400"),
        ("3\r\nabc\r\n\r\n0\r\n\r\n", "400"),
        ("3\r\nabc\r\n0\r\n\n", "400"),
        ("3\r\nabc\r\n0\r\nX\r\n\r\n", "400"),
        ("3\r\nabc\r\n0\r\nX : y\r\n\r\n", "400"),
        ("3\r\nabc\r\n0\r\nX: y\r\n z\r\n\r\n", "400"),
        ("3\r\nabc\r\n0\r\nX: \u{0}\r\n\r\n", "400"),
        ("FFFFFFFFFFFFFFFF\r\n", "413"),
        ("10001\r\n", "413"),
    ]

    static let next = "GET /next HTTP/1.1\r\nHost: a\r\n\r\n"

    /// All readings agree, and the request after a good one is read as well.
    private func expect(_ bytes: String, _ expected: [String]) {
        let isRefused = expected.last?.first?.isNumber == true
        let events = isRefused ? expected : expected + [#"GET ["next"] 1"#]

        for reading in Reading.everyCut(Array((bytes + Self.next).utf8)) {
            #expect(reading.events == events, "\(bytes.debugDescription)")
        }
    }

    @Test("A request line is read exactly or refused, however the bytes are cut", arguments: table)
    func requestLine(bytes: String, expected: [String]) {
        expect(bytes, expected)
    }

    @Test("Fields that could be read two ways are refused", arguments: fields)
    func field(lines: String, expected: String) {
        expect("GET / HTTP/1.1\r\n\(lines)\r\n", [expected])
    }

    @Test("The chunked coding is undone exactly or refused", arguments: chunked)
    func chunks(coded: String, expected: String) {
        let head = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n"
        let refusals = ["400": "400 malformed-request", "413": "413 content-too-large"]

        expect(head + coded, [refusals[expected] ?? "POST [] 2 \(expected)"])
    }

    @Test(
        "Empty elements of a list of codings are passed over", arguments: ["chunked,", ", chunked"])
    func emptyElements(coding: String) {
        expect(
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: \(coding)\r\n\r\n1\r\na\r\n0\r\n\r\n",
            ["POST [] 2 a"])
    }

    @Test("Content of a stated length ends exactly there")
    func length() {
        expect("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nGET /", ["POST [] 2 GET /"])
    }

    @Test("A head is known before its content has come, and without content there is no half")
    func halves() throws {
        var parser = RequestParser()
        parser.feed(Array("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\na".utf8))

        guard case .head(let head) = try parser.next() else { throw Problem.internalError }
        #expect(head.method == .post)
        guard case .needsMore = try parser.next() else { throw Problem.internalError }
        parser.feed(Array("b".utf8))
        guard case .complete(let request) = try parser.next() else { throw Problem.internalError }
        #expect(request.body == Array("ab".utf8))
        #expect(parser.isBetweenRequests)
    }

    @Test("After a refusal nothing more is read, and a refused HEAD is known as one")
    func refused() throws {
        var parser = RequestParser()
        parser.feed(Array("HEAD / HTTP/1.1\r\nHost : a\r\n\r\n".utf8))

        let first = try #require(throws: Problem.self) { try parser.next() }
        #expect(first.status == 400)
        #expect(parser.isReadingHEAD)
        parser.feed(Array(Self.next.utf8))
        #expect(throws: first) { try parser.next() }
    }
}
