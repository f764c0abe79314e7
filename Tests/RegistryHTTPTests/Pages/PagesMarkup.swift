/// A small strict reader of markup: every tag is closed, every attribute is quoted and said once.
///
/// It reads what our own pages use and refuses the rest, so that a page which passes is read in
/// the same way by every browser.
struct PagesMarkup {
    struct Element {
        var name: String
        var attributes: [String: String]
    }

    /// All start tags in their order.
    private(set) var elements: [Element] = []

    struct Fault: Error, Equatable { var reason: String }

    private static let void: Set<String> = ["meta", "link", "input", "br", "hr", "img"]
    /// SVG elements that may close themselves.
    private static let selfClosing: Set<String> = ["path", "rect", "line"]

    // A literal in a function is parsed and compiled again at each call. Nothing changes these,
    // though the library does not say that they may be shared.
    private nonisolated(unsafe) static let reference = /&(amp|lt|gt|quot|#39);/
    private nonisolated(unsafe) static let name = /[a-z][a-z0-9]*/
    private nonisolated(unsafe) static let attribute =
        /\s+([a-zA-Z][a-zA-Z0-9-]*)(?:="([^"]*)")?/

    init(_ text: String) throws(Fault) {
        let start = "<!doctype html>"
        guard text.hasPrefix(start) else { throw Fault(reason: "no doctype") }
        var rest = text.dropFirst(start.count)
        var open: [String] = []
        while let bracket = rest.firstIndex(of: "<") {
            try Self.checkText(rest[..<bracket])
            guard let close = Self.end(of: rest[bracket...]) else {
                throw Fault(reason: "a tag without end: \(rest[bracket...].prefix(60))")
            }
            let tag = rest[rest.index(after: bracket)..<close]
            rest = rest[rest.index(after: close)...]
            if tag.hasPrefix("/") {
                guard open.popLast() == String(tag.dropFirst()) else {
                    throw Fault(reason: "<\(tag)> closes nothing")
                }
                continue
            }
            let isClosed = tag.hasSuffix("/")
            let element = try Self.element(isClosed ? tag.dropLast() : tag)
            elements.append(element)
            guard isClosed == Self.selfClosing.contains(element.name) else {
                throw Fault(reason: "<\(tag)> closes itself or should")
            }
            if !isClosed, !Self.void.contains(element.name) { open.append(element.name) }
        }
        try Self.checkText(rest)
        guard open.isEmpty else { throw Fault(reason: "never closed: \(open)") }
    }

    /// Where the tag that starts here ends; `>` inside quotes does not end it.
    private static func end(of text: Substring) -> String.Index? {
        var isQuoted = false
        return text.firstIndex { character in
            if character == "\"" { isQuoted.toggle() }
            return character == ">" && !isQuoted
        }
    }

    /// A bare `>` or an ampersand that starts no reference is a slip in an escape.
    private static func checkText(_ text: Substring) throws(Fault) {
        guard !text.utf8.contains(UInt8(ascii: ">")) else {
            throw Fault(reason: "a bare > in \(text)")
        }
        let ampersands = text.utf8.count { $0 == UInt8(ascii: "&") }
        guard ampersands == 0 || text.matches(of: reference).count == ampersands else {
            throw Fault(reason: "a bare & in \(text)")
        }
    }

    private static func element(_ tag: Substring) throws(Fault) -> Element {
        guard let name = tag.prefixMatch(of: Self.name) else {
            throw Fault(reason: "no name in <\(tag)>")
        }
        var attributes: [String: String] = [:]
        var rest = tag[name.range.upperBound...]
        while let match = rest.prefixMatch(of: attribute) {
            let key = String(match.1)
            guard attributes[key] == nil else { throw Fault(reason: "\(key) twice in <\(tag)>") }
            try checkText(match.2?.replacing("<", with: "&lt;")[...] ?? "")
            attributes[key] = match.2.map(String.init) ?? ""
            rest = rest[match.range.upperBound...]
        }
        guard rest.allSatisfy(\.isWhitespace) else { throw Fault(reason: "odd: <\(tag)>") }
        return Element(name: String(name.0), attributes: attributes)
    }
}
