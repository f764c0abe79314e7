/// Rows of black and white pixels as a PNG file (ISO/IEC 15948), not compressed.
struct BitmapPNG {
    /// Eight pixels a byte, the left one in the highest bit; a set bit is white.
    let rows: [[UInt8]]

    var bytes: [UInt8] {
        // One bit a pixel, greyscale, the only compression, filter and order there are.
        let header =
            Self.number((rows.first?.count ?? 0) * 8) + Self.number(rows.count) + [1, 0, 0, 0, 0]
        // Before each row stands that it is not filtered.
        let content = rows.flatMap { [UInt8(0)] + $0 }
        return [0x89] + Array("PNG\r\n".utf8) + [0x1A, 0x0A] + Self.chunk("IHDR", header)
            + Self.chunk("IDAT", Self.zlib(content)) + Self.chunk("IEND", [])
    }

    private static func chunk(_ name: String, _ content: [UInt8]) -> [UInt8] {
        let named = Array(name.utf8) + content
        return number(content.count) + named + number(Int(crc32(named)))
    }

    /// Stored blocks in the frame of zlib (RFC 1950, RFC 1951 §3.2.4).
    private static func zlib(_ content: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = [0x78, 0x01]
        var start = 0
        repeat {
            let end = min(start + 0xFFFF, content.count)
            let length = UInt16(end - start)
            bytes.append(end == content.count ? 1 : 0)
            for half in [length, ~length] {
                bytes += [UInt8(truncatingIfNeeded: half), UInt8(half >> 8)]
            }
            bytes += content[start..<end]
            start = end
        } while start < content.count
        return bytes + number(Int(adler32(content)))
    }

    /// Four bytes, the highest first.
    private static func number(_ number: Int) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
    }

    /// ISO/IEC 15948 annex D.
    static func crc32(_ bytes: [UInt8]) -> UInt32 {
        var crc = UInt32.max
        for byte in bytes {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc >> 1 ^ (crc & 1 == 1 ? 0xEDB8_8320 : 0) }
        }
        return ~crc
    }

    /// RFC 1950 §8.2.
    static func adler32(_ bytes: [UInt8]) -> UInt32 {
        var low: UInt32 = 1
        var high: UInt32 = 0
        for byte in bytes {
            low = (low + UInt32(byte)) % 65_521
            high = (high + low) % 65_521
        }
        return high << 16 | low
    }
}
