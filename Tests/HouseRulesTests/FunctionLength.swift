/// How long each function of a file is, from its declaration to its closing brace.
struct FunctionLength: Equatable {
    /// Counted from 1.
    var line: Int
    var lines: Int

    static func all(in file: SourceFile) -> [FunctionLength] {
        let lines = file.codeLines
        return lines.indices.compactMap { index in
            guard lines[index].firstMatch(of: declaration) != nil,
                let end = lastLine(of: lines[index...])
            else { return nil }
            return FunctionLength(line: index + 1, lines: end - index + 1)
        }
    }

    private static var declaration: Regex<Substring> {
        /^ *(?:@\w+ )*(?:(?!return\b|try\b|await\b)[\w()]+ )*(?:func |(?:init|subscript)\b[?(<])/
            .ignoresCase(false)
    }

    /// The line of the brace that closes the first brace outside parentheses; nil for a
    /// requirement of a protocol, which has none.
    private static func lastLine(of lines: ArraySlice<Substring>) -> Int? {
        var parentheses = 0
        var braces = 0
        var hasParameters = false
        for (index, line) in zip(lines.indices, lines) {
            if hasParameters, parentheses == 0, braces == 0, index > lines.startIndex,
                line.firstMatch(of: /^ *(?:->|throws|async|where|\)|\{|rethrows)/) == nil
            {
                return nil
            }
            for byte in line.utf8 {
                switch byte {
                case UInt8(ascii: "("), UInt8(ascii: "["):
                    parentheses += 1
                    hasParameters = true
                case UInt8(ascii: ")"), UInt8(ascii: "]"): parentheses -= 1
                case UInt8(ascii: "{") where parentheses == 0 || braces > 0: braces += 1
                case UInt8(ascii: "}") where braces > 0:
                    braces -= 1
                    if braces == 0 { return index }
                case UInt8(ascii: "}") where parentheses == 0: return nil
                default: break
                }
            }
        }
        return nil
    }
}
