/// The correction that lets a damaged QR code be read (ISO/IEC 18004 §7.5).
///
/// Arithmetic in the field of 256 elements with the polynomial x⁸ + x⁴ + x³ + x² + 1.
struct ReedSolomon {
    /// The generator's coefficients below the highest, which is one.
    private let divisor: [UInt8]

    /// Makes so many codewords of correction for each block.
    init(correctionCount: Int) {
        var divisor = [UInt8](repeating: 0, count: correctionCount)
        divisor[correctionCount - 1] = 1
        var root: UInt8 = 1
        for _ in 0..<correctionCount {
            for index in divisor.indices {
                divisor[index] = Self.product(divisor[index], root)
                if index + 1 < divisor.count { divisor[index] ^= divisor[index + 1] }
            }
            root = Self.product(root, 2)
        }
        self.divisor = divisor
    }

    /// What is left when the data, as a polynomial, is divided by the generator.
    func correction(of data: ArraySlice<UInt8>) -> [UInt8] {
        var rest = [UInt8](repeating: 0, count: divisor.count)
        for byte in data {
            let factor = byte ^ rest.removeFirst()
            rest.append(0)
            for (index, coefficient) in divisor.enumerated() {
                rest[index] ^= Self.product(coefficient, factor)
            }
        }
        return rest
    }

    private static func product(_ one: UInt8, _ other: UInt8) -> UInt8 {
        var product: UInt8 = 0
        for bit in stride(from: 7, through: 0, by: -1) {
            let carry = product >> 7
            product = product << 1 ^ carry * 0x1D
            if other >> UInt8(bit) & 1 == 1 { product ^= one }
        }
        return product
    }
}
