import Testing

@testable import RegistryHTTP

@Suite struct MultipartBodyTests {
    private static let boundary = Array("----x1".utf8)

    private static func body(_ parts: String...) -> [UInt8] {
        Array((parts.map { "------x1\r\n\($0)\r\n" }.joined() + "------x1--\r\n").utf8)
    }

    private static let field = "Content-Disposition: form-data; name=\"csrf\"\r\n\r\nabc"
    private static let file =
        "Content-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n"
        + "Content-Type: text/csv\r\n\r\na,b\r\n----x\r\n"

    @Test("Fields and files are told apart, and their content is kept byte by byte")
    func reads() throws {
        let parts = try MultipartBody.parts(
            of: Self.body(Self.field, Self.file), boundary: Self.boundary)
        #expect(parts.map(\.name) == ["csrf", "file"])
        #expect(parts.map(\.isFile) == [false, true])
        #expect(String(decoding: parts[1].content, as: UTF8.self) == "a,b\r\n----x\r\n")
        let form = try SheetForm(parts)
        #expect(form["csrf"] == "abc")
        #expect(form.files["file"]?.count == 12)
    }

    @Test("A form without an end, a name or a known head is refused")
    func refuses() {
        let bad = [
            Array(Self.body(Self.field).dropLast(4)), Self.body("\r\nabc"),
            Self.body("Content-Disposition: attachment; name=\"a\"\r\n\r\nb"),
            Self.body("Content-Disposition: form-data; name=\"\"\r\n\r\nb"),
            Self.body(Self.field + "\r\nX-Other"), Self.body("X-Other: a\r\n" + Self.field),
            Array("preamble\r\n".utf8) + Self.body(Self.field),
            Self.body(Self.field) + Array("epilogue".utf8), [],
        ]
        let refused = bad.map { bytes in
            (try? MultipartBody.parts(of: bytes, boundary: Self.boundary)) == nil
        }
        #expect(refused == [true, true, true, true, false, true, true, true, true])
    }

    @Test("Whatever the bytes are, the answer is parts or a refusal")
    func fuzz() {
        var generator = SystemRandomNumberGenerator()
        let good = Self.body(Self.field, Self.file)
        for _ in 0..<20_000 {
            var bytes = good
            for _ in 0..<Int.random(in: 1...4, using: &generator) where !bytes.isEmpty {
                let place = Int.random(in: 0..<bytes.count, using: &generator)
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
                case 1: bytes.remove(at: place)
                default: bytes.removeSubrange(place...)
                }
            }
            let parts = try? MultipartBody.parts(of: bytes, boundary: Self.boundary)
            let size = (parts ?? []).reduce(0) { $0 + $1.content.count }
            guard size <= bytes.count else {
                Issue.record("more than was sent: \(bytes)")
                return
            }
        }
    }
}

@Suite struct SheetLimitTests {
    private static func outcome(
        _ path: String, _ length: Int, cookie: String = "Cookie: a=b\r\n"
    ) -> Int {
        var parser = RequestParser()
        parser.feed(
            Array(
                "POST \(path) HTTP/1.1\r\nHost: a\r\n\(cookie)Content-Length: \(length)\r\n\r\n"
                    .utf8))
        do {
            _ = try parser.next()
            return 200
        } catch {
            return error.status
        }
    }

    @Test("Only sheets of the console with a cookie bring more than 64 KiB, and 1 MiB at most")
    func limits() {
        let sheet = "/console/events/a/attendance"
        #expect(Self.outcome(sheet, 1_048_576) == 200)
        #expect(Self.outcome(sheet, 1_048_577) == 413)
        #expect(Self.outcome(sheet, 65_537, cookie: "") == 413)
        #expect(Self.outcome("/console/sign-in", 65_537) == 413)
        #expect(Self.outcome("/interest", 65_537) == 413)
        #expect(Self.outcome("/api/v1/events/a/attendance", 65_537) == 413)
        #expect(Self.outcome("/interest", 65_536) == 200)
    }

    @Test("The public's forms keep their hundred fields, sheets have ten thousand")
    func fields() throws {
        func form(_ count: Int) -> [UInt8] {
            Array((0..<count).map { "f\($0)=a" }.joined(separator: "&").utf8)
        }
        #expect(throws: Problem.self) { try FieldReader(form: form(101)) }
        #expect(try SheetForm(parsing: form(10_000))["f9999"] == "a")
        #expect(throws: Problem.self) { try SheetForm(parsing: form(10_001)) }
        #expect(throws: Problem.self) { try SheetForm(parsing: Array("a=1&a=2".utf8)) }
    }
}
