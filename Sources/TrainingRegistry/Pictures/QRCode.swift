/// A text as a square of dark and light modules that a camera reads: a QR code.
///
/// ISO/IEC 18004 in the part that is needed here: bytes, versions 1 to 10 (up to 213 bytes), and
/// correction level M, which survives the loss of some 15 % of the picture.
public struct QRCode: Sendable, Equatable {
    /// From 1 to 10; each is four modules wider than the one before.
    public let version: Int
    /// Which of the eight masks was laid over the data.
    let mask: Int
    private let matrix: QRMatrix

    /// Light modules that have to be left around the picture (§6.3.8).
    public static let quietModules = 4

    /// Nil when the text has more bytes than version 10 holds.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard let layout = QRLayout.all.first(where: { $0.bytesMax >= bytes.count }) else {
            return nil
        }
        let codewords = layout.codewords(of: bytes)
        let candidates = (0..<8).map { mask in
            QRMatrix(layout: layout, codewords: codewords, mask: mask)
        }
        // The first of the best: the same text is always the same picture.
        var best = 0
        let penalties = candidates.map(\.penalty)
        for mask in candidates.indices where penalties[mask] < penalties[best] { best = mask }
        version = layout.version
        mask = best
        matrix = candidates[best]
    }

    /// Modules in a row, without the quiet zone.
    public var side: Int { matrix.side }

    /// Whether a module is dark; what lies outside, as the quiet zone does, is light.
    public func isDark(_ column: Int, _ row: Int) -> Bool {
        guard (0..<side).contains(column), (0..<side).contains(row) else { return false }
        return matrix[column, row]
    }

    /// All dark modules as the data of one SVG path, a run of them at a time, with the quiet zone
    /// left at the top and at the left.
    public var path: String {
        var path = ""
        for row in 0..<side {
            var column = 0
            while column < side {
                guard isDark(column, row) else {
                    column += 1
                    continue
                }
                let start = column
                while isDark(column, row) { column += 1 }
                let width = column - start
                path += "M\(start + Self.quietModules) \(row + Self.quietModules)"
                path += "h\(width)v1h-\(width)z"
            }
        }
        return path
    }

    /// The picture as a PNG, eight pixels a module, for what does not show SVG.
    public var png: [UInt8] {
        let modules = -Self.quietModules..<side + Self.quietModules
        let rows = modules.flatMap { row -> [[UInt8]] in
            // A byte is eight pixels of one bit: just one module.
            let line: [UInt8] = modules.map { column in isDark(column, row) ? 0 : 0xFF }
            return Array(repeating: line, count: 8)
        }
        return BitmapPNG(rows: rows).bytes
    }
}
