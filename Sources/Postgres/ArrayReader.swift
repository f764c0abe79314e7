import CPostgres
public import FoundationEssentials

/// Columns that hold one-dimensional arrays.
extension RowReader {
    public func texts(_ column: Int) throws(DatabaseError) -> [String] {
        try allPresent(try textsOrNulls(column), column)
    }

    public func textsIfAny(_ column: Int) throws(DatabaseError) -> [String]? {
        guard try cell(column) != nil else { return nil }
        return try texts(column)
    }

    /// Of text[] and varchar[].
    public func textsOrNulls(_ column: Int) throws(DatabaseError) -> [String?] {
        try array(column, of: ServerType.text, ServerType.varchar) {
            String(decoding: $0, as: UTF8.self)
        }
    }

    public func integers(_ column: Int) throws(DatabaseError) -> [Int] {
        try allPresent(
            try array(column, of: ServerType.int4) { (bytes) throws(DatabaseError) in
                try expect(bytes, 4)
                return Int(bytes.bigEndian(Int32.self))
            }, column)
    }

    public func bigints(_ column: Int) throws(DatabaseError) -> [Int64] {
        try allPresent(
            try array(column, of: ServerType.int8) { (bytes) throws(DatabaseError) in
                try expect(bytes, 8)
                return bytes.bigEndian(Int64.self)
            }, column)
    }

    public func doubles(_ column: Int) throws(DatabaseError) -> [Double] {
        try allPresent(
            try array(column, of: ServerType.float8) { (bytes) throws(DatabaseError) in
                try expect(bytes, 8)
                return Double(bitPattern: bytes.bigEndian(UInt64.self))
            }, column)
    }

    public func flags(_ column: Int) throws(DatabaseError) -> [Bool] {
        try allPresent(
            try array(column, of: ServerType.bool) { (bytes) throws(DatabaseError) in
                try expect(bytes, 1)
                return bytes[0] != 0
            }, column)
    }

    public func uuids(_ column: Int) throws(DatabaseError) -> [UUID] {
        try allPresent(try uuidsOrNulls(column), column)
    }

    public func uuidsOrNulls(_ column: Int) throws(DatabaseError) -> [UUID?] {
        try array(column, of: ServerType.uuid) { (bytes) throws(DatabaseError) in
            try expect(bytes, 16)
            return UUID(uuid: bytes.loadUnaligned(as: uuid_t.self))
        }
    }

    public func instants(_ column: Int) throws(DatabaseError) -> [Date] {
        try allPresent(
            try array(column, of: ServerType.timestamptz) { (bytes) throws(DatabaseError) in
                try expect(bytes, 8)
                return try readInstant(bytes)
            }, column)
    }

    public func days(_ column: Int) throws(DatabaseError) -> [CalendarDay] {
        try allPresent(
            try array(column, of: ServerType.date) { (bytes) throws(DatabaseError) in
                try expect(bytes, 4)
                return try readDay(bytes)
            }, column)
    }

    public func byteStrings(_ column: Int) throws(DatabaseError) -> [[UInt8]] {
        try allPresent(try array(column, of: ServerType.bytea) { Array($0) }, column)
    }

    /// Walks the format of array_send, trusting no length in it.
    private func array<Element>(
        _ column: Int, of type: UInt32, _ otherType: UInt32? = nil,
        _ decode: (UnsafeRawBufferPointer) throws(DatabaseError) -> Element
    ) throws(DatabaseError) -> [Element?] {
        let cell = try required(try cell(column), column)
        let bytes = cell.bytes
        guard bytes.count >= 12 else { throw mismatch(column, cell, "an array") }
        let dimensions = bytes.bigEndian(Int32.self)
        let elementType = bytes.bigEndian(UInt32.self, at: 8)
        guard Self.isArray(cell.type), elementType == type || elementType == otherType else {
            throw mismatch(column, cell, "an array of type \(type)")
        }
        if dimensions == 0 { return [] }
        guard dimensions == 1, bytes.count >= 20 else {
            throw mismatch(column, cell, "an array of one dimension")
        }
        let count = Int(bytes.bigEndian(Int32.self, at: 12))
        guard count >= 0, count <= (bytes.count - 20) / 4 else {
            throw mismatch(column, cell, "a whole array")
        }
        var elements: [Element?] = []
        elements.reserveCapacity(count)
        var offset = 20
        for _ in 0..<count {
            guard offset + 4 <= bytes.count else { throw mismatch(column, cell, "a whole array") }
            let length = Int(bytes.bigEndian(Int32.self, at: offset))
            offset += 4
            if length < 0 {
                elements.append(nil)
                continue
            }
            guard offset + length <= bytes.count else {
                throw mismatch(column, cell, "a whole array")
            }
            elements.append(
                try decode(UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + length])))
            offset += length
        }
        return elements
    }

    private static func isArray(_ type: UInt32) -> Bool {
        switch type {
        case ServerType.boolArray, ServerType.byteaArray, ServerType.int4Array,
            ServerType.int8Array, ServerType.textArray, ServerType.varcharArray,
            ServerType.float8Array, ServerType.timestamptzArray, ServerType.dateArray,
            ServerType.uuidArray:
            true
        default: false
        }
    }

    private func expect(_ bytes: UnsafeRawBufferPointer, _ count: Int) throws(DatabaseError) {
        guard bytes.count == count else {
            throw .failed(sqlState: "08P01", message: "an element has \(bytes.count) bytes")
        }
    }

    private func allPresent<Element>(
        _ elements: [Element?], _ column: Int
    ) throws(DatabaseError) -> [Element] {
        var present: [Element] = []
        present.reserveCapacity(elements.count)
        for element in elements {
            present.append(try required(element, column))
        }
        return present
    }
}
