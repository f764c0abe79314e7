import CPostgres
public import FoundationEssentials

/// One row of an answer, read by column index counted from 0.
///
/// A column of another type, and a NULL where the getter is not an `…IfAny`, is `.failed`: a
/// defect of the statement, found by the first test that runs it.
public struct RowReader {
    let result: ResultSet
    let row: Int32

    public func text(_ column: Int) throws(DatabaseError) -> String {
        try required(try textIfAny(column), column)
    }

    /// Also of varchar, char, name, json and jsonb.
    public func textIfAny(_ column: Int) throws(DatabaseError) -> String? {
        guard var cell = try cell(column) else { return nil }
        switch cell.type {
        case ServerType.text, ServerType.varchar, ServerType.bpchar, ServerType.name,
            ServerType.json:
            break
        case ServerType.jsonb:
            // The version of the format, always 1.
            guard cell.bytes.first == 1 else { throw mismatch(column, cell, "jsonb of version 1") }
            cell.bytes = UnsafeRawBufferPointer(rebasing: cell.bytes.dropFirst())
        default: throw mismatch(column, cell, "text")
        }
        return String(decoding: cell.bytes, as: UTF8.self)
    }

    public func integer(_ column: Int) throws(DatabaseError) -> Int {
        try required(try integerIfAny(column), column)
    }

    /// Of smallint, integer and bigint.
    public func integerIfAny(_ column: Int) throws(DatabaseError) -> Int? {
        guard let cell = try cell(column) else { return nil }
        switch (cell.type, cell.bytes.count) {
        case (ServerType.int4, 4): return Int(cell.bytes.bigEndian(Int32.self))
        case (ServerType.int8, 8): return Int(cell.bytes.bigEndian(Int64.self))
        case (ServerType.int2, 2): return Int(cell.bytes.bigEndian(Int16.self))
        default: throw mismatch(column, cell, "an integer")
        }
    }

    public func bigint(_ column: Int) throws(DatabaseError) -> Int64 {
        Int64(try integer(column))
    }

    public func bigintIfAny(_ column: Int) throws(DatabaseError) -> Int64? {
        try integerIfAny(column).map(Int64.init)
    }

    public func flag(_ column: Int) throws(DatabaseError) -> Bool {
        try required(try flagIfAny(column), column)
    }

    public func flagIfAny(_ column: Int) throws(DatabaseError) -> Bool? {
        guard let bytes = try bytes(column, of: ServerType.bool, count: 1, "boolean") else {
            return nil
        }
        return bytes[0] != 0
    }

    public func double(_ column: Int) throws(DatabaseError) -> Double {
        try required(try doubleIfAny(column), column)
    }

    /// Of real and double precision.
    public func doubleIfAny(_ column: Int) throws(DatabaseError) -> Double? {
        guard let cell = try cell(column) else { return nil }
        switch (cell.type, cell.bytes.count) {
        case (ServerType.float8, 8):
            return Double(bitPattern: cell.bytes.bigEndian(UInt64.self))
        case (ServerType.float4, 4):
            return Double(Float(bitPattern: cell.bytes.bigEndian(UInt32.self)))
        default: throw mismatch(column, cell, "double precision")
        }
    }

    public func instant(_ column: Int) throws(DatabaseError) -> Date {
        try required(try instantIfAny(column), column)
    }

    /// Of timestamptz; `infinity` is refused, because it is no date.
    public func instantIfAny(_ column: Int) throws(DatabaseError) -> Date? {
        guard
            let bytes = try bytes(column, of: ServerType.timestamptz, count: 8, "timestamptz")
        else { return nil }
        return try readInstant(bytes)
    }

    public func day(_ column: Int) throws(DatabaseError) -> CalendarDay {
        try required(try dayIfAny(column), column)
    }

    public func dayIfAny(_ column: Int) throws(DatabaseError) -> CalendarDay? {
        guard let bytes = try bytes(column, of: ServerType.date, count: 4, "date") else {
            return nil
        }
        return try readDay(bytes)
    }

    public func uuid(_ column: Int) throws(DatabaseError) -> UUID {
        try required(try uuidIfAny(column), column)
    }

    public func uuidIfAny(_ column: Int) throws(DatabaseError) -> UUID? {
        guard let bytes = try bytes(column, of: ServerType.uuid, count: 16, "uuid") else {
            return nil
        }
        return UUID(uuid: bytes.loadUnaligned(as: uuid_t.self))
    }

    public func bytes(_ column: Int) throws(DatabaseError) -> [UInt8] {
        try required(try bytesIfAny(column), column)
    }

    public func bytesIfAny(_ column: Int) throws(DatabaseError) -> [UInt8]? {
        try bytes(column, of: ServerType.bytea, count: nil, "bytea").map(Array.init)
    }
}

/// One value that is not NULL, as the server sent it.
struct Cell {
    let type: UInt32
    var bytes: UnsafeRawBufferPointer
}

extension RowReader {
    /// The value, or nil for NULL; its bytes live as long as `result`.
    func cell(_ column: Int) throws(DatabaseError) -> Cell? {
        guard column >= 0, column < Int(result.columns) else {
            throw .failed(sqlState: "42703", message: "there is no column \(column)")
        }
        let index = Int32(column)
        let type = PQftype(result.pointer, index)
        guard PQfformat(result.pointer, index) == 1 else {
            throw .failed(sqlState: "08P01", message: "column \(column) came as text")
        }
        guard PQgetisnull(result.pointer, row, index) == 0 else { return nil }
        let length = Int(PQgetlength(result.pointer, row, index))
        let start = UnsafeRawPointer(PQgetvalue(result.pointer, row, index))
        return Cell(type: type, bytes: UnsafeRawBufferPointer(start: start, count: length))
    }

    private func bytes(
        _ column: Int, of type: UInt32, count: Int?, _ name: String
    ) throws(DatabaseError) -> UnsafeRawBufferPointer? {
        guard let cell = try cell(column) else { return nil }
        guard cell.type == type, count == nil || cell.bytes.count == count else {
            throw mismatch(column, cell, name)
        }
        return cell.bytes
    }

    func required<Value>(_ value: Value?, _ column: Int) throws(DatabaseError) -> Value {
        guard let value else {
            throw .failed(sqlState: "22004", message: "column \(column) holds NULL")
        }
        return value
    }

    func mismatch(_ column: Int, _ cell: Cell, _ wanted: String) -> DatabaseError {
        .failed(
            sqlState: "42804",
            message: "column \(column) has type \(cell.type) in \(cell.bytes.count) bytes, "
                + "which is not \(wanted); cast it in the statement")
    }

    func readInstant(_ bytes: UnsafeRawBufferPointer) throws(DatabaseError) -> Date {
        guard let date = PostgresEpoch.date(microseconds: bytes.bigEndian(Int64.self)) else {
            throw .failed(sqlState: "22008", message: "an infinite timestamp is no date")
        }
        return date
    }

    func readDay(_ bytes: UnsafeRawBufferPointer) throws(DatabaseError) -> CalendarDay {
        guard let day = PostgresEpoch.day(days: bytes.bigEndian(Int32.self)) else {
            throw .failed(sqlState: "22008", message: "the date is not in the years 1 to 9999")
        }
        return day
    }
}

extension UnsafeRawBufferPointer {
    /// The number at an offset; the caller has checked the length.
    func bigEndian<Number: FixedWidthInteger & BitwiseCopyable>(
        _: Number.Type, at offset: Int = 0
    ) -> Number {
        Number(bigEndian: loadUnaligned(fromByteOffset: offset, as: Number.self))
    }
}
