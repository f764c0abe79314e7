/// What the content of a request says it is, and what its sender would like to get.
extension Request {
    /// Throws 415 unless the content is of the given kind and not coded (RFC 9110 §8.3, §8.4).
    ///
    /// Parameters are let through, except a charset that is not UTF-8.
    func expectContent(_ expected: StaticString) throws(Problem) {
        let types = fields.values("content-type")
        let codings = fields.values("content-encoding").flatMap(ASCII.list)
        guard types.count == 1, let type = types.first, Self.isMediaType(type, expected),
            codings.allSatisfy({ ASCII.isWord($0, "identity") })
        else { throw .unsupportedMediaType("\(expected)") }
    }

    private static func isMediaType(_ value: ArraySlice<UInt8>, _ expected: StaticString) -> Bool {
        let parts = value.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
            .map(ASCII.trimmed)
        guard let type = parts.first, ASCII.isWord(type, expected) else { return false }
        return parts.dropFirst().allSatisfy { parameter in
            guard let equals = parameter.firstIndex(of: UInt8(ascii: "=")) else {
                return parameter.isEmpty
            }
            guard ASCII.isWord(parameter[..<equals], "charset") else { return true }
            let charset = parameter[(equals + 1)...]
            return ASCII.isWord(charset, "utf-8") || ASCII.isWord(charset, "\"utf-8\"")
        }
    }

    /// Whether the client asks for a page rather than for JSON, as browsers do.
    ///
    /// No negotiation: only whether `text/html` is named and not refused (RFC 9110 §12.5.1).
    public var prefersHTML: Bool {
        fields.values("accept").flatMap(ASCII.list).contains { range in
            let parts = range.split(separator: UInt8(ascii: ";")).map(ASCII.trimmed)
            guard let type = parts.first, ASCII.isWord(type, "text/html") else { return false }
            return !parts.dropFirst().contains { weight in
                weight.starts(with: "q=0".utf8)
                    && weight.dropFirst(3).allSatisfy { $0 == 46 || $0 == 48 }
            }
        }
    }
}
