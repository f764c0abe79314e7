public import FoundationEssentials

/// The values of one statement, in PostgreSQL's binary format, in one buffer.
///
/// Each `add` appends the next `$n`. Nil is NULL.
public struct Parameters {
    var bytes: [UInt8] = []
    /// Where each value begins in `bytes`; -1 for NULL.
    private(set) var offsets: [Int] = []
    private(set) var lengths: [Int32] = []
    private(set) var types: [UInt32] = []

    init() {}

    public mutating func add(_ text: String?) {
        value(text, ServerType.text) { $0.bytes.append(contentsOf: $1.utf8) }
    }

    public mutating func add(_ number: Int32?) {
        value(number, ServerType.int4) { $0.append($1) }
    }

    public mutating func add(_ number: Int64?) {
        value(number, ServerType.int8) { $0.append($1) }
    }

    /// As bigint.
    public mutating func add(_ number: Int?) {
        add(number.map(Int64.init))
    }

    public mutating func add(_ flag: Bool?) {
        value(flag, ServerType.bool) { $0.bytes.append($1 ? 1 : 0) }
    }

    public mutating func add(_ number: Double?) {
        value(number, ServerType.float8) { $0.append($1.bitPattern) }
    }

    /// As timestamptz, to the microsecond.
    public mutating func add(_ instant: Date?) {
        value(instant, ServerType.timestamptz) { $0.append(PostgresEpoch.microseconds(of: $1)) }
    }

    public mutating func add(_ uuid: UUID?) {
        value(uuid, ServerType.uuid) { $0.append($1) }
    }

    /// As bytea.
    public mutating func add(_ data: [UInt8]?) {
        value(data, ServerType.bytea) { $0.bytes.append(contentsOf: $1) }
    }

    public mutating func add(_ day: CalendarDay?) {
        value(day, ServerType.date) { $0.append(PostgresEpoch.days(to: $1)) }
    }

    /// As jsonb, whose binary format is a version byte before the text.
    public mutating func add(json text: String?) {
        value(text, ServerType.jsonb) {
            $0.bytes.append(1)
            $0.bytes.append(contentsOf: $1.utf8)
        }
    }

    mutating func append(_ number: some FixedWidthInteger) {
        withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func append(_ uuid: UUID) {
        withUnsafeBytes(of: uuid.uuid) { bytes.append(contentsOf: $0) }
    }

    mutating func value<Value>(
        _ value: Value?, _ type: UInt32, _ encode: (inout Parameters, Value) -> Void
    ) {
        types.append(type)
        guard let value else {
            offsets.append(-1)
            lengths.append(0)
            return
        }
        let start = bytes.count
        encode(&self, value)
        offsets.append(start)
        lengths.append(Int32(clamping: bytes.count - start))
    }

    /// Lends the values as libpq wants them: pointers into the one buffer, and their lengths.
    func withPointers<Result>(
        _ body: (UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?) -> Result
    ) -> Result {
        guard !offsets.isEmpty else { return body(nil, nil) }
        return bytes.withUnsafeBytes { bytes in
            // An empty text is not NULL: it needs an address too, even with an empty buffer.
            let nothing: StaticString = ""
            let start =
                bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
                ?? UnsafeRawPointer(nothing.utf8Start).assumingMemoryBound(to: CChar.self)
            let pointers = offsets.map { $0 < 0 ? nil : start + $0 }
            return pointers.withUnsafeBufferPointer { pointers in
                lengths.withUnsafeBufferPointer { lengths in
                    body(pointers.baseAddress, lengths.baseAddress)
                }
            }
        }
    }
}
