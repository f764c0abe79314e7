/// Markup that is safe to send: literal parts are markup, interpolated text is escaped.
///
/// `"<p>\(name)</p>" as HTML` escapes `name` for text and for quoted attributes alike; another
/// `HTML` or a list of them is spliced as it is. There is no way in for a bare `String`.
struct HTML: Sendable, Equatable, ExpressibleByStringInterpolation, CustomStringConvertible {
    /// The markup in UTF-8, ready to be a body.
    private(set) var bytes: [UInt8]

    static let empty: HTML = ""

    init(stringLiteral markup: String) {
        bytes = Array(markup.utf8)
    }

    init(stringInterpolation parts: StringInterpolation) {
        bytes = parts.bytes
    }

    var description: String { String(decoding: bytes, as: UTF8.self) }

    /// The markup when the condition holds, otherwise nothing.
    static func when(_ condition: Bool, _ markup: @autoclosure () -> HTML) -> HTML {
        condition ? markup() : .empty
    }

    /// What `body` makes of a value, or nothing where there is none.
    static func with<Value>(_ value: Value?, _ body: (Value) -> HTML) -> HTML {
        value.map(body) ?? .empty
    }

    struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var bytes: [UInt8] = []

        init(literalCapacity: Int, interpolationCount: Int) {
            bytes.reserveCapacity(literalCapacity + interpolationCount * 24)
        }

        mutating func appendLiteral(_ markup: String) {
            bytes.append(contentsOf: markup.utf8)
        }

        mutating func appendInterpolation(_ text: String) {
            HTML.escape(text, into: &bytes)
        }

        mutating func appendInterpolation(_ number: Int) {
            bytes.append(contentsOf: String(number).utf8)
        }

        mutating func appendInterpolation(_ markup: HTML) {
            bytes.append(contentsOf: markup.bytes)
        }

        mutating func appendInterpolation(_ markup: [HTML]) {
            for part in markup { bytes.append(contentsOf: part.bytes) }
        }
    }

    /// Appends `text` so that it can neither end an element, an attribute nor start one.
    ///
    /// Control characters that HTML forbids (WHATWG HTML §13.2.3.5) become U+FFFD.
    private static func escape(_ text: String, into bytes: inout [UInt8]) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): bytes.append(contentsOf: "&amp;".utf8)
            case UInt8(ascii: "<"): bytes.append(contentsOf: "&lt;".utf8)
            case UInt8(ascii: ">"): bytes.append(contentsOf: "&gt;".utf8)
            case UInt8(ascii: "\""): bytes.append(contentsOf: "&quot;".utf8)
            case UInt8(ascii: "'"): bytes.append(contentsOf: "&#39;".utf8)
            case 0...8, 11, 12, 14...31, 127: bytes.append(contentsOf: [0xEF, 0xBF, 0xBD])
            default: bytes.append(byte)
            }
        }
    }
}
