/// Writes a ZIP archive from its first byte to its last, without going back (APPNOTE.TXT 6.3).
///
/// Entries are not compressed, but told as deflated in stored blocks (RFC 1951 §3.2.4): their
/// lengths follow them, which readers refuse of entries that are told as stored. Not for archives
/// of 4 GiB or more.
struct ZipWriter {
    private struct Entry {
        var name: String
        var offset: Int
        var crc: UInt32 = 0xFFFF_FFFF
        var size = 0
        var compressedSize = 0
    }

    private var entries: [Entry] = []
    private var offset = 0
    private static let blockMax = 65_535
    /// 1 January 1980, the first day of ZIP: the same content is the same file.
    private static let day: UInt16 = 33

    mutating func begin(_ name: String, _ bytes: inout [UInt8]) {
        let start = bytes.count
        entries.append(Entry(name: name, offset: offset))
        Self.put(0x0403_4B50 as UInt32, &bytes)
        Self.putMiddle(&bytes)
        for _ in 0..<3 { Self.put(0 as UInt32, &bytes) }
        Self.put(UInt16(name.utf8.count), &bytes)
        Self.put(0 as UInt16, &bytes)
        bytes += name.utf8
        offset += bytes.count - start
    }

    mutating func write(_ content: [UInt8], _ bytes: inout [UInt8]) {
        guard var entry = entries.popLast() else { return }
        let start = bytes.count
        for begin in stride(from: 0, to: content.count, by: Self.blockMax) {
            let block = content[begin..<min(begin + Self.blockMax, content.count)]
            Self.putBlock(block, isLast: false, &bytes)
        }
        entry.crc = CRC32.update(entry.crc, content)
        entry.size += content.count
        entry.compressedSize += bytes.count - start
        offset += bytes.count - start
        entries.append(entry)
    }

    mutating func endEntry(_ bytes: inout [UInt8]) {
        guard var entry = entries.popLast() else { return }
        let start = bytes.count
        Self.putBlock([], isLast: true, &bytes)
        entry.compressedSize += bytes.count - start
        entry.crc = ~entry.crc
        Self.put(0x0807_4B50 as UInt32, &bytes)
        Self.putSizes(entry, &bytes)
        offset += bytes.count - start
        entries.append(entry)
    }

    /// One whole entry.
    mutating func add(_ name: String, _ content: String, _ bytes: inout [UInt8]) {
        begin(name, &bytes)
        write(Array(content.utf8), &bytes)
        endEntry(&bytes)
    }

    mutating func end(_ bytes: inout [UInt8]) {
        let start = bytes.count
        for entry in entries {
            Self.put(0x0201_4B50 as UInt32, &bytes)
            Self.put(20 as UInt16, &bytes)
            Self.putMiddle(&bytes)
            Self.putSizes(entry, &bytes)
            Self.put(UInt16(entry.name.utf8.count), &bytes)
            for _ in 0..<4 { Self.put(0 as UInt16, &bytes) }
            Self.put(0 as UInt32, &bytes)
            Self.put(UInt32(truncatingIfNeeded: entry.offset), &bytes)
            bytes += entry.name.utf8
        }
        let size = bytes.count - start
        Self.put(0x0605_4B50 as UInt32, &bytes)
        Self.put(0 as UInt32, &bytes)
        for _ in 0..<2 { Self.put(UInt16(entries.count), &bytes) }
        Self.put(UInt32(size), &bytes)
        Self.put(UInt32(truncatingIfNeeded: offset), &bytes)
        Self.put(0 as UInt16, &bytes)
    }

    /// Version, flags (lengths follow, names in UTF-8), method, time and day.
    private static func putMiddle(_ bytes: inout [UInt8]) {
        put(20 as UInt16, &bytes)
        put(0x0808 as UInt16, &bytes)
        put(8 as UInt16, &bytes)
        put(0 as UInt16, &bytes)
        put(day, &bytes)
    }

    private static func putSizes(_ entry: Entry, _ bytes: inout [UInt8]) {
        put(entry.crc, &bytes)
        put(UInt32(truncatingIfNeeded: entry.compressedSize), &bytes)
        put(UInt32(truncatingIfNeeded: entry.size), &bytes)
    }

    private static func putBlock(
        _ block: ArraySlice<UInt8>, isLast: Bool, _ bytes: inout [UInt8]
    ) {
        bytes.append(isLast ? 1 : 0)
        put(UInt16(block.count), &bytes)
        put(~UInt16(block.count), &bytes)
        bytes += block
    }

    /// Little-endian, as everything in an archive.
    private static func put(_ number: some FixedWidthInteger, _ bytes: inout [UInt8]) {
        withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
    }
}

/// The checksum of ZIP (ISO 3309), eight bytes at a time.
enum CRC32 {
    /// Begins with all bits set; the checksum is the complement of the end.
    static func update(_ crc: UInt32, _ bytes: [UInt8]) -> UInt32 {
        var crc = crc
        tables.withUnsafeBufferPointer { tables in
            func after(_ more: Int, _ byte: UInt32) -> UInt32 {
                tables[more << 8 | Int(byte & 255)]
            }
            bytes.withUnsafeBytes { bytes in
                var index = 0
                while index + 8 <= bytes.count {
                    var low = bytes.loadUnaligned(fromByteOffset: index, as: UInt32.self)
                    var high = bytes.loadUnaligned(fromByteOffset: index + 4, as: UInt32.self)
                    low = crc ^ UInt32(littleEndian: low)
                    high = UInt32(littleEndian: high)
                    crc = after(7, low) ^ after(6, low >> 8)
                    crc ^= after(5, low >> 16) ^ after(4, low >> 24)
                    crc ^= after(3, high) ^ after(2, high >> 8)
                    crc ^= after(1, high >> 16) ^ after(0, high >> 24)
                    index += 8
                }
                while index < bytes.count {
                    crc = crc >> 8 ^ after(0, crc ^ UInt32(bytes[index]))
                    index += 1
                }
            }
        }
        return crc
    }

    /// Table k has what a byte does that k more bytes follow.
    private static let tables: [UInt32] = {
        var tables: [UInt32] = []
        for byte in 0..<UInt32(256) {
            var crc = byte
            for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
            tables.append(crc)
        }
        for index in 256..<2048 {
            let before = tables[index - 256]
            tables.append(before >> 8 ^ tables[Int(before & 255)])
        }
        return tables
    }()
}
