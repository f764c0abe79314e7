/// How much a version holds at correction level M, and how it is cut into blocks (ISO/IEC 18004
/// table 9, annex E).
struct QRLayout {
    let version: Int
    /// Of data and correction together.
    let codewordCount: Int
    let correctionPerBlock: Int
    let blockCount: Int
    /// The middles of the alignment patterns, in both directions.
    let alignments: [Int]

    static let all = [
        QRLayout(1, 26, 10, 1, []), QRLayout(2, 44, 16, 1, [6, 18]),
        QRLayout(3, 70, 26, 1, [6, 22]), QRLayout(4, 100, 18, 2, [6, 26]),
        QRLayout(5, 134, 24, 2, [6, 30]), QRLayout(6, 172, 16, 4, [6, 34]),
        QRLayout(7, 196, 18, 4, [6, 22, 38]), QRLayout(8, 242, 22, 4, [6, 24, 42]),
        QRLayout(9, 292, 22, 5, [6, 26, 46]), QRLayout(10, 346, 26, 5, [6, 28, 50]),
    ]

    private init(
        _ version: Int, _ codewordCount: Int, _ correctionPerBlock: Int, _ blockCount: Int,
        _ alignments: [Int]
    ) {
        self.version = version
        self.codewordCount = codewordCount
        self.correctionPerBlock = correctionPerBlock
        self.blockCount = blockCount
        self.alignments = alignments
    }

    var side: Int { 17 + 4 * version }

    var dataCount: Int { codewordCount - correctionPerBlock * blockCount }

    /// The length takes one byte up to version 9, and two from there (table 3).
    private var lengthBits: Int { version < 10 ? 8 : 16 }

    /// The largest text in bytes: beside it stand four bits of the mode, and its length.
    var bytesMax: Int { (dataCount * 8 - 4 - lengthBits) / 8 }

    /// Data and correction in the order in which they are drawn (§7.6).
    func codewords(of bytes: [UInt8]) -> [UInt8] {
        let data = data(of: bytes)
        let solomon = ReedSolomon(correctionCount: correctionPerBlock)
        let short = dataCount / blockCount
        let longBlocks = dataCount % blockCount
        var blocks: [ArraySlice<UInt8>] = []
        var start = 0
        for number in 0..<blockCount {
            let end = start + short + (number >= blockCount - longBlocks ? 1 : 0)
            blocks.append(data[start..<end])
            start = end
        }
        let corrections = blocks.map(solomon.correction(of:))
        var codewords: [UInt8] = []
        for index in 0...short {
            for block in blocks where index < block.count {
                codewords.append(block[block.startIndex + index])
            }
        }
        for index in 0..<correctionPerBlock {
            for correction in corrections { codewords.append(correction[index]) }
        }
        return codewords
    }

    /// Mode, length, text, end and padding (§7.4).
    func data(of bytes: [UInt8]) -> [UInt8] {
        var bits: [Bool] = []
        func append(_ number: Int, _ count: Int) {
            for bit in stride(from: count - 1, through: 0, by: -1) {
                bits.append(number >> bit & 1 == 1)
            }
        }
        append(0b0100, 4)
        append(bytes.count, lengthBits)
        for byte in bytes { append(Int(byte), 8) }
        append(0, min(4, dataCount * 8 - bits.count))
        append(0, (8 - bits.count % 8) % 8)
        var data = stride(from: 0, to: bits.count, by: 8).map { start in
            bits[start..<start + 8].reduce(UInt8(0)) { $0 << 1 | ($1 ? 1 : 0) }
        }
        var padding: UInt8 = 0xEC
        while data.count < dataCount {
            data.append(padding)
            padding ^= 0xEC ^ 0x11
        }
        return data
    }
}
