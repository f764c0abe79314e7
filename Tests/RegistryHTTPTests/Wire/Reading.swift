import EventLoop

@testable import RegistryHTTP

/// What a parser made of some bytes, so that it can be compared.
struct Reading: Equatable, CustomStringConvertible {
    /// A request as text, or the status and the slug of a refusal.
    var events: [String] = []
    /// Whether nothing of a further request was left.
    var isBetweenRequests = true

    var description: String { "\(events) \(isBetweenRequests ? "" : "…")" }

    /// Feeds the parts one after the other, as a connection does.
    init(_ parts: [[UInt8]], limits: HTTPLimits = HTTPLimits()) {
        var parser = RequestParser(limits: limits)
        for part in parts {
            parser.feed(part)
            guard take(from: &parser) else { break }
        }
        isBetweenRequests = parser.isBetweenRequests
    }

    init(_ text: String, limits: HTTPLimits = HTTPLimits()) {
        self.init([Array(text.utf8)], limits: limits)
    }

    private mutating func take(from parser: inout RequestParser) -> Bool {
        while true {
            do {
                switch try parser.next() {
                case .needsMore: return true
                case .head: continue
                case .complete(let request): events.append(Self.describe(request))
                }
            } catch {
                events.append("\(error.status) \(error.type.dropFirst("/problems/".count))")
                return false
            }
        }
    }

    /// `GET /a/b?x=1 [host: h] body`, with the parts that there are.
    private static func describe(_ request: Request) -> String {
        let query = request.query.items.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
        let fields = request.fields.lines.count
        return "\(request.method.rawValue) \(request.segments)"
            + (query.isEmpty ? "" : "?\(query)") + " \(fields)"
            + (request.keepsAlive ? "" : " close")
            + (request.body.isEmpty ? "" : " \(String(decoding: request.body, as: UTF8.self))")
    }

    /// The same bytes whole, in two parts cut at each place, and one by one.
    static func everyCut(_ bytes: [UInt8], limits: HTTPLimits = HTTPLimits()) -> [Reading] {
        let cuts = stride(from: 1, to: bytes.count, by: max(1, bytes.count / 200))
        return [Reading([bytes], limits: limits), Reading(bytes.map { [$0] }, limits: limits)]
            + cuts.map { Reading([Array(bytes[..<$0]), Array(bytes[$0...])], limits: limits) }
    }
}
