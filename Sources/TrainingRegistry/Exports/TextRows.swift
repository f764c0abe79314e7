import Postgres

/// Rows of COPY's text format, cut into cells that are still escaped; NULL is nil.
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
            .map { $0.elementsEqual(Self.null) ? nil : $0 }
    }

    private static let null = Array(#"\N"#.utf8)

    static func unescape(_ cell: ArraySlice<UInt8>, into bytes: inout [UInt8]) {
        var rest = cell
        while let slash = rest.firstIndex(of: UInt8(ascii: "\\")) {
            bytes += rest[..<slash]
            let after = slash + 1
            guard after < rest.endIndex else { return }
            bytes.append(meaning(rest[after]))
            rest = rest[(after + 1)...]
        }
        bytes += rest
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
