import TestSupport
import Testing

@testable import RegistryHTTP

@Suite struct RequestFuzzTests {
    static let seeds = [
        "GET /events/a%20b?from=2027-01-01&x HTTP/1.1\r\nHost: a.example:80\r\nAccept: */*\r\n\r\n",
        "POST /i HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\nhello",
        "POST /i HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "3;a=\"b\"\r\nabc\r\n0a\r\n0123456789\r\n0\r\nX: y\r\n\r\n",
        "OPTIONS * HTTP/1.0\r\nHost: [::1]\r\nConnection: keep-alive, x\r\n\r\n",
    ]
    static let pieces = [
        "\r\n", "\n", "\r", " ", "\t", ":", ";", ",", "\0", "%", "%2f", "0", "5", "ffffffff",
        "chunked",
        "Content-Length: 3\r\n", "Transfer-Encoding: chunked\r\n", "Host: b\r\n", "HTTP/1.1", "\"",
    ].map { Array($0.utf8) }

    /// One to four small injuries at random places of one or two requests.
    private func mutated(_ generator: inout SeededGenerator) -> [UInt8] {
        var bytes = Array((Self.seeds.randomElement(using: &generator) ?? "").utf8)
        bytes += Array((Self.seeds.randomElement(using: &generator) ?? "").utf8)
        for _ in 0..<Int.random(in: 1...4, using: &generator) where !bytes.isEmpty {
            let place = Int.random(in: 0..<bytes.count, using: &generator)
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
            case 1: bytes.remove(at: place)
            case 2:
                bytes.insert(
                    contentsOf: Self.pieces.randomElement(using: &generator) ?? [], at: place)
            default:
                let end = min(bytes.count, place + Int.random(in: 1...12, using: &generator))
                bytes.insert(contentsOf: bytes[place..<end], at: place)
            }
        }
        return bytes
    }

    @Test("However a request is damaged and cut, it is read in one way or refused")
    func damaged() {
        var generator = SeededGenerator(state: 20_271_121)
        for _ in 0..<20_000 {
            let bytes = mutated(&generator)
            let cut = Int.random(in: 0...bytes.count, using: &generator)

            let whole = Reading([bytes])

            #expect(whole == Reading([Array(bytes[..<cut]), Array(bytes[cut...])]))
            #expect(whole == Reading(bytes.map { [$0] }))
            #expect(!whole.isAmbiguous(bytes))
        }
    }
}

extension Reading {
    /// Whether a request was let through whose head holds what two programs read differently.
    ///
    /// A rule of its own, on lines: a bare CR or LF, both framings, a framing field twice, or white
    /// space at either end of a name, in the head of the first request.
    fileprivate func isAmbiguous(_ bytes: [UInt8]) -> Bool {
        guard let first = events.first, first.first?.isNumber == false else { return false }
        let start = bytes.starts(with: [13, 10]) ? 2 : 0
        var lines: [[UInt8]] = [[]]
        for byte in bytes[start...] {
            if byte == 10, lines[lines.count - 1].last == 13 {
                lines[lines.count - 1].removeLast()
                if lines[lines.count - 1].isEmpty { break }
                lines.append([])
            } else {
                lines[lines.count - 1].append(byte)
            }
        }
        let names = lines.dropFirst().dropLast().map { line in
            line.prefix { $0 != 58 }.map { (65...90).contains($0) ? $0 | 32 : $0 }
        }
        let framing = names.count {
            $0.elementsEqual("content-length".utf8) || $0.elementsEqual("transfer-encoding".utf8)
        }
        return framing > 1 || lines.contains { $0.contains(13) || $0.contains(10) }
            || names.contains { $0.isEmpty || $0.first == 32 || $0.last == 32 || $0.last == 9 }
    }
}
