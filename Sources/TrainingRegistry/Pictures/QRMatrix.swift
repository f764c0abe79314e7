/// The modules of a QR code, with the patterns that a reader finds it by (ISO/IEC 18004 §6.3).
struct QRMatrix: Sendable, Equatable {
    let side: Int
    private var dark: [Bool]
    /// What belongs to a pattern, and so takes neither data nor mask.
    private var isFixed: [Bool]

    init(layout: QRLayout, codewords: [UInt8], mask: Int) {
        side = layout.side
        dark = [Bool](repeating: false, count: side * side)
        isFixed = dark
        drawPatterns(layout)
        drawFormat(mask)
        drawVersion(layout.version)
        drawData(codewords, mask)
    }

    subscript(column: Int, row: Int) -> Bool { dark[row * side + column] }

    private mutating func fix(_ column: Int, _ row: Int, _ isDark: Bool) {
        dark[row * side + column] = isDark
        isFixed[row * side + column] = true
    }

    private mutating func drawPatterns(_ layout: QRLayout) {
        for index in 0..<side {
            fix(6, index, index % 2 == 0)
            fix(index, 6, index % 2 == 0)
        }
        for (x, y) in [(3, 3), (side - 4, 3), (3, side - 4)] {
            square(x, y, reach: 4) { $0 != 2 && $0 != 4 }
        }
        let middles = layout.alignments
        for x in middles {
            for y in middles {
                // Three corners belong to the finders.
                let inCorner = [(6, 6), (6, side - 7), (side - 7, 6)].contains { $0 == (x, y) }
                if !inCorner { square(x, y, reach: 2) { $0 != 1 } }
            }
        }
    }

    /// Rings around a middle, dark or light by their distance from it; cut off at the edge.
    private mutating func square(
        _ x: Int, _ y: Int, reach: Int, isDark: (Int) -> Bool
    ) {
        for row in max(0, y - reach)...min(side - 1, y + reach) {
            for column in max(0, x - reach)...min(side - 1, x + reach) {
                fix(column, row, isDark(max(abs(column - x), abs(row - y))))
            }
        }
    }

    /// Level and mask with their own correction, twice (§7.9).
    private mutating func drawFormat(_ mask: Int) {
        let bits = Self.formatBits(mask: mask)
        func bit(_ index: Int) -> Bool { bits >> index & 1 == 1 }
        for index in 0...5 { fix(8, index, bit(index)) }
        fix(8, 7, bit(6))
        fix(8, 8, bit(7))
        fix(7, 8, bit(8))
        for index in 9..<15 { fix(14 - index, 8, bit(index)) }
        for index in 0..<8 { fix(side - 1 - index, 8, bit(index)) }
        for index in 8..<15 { fix(8, side - 15 + index, bit(index)) }
        fix(8, side - 8, true)
    }

    /// From version 7 on the version is written down, twice (§7.10).
    private mutating func drawVersion(_ version: Int) {
        guard version >= 7 else { return }
        let bits = Self.versionBits(version)
        for index in 0..<18 {
            let isDark = bits >> index & 1 == 1
            fix(side - 11 + index % 3, index / 3, isDark)
            fix(index / 3, side - 11 + index % 3, isDark)
        }
    }

    /// Upwards and downwards in columns of two, from the right (§7.7.3), each bit under the mask.
    private mutating func drawData(_ codewords: [UInt8], _ mask: Int) {
        var index = 0
        var right = side - 1
        while right >= 1 {
            // The column of the timing pattern is passed over.
            if right == 6 { right = 5 }
            let goesUp = (right + 1) & 2 == 0
            for step in 0..<side {
                let row = goesUp ? side - 1 - step : step
                for column in [right, right - 1] where !isFixed[row * side + column] {
                    let isSet =
                        index < codewords.count * 8
                        && codewords[index / 8] >> UInt8(7 - index % 8) & 1 == 1
                    dark[row * side + column] = isSet != Self.masks(mask, column, row)
                    index += 1
                }
            }
            right -= 2
        }
    }

    /// Level M is 00 (table 12); the mask is what stops them from being all light.
    static func formatBits(mask: Int) -> Int {
        (mask << 10 | remainder(mask << 10, 0x537)) ^ 0x5412
    }

    static func versionBits(_ version: Int) -> Int {
        version << 12 | remainder(version << 12, 0x1F25)
    }

    /// Of a division of polynomials of bits.
    private static func remainder(_ number: Int, _ divisor: Int) -> Int {
        var rest = number
        let length = Int.bitWidth - divisor.leadingZeroBitCount
        while Int.bitWidth - rest.leadingZeroBitCount >= length {
            rest ^= divisor << (Int.bitWidth - rest.leadingZeroBitCount - length)
        }
        return rest
    }

    /// Whether a mask turns a module round (table 10).
    private static func masks(_ mask: Int, _ j: Int, _ i: Int) -> Bool {
        switch mask {
        case 0: (i + j) % 2 == 0
        case 1: i % 2 == 0
        case 2: j % 3 == 0
        case 3: (i + j) % 3 == 0
        case 4: (i / 2 + j / 3) % 2 == 0
        case 5: i * j % 2 + i * j % 3 == 0
        case 6: (i * j % 2 + i * j % 3) % 2 == 0
        default: ((i + j) % 2 + i * j % 3) % 2 == 0
        }
    }
}

extension QRMatrix {
    /// How hard it is to read: what looks like something else counts against it (§7.8.3).
    var penalty: Int {
        var penalty = 0
        for line in 0..<side {
            penalty += Self.penalty((0..<side).map { self[$0, line] })
            penalty += Self.penalty((0..<side).map { self[line, $0] })
        }
        for row in 1..<side {
            for column in 1..<side {
                let corner = self[column, row]
                if self[column - 1, row] == corner, self[column, row - 1] == corner,
                    self[column - 1, row - 1] == corner
                {
                    penalty += 3
                }
            }
        }
        let percent = dark.count(where: { $0 }) * 100 / dark.count
        return penalty + abs(percent - 50) / 5 * 10
    }

    /// Of one row or column: long runs, and what looks like a finder.
    private static func penalty(_ line: [Bool]) -> Int {
        var penalty = 0
        var run = 0
        for (index, isDark) in line.enumerated() {
            run = index > 0 && line[index - 1] == isDark ? run + 1 : 1
            if run == 5 { penalty += 3 }
            if run > 5 { penalty += 1 }
        }
        let finder = [true, false, true, true, true, false, true]
        let light = [false, false, false, false]
        // The quiet zone is light as well.
        let wide = light + line + light
        for start in 0...wide.count - 11 {
            let part = wide[start..<start + 11]
            if part.elementsEqual(finder + light) || part.elementsEqual(light + finder) {
                penalty += 40
            }
        }
        return penalty
    }
}
