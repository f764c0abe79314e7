/// Tells the code of a Swift file from its comments and from what its strings say.
struct SwiftText {
    /// What a string says, with the line it begins on; each interpolation in it became NUL.
    struct Literal: Equatable {
        var line: Int
        var text: String
    }

    private let bytes: [UInt8]
    private var place = 0
    private var code: [UInt8] = []
    private var said: [(start: Int, bytes: [UInt8])] = []

    /// The code, with as many lines; delimiters of strings stay, what they hold becomes blanks.
    static func code(of text: String) -> String {
        var scan = SwiftText(bytes: Array(text.utf8))
        scan.scanCode(untilParenthesis: false)
        return String(decoding: scan.code, as: UTF8.self)
    }

    /// The strings in the order of their ends; one within an interpolation is one of its own.
    static func literals(of text: String) -> [Literal] {
        var scan = SwiftText(bytes: Array(text.utf8))
        scan.scanCode(untilParenthesis: false)
        return scan.said.map { start, said in
            Literal(
                line: scan.bytes[..<start].count { $0 == UInt8(ascii: "\n") } + 1,
                text: String(decoding: said, as: UTF8.self))
        }
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private func sees(_ text: String) -> Bool { bytes[place...].starts(with: text.utf8) }

    private mutating func keep(_ count: Int = 1) {
        let end = min(place + count, bytes.count)
        code += bytes[place..<end]
        place = end
    }

    private mutating func blank(_ count: Int = 1) {
        let end = min(place + count, bytes.count)
        code += bytes[place..<end].map { $0 == UInt8(ascii: "\n") ? $0 : UInt8(ascii: " ") }
        place = end
    }

    /// Up to the end, or past the parenthesis that ends an interpolation.
    private mutating func scanCode(untilParenthesis: Bool) {
        var depth = 0
        while place < bytes.count {
            if sees("//") {
                while place < bytes.count, bytes[place] != UInt8(ascii: "\n") { blank() }
            } else if sees("/*") {
                scanBlockComment()
            } else if let hashes = hashesBeforeQuote() {
                scanString(hashes: hashes)
            } else if beginsRegex {
                scanRegex()
            } else {
                if sees("(") { depth += 1 }
                if sees(")") { depth -= 1 }
                keep()
                if untilParenthesis, depth < 0 { return }
            }
        }
    }

    private mutating func scanBlockComment() {
        var depth = 0
        repeat {
            if sees("/*") { depth += 1 } else if sees("*/") { depth -= 1 }
            blank(sees("/*") || sees("*/") ? 2 : 1)
        } while depth > 0 && place < bytes.count
    }

    /// How many number signs stand before a quotation mark here; nil when no string begins.
    private func hashesBeforeQuote() -> Int? {
        let hashes = bytes[place...].prefix { $0 == UInt8(ascii: "#") }.count
        let quote = place + hashes
        return quote < bytes.count && bytes[quote] == UInt8(ascii: "\"") ? hashes : nil
    }

    private mutating func scanString(hashes: Int) {
        let start = place
        var text: [UInt8] = []
        keep(hashes)
        let quotes = sees("\"\"\"") ? "\"\"\"" : "\""
        let sharps = String(repeating: "#", count: hashes)
        keep(quotes.utf8.count)
        while place < bytes.count, !sees(quotes + sharps) {
            if sees("\\" + sharps + "(") {
                blank(1 + hashes)
                keep()
                scanCode(untilParenthesis: true)
                text.append(0)
            } else {
                let count = sees("\\" + sharps) ? 2 + hashes : 1
                let last = bytes[min(place + count, bytes.count) - 1]
                text.append(count == 1 || "\"\\".utf8.contains(last) ? last : UInt8(ascii: " "))
                blank(count)
            }
        }
        said.append((start, text))
        keep(quotes.utf8.count + hashes)
    }

    /// A slash after something that cannot be divided, and before no blank, begins a regex.
    private var beginsRegex: Bool {
        guard sees("/"), place + 1 < bytes.count, bytes[place + 1] != UInt8(ascii: " ") else {
            return false
        }
        let blanks = Set(" \n".utf8)
        guard let before = code.last(where: { !blanks.contains($0) }) else { return false }
        return "(,=:[{&|!".utf8.contains(before) || code.last == UInt8(ascii: "\n")
    }

    private mutating func scanRegex() {
        keep()
        while place < bytes.count, !sees("/"), !sees("\n") { blank(sees("\\") ? 2 : 1) }
        keep()
    }
}
