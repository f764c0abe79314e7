import Postgres

/// Rows of COPY's text format, cut into cells without their escapes; NULL is nil.
///
/// A tab or a line feed in a cell is escaped (PostgreSQL, COPY, "Text Format"), so that those
/// that are not always end one.
struct TextRows: Sequence, IteratorProtocol {
    private let rows: CopiedRows
    private var index = 0
    private var start = 0

    init(_ rows: CopiedRows) { self.rows = rows }

    mutating func next() -> [ArraySlice<UInt8>?]? {
        guard index < rows.ends.count else { return nil }
        let end = rows.ends[index] - 1
        defer {
            index += 1
            start = end + 1
        }
        return rows.bytes[start..<end]
            .split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false)
            .map { $0.elementsEqual(Self.null) ? nil : Self.unescaped($0) }
    }

    private static let null = Array(#"\N"#.utf8)

    /// Most cells have no escape, and are not copied.
    private static func unescaped(_ cell: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var rest = cell
        var bytes: [UInt8] = []
        while let slash = rest.firstIndex(of: UInt8(ascii: "\\")) {
            bytes += rest[..<slash]
            let after = slash + 1
            guard after < rest.endIndex else { return bytes[...] }
            bytes.append(meaning(rest[after]))
            rest = rest[(after + 1)...]
        }
        return bytes.isEmpty ? rest : bytes[...] + rest
    }

    private static func meaning(_ letter: UInt8) -> UInt8 {
        switch letter {
        case UInt8(ascii: "b"): 8
        case UInt8(ascii: "t"): 9
        case UInt8(ascii: "n"): 10
        case UInt8(ascii: "v"): 11
        case UInt8(ascii: "f"): 12
        case UInt8(ascii: "r"): 13
        default: letter
        }
    }
}
