import Testing

@testable import RegistryHTTP

@Suite struct ResponseEncoderTests {
    /// The head's lines without the fields that every response has, and the content.
    private func encode(
        _ response: Response, _ context: ResponseEncoder.Context = .init()
    ) -> (head: [String], body: String) {
        var encoder = ResponseEncoder()
        var bytes: [UInt8] = []
        encoder.encode(response, for: context, into: &bytes)
        let text = String(decoding: bytes, as: UTF8.self)
        let parts = text.split(
            separator: "\r\n\r\n", maxSplits: 1, omittingEmptySubsequences: false)
        let defaults = ResponseEncoder.defaults.map { "\($0.name): \($0.value)" }
        let lines = parts[0].split(separator: "\r\n").map(String.init)
        return (
            lines.filter { !$0.hasPrefix("Date: ") && !defaults.contains($0) },
            parts.count > 1 ? String(parts[1]) : ""
        )
    }

    @Test("A response states the length of its content")
    func framing() {
        let (head, body) = encode(.text("åå"))

        #expect(
            head == [
                "HTTP/1.1 200 OK", "Content-Type: text/plain; charset=utf-8", "Content-Length: 4",
            ])
        #expect(body == "åå")
    }

    @Test("The answer to HEAD has the fields of GET and no content")
    func head() {
        let get = encode(.text("abc"))
        let head = encode(.text("abc"), .init(isHEAD: true))

        #expect(head.head == get.head)
        #expect(head.body == "")
    }

    @Test("204 and 304 have neither content nor a length", arguments: [204, 304])
    func empty(status: Int) {
        let (head, body) = encode(Response(status: status, body: [65]))

        #expect(head.count == 1)
        #expect(body == "")
    }

    @Test("The client is told when the connection ends, and in HTTP/1.0 when it does not")
    func connection() {
        #expect(encode(.empty, .init(keepsAlive: false)).head.last == "Connection: close")
        #expect(encode(.empty, .init(isHTTP10: true)).head.last == "Connection: keep-alive")
        #expect(encode(.empty).head.last == "HTTP/1.1 204 No Content")
    }

    @Test(
        "A field that would break out of its line withholds the whole response",
        arguments: [
            Field("Location", "/a\r\nSet-Cookie: b"), Field("Location", "/a\n"),
            Field("Location", "/a\r"), Field("Location", "/a\0"), Field("X Y", "a"),
            Field("X:", "a"), Field("", "a"), Field("X\r\nY", "a"),
        ])
    func injection(field: Field) {
        let (head, body) = encode(
            Response(status: 303, fields: [field], body: Array("secret".utf8)))

        #expect(head.first == "HTTP/1.1 500 Internal Server Error")
        #expect(head.count == 3)
        #expect(!body.contains("secret"))
    }

    @Test("Security fields are on every response, and one that a response sets itself stands once")
    func security() {
        for response in [Response(.tooSlow), .html([]), .empty, .redirect(to: "/a")] {
            var bytes: [UInt8] = []
            var encoder = ResponseEncoder()
            encoder.encode(response, for: .init(), into: &bytes)
            let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\r\n")
            for field in ResponseEncoder.defaults {
                #expect(lines.count { $0 == "\(field.name): \(field.value)" } == 1)
            }
        }
        var cached = Response.html([])
        cached["cache-control"] = "max-age=60"

        #expect(encode(cached).head.contains("cache-control: max-age=60"))
        var bytes: [UInt8] = []
        var encoder = ResponseEncoder()
        encoder.encode(cached, for: .init(), into: &bytes)
        #expect(!String(decoding: bytes, as: UTF8.self).contains("no-store"))
    }

    @Test("Framing is never a handler's business")
    func ours() {
        let fields = [
            Field("Content-Length", "99"), Field("transfer-encoding", "chunked"),
            Field("Connection", "keep-alive"), Field("DATE", "yesterday"),
        ]

        #expect(
            encode(Response(status: 200, fields: fields)).head == [
                "HTTP/1.1 200 OK", "Content-Length: 0",
            ])
    }

    @Test("A problem is JSON of its own kind, with its text escaped")
    func problem() {
        let error = Problem.FieldError(pointer: "/a\"b", code: "missing", detail: "Line\n<b>")
        let (head, body) = encode(Response(.invalidFields([error])))

        #expect(head[0] == "HTTP/1.1 422 Unprocessable Content")
        #expect(head[1] == "Content-Type: application/problem+json")
        #expect(
            body == #"{"type":"/problems/invalid-fields","title":"Some fields have to be mended","#
                + #""status":422,"detail":"Each entry of errors says which field and why.","#
                + #""errors":[{"pointer":"/a\"b","code":"missing","#
                + #""detail":"Line\n\u003cb\u003e"}]}"#)
    }

    @Test(
        "A date has one form",
        arguments: [
            (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"), (0, "Thu, 01 Jan 1970 00:00:00 GMT"),
            (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"),
            (4_107_542_399, "Sun, 28 Feb 2100 23:59:59 GMT"),
            (-1, "Wed, 31 Dec 1969 23:59:59 GMT"),
        ])
    func date(seconds: Int, text: String) {
        #expect(String(decoding: HTTPDate.format(secondsSince1970: seconds), as: UTF8.self) == text)
    }

    static let conditions: [(String, Int)] = [
        (#""a""#, 304), (#"W/"a""#, 304), ("*", 304), (#""b", W/"x,y" ,"a""#, 304),
        (#""b""#, 200), ("a", 200), (#""a"#, 200), ("", 200), (#""b" "a""#, 304),
    ]

    @Test("A client that has the content already is told so", arguments: conditions)
    func conditional(value: String, status: Int) throws {
        let target = try #require(Target("/"))
        let request = Request(.get, target: target, fields: Fields([("if-none-match", value)]))

        let response = Response.text("x").conditional(on: request, tag: "a")

        #expect(response.status == status)
        #expect(response["etag"] == "\"a\"")
        #expect(response.body.isEmpty == (status == 304))
    }
}
