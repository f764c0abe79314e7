public import FoundationEssentials

/// Whole columns as one parameter each, for statements over `unnest`.
extension Parameters {
    public mutating func add(_ texts: [String]) {
        array(texts, of: ServerType.text, as: ServerType.textArray) {
            $0.bytes.append(contentsOf: $1.utf8)
        }
    }

    public mutating func add(_ texts: [String?]) {
        array(optional: texts, of: ServerType.text, as: ServerType.textArray) {
            $0.bytes.append(contentsOf: $1.utf8)
        }
    }

    public mutating func add(_ numbers: [Int32]) {
        array(numbers, of: ServerType.int4, as: ServerType.int4Array) { $0.append($1) }
    }

    public mutating func add(_ numbers: [Int32?]) {
        array(optional: numbers, of: ServerType.int4, as: ServerType.int4Array) { $0.append($1) }
    }

    public mutating func add(_ numbers: [Int64]) {
        array(numbers, of: ServerType.int8, as: ServerType.int8Array) { $0.append($1) }
    }

    public mutating func add(_ numbers: [Int64?]) {
        array(optional: numbers, of: ServerType.int8, as: ServerType.int8Array) { $0.append($1) }
    }

    public mutating func add(_ numbers: [Double]) {
        array(numbers, of: ServerType.float8, as: ServerType.float8Array) {
            $0.append($1.bitPattern)
        }
    }

    public mutating func add(_ uuids: [UUID]) {
        array(uuids, of: ServerType.uuid, as: ServerType.uuidArray) { $0.append($1) }
    }

    public mutating func add(_ uuids: [UUID?]) {
        array(optional: uuids, of: ServerType.uuid, as: ServerType.uuidArray) { $0.append($1) }
    }

    public mutating func add(_ instants: [Date]) {
        array(instants, of: ServerType.timestamptz, as: ServerType.timestamptzArray) {
            $0.append(PostgresEpoch.microseconds(of: $1))
        }
    }

    public mutating func add(_ instants: [Date?]) {
        array(optional: instants, of: ServerType.timestamptz, as: ServerType.timestamptzArray) {
            $0.append(PostgresEpoch.microseconds(of: $1))
        }
    }

    public mutating func add(_ days: [CalendarDay]) {
        array(days, of: ServerType.date, as: ServerType.dateArray) {
            $0.append(PostgresEpoch.days(to: $1))
        }
    }

    public mutating func add(_ days: [CalendarDay?]) {
        array(optional: days, of: ServerType.date, as: ServerType.dateArray) {
            $0.append(PostgresEpoch.days(to: $1))
        }
    }

    public mutating func add(_ flags: [Bool]) {
        array(flags, of: ServerType.bool, as: ServerType.boolArray) {
            $0.bytes.append($1 ? 1 : 0)
        }
    }

    public mutating func add(_ data: [[UInt8]]) {
        array(data, of: ServerType.bytea, as: ServerType.byteaArray) {
            $0.bytes.append(contentsOf: $1)
        }
    }

    public mutating func add(_ data: [[UInt8]?]) {
        array(optional: data, of: ServerType.bytea, as: ServerType.byteaArray) {
            $0.bytes.append(contentsOf: $1)
        }
    }

    private mutating func array<Element>(
        _ elements: [Element], of type: UInt32, as arrayType: UInt32,
        _ encode: (inout Parameters, Element) -> Void
    ) {
        value(elements, arrayType) { parameters, elements in
            parameters.arrayHead(count: elements.count, of: type, holdsNull: false)
            for element in elements { parameters.arrayElement(element, encode) }
        }
    }

    private mutating func array<Element>(
        optional elements: [Element?], of type: UInt32, as arrayType: UInt32,
        _ encode: (inout Parameters, Element) -> Void
    ) {
        value(elements, arrayType) { parameters, elements in
            let holdsNull = elements.contains { $0 == nil }
            parameters.arrayHead(count: elements.count, of: type, holdsNull: holdsNull)
            for element in elements {
                if let element {
                    parameters.arrayElement(element, encode)
                } else {
                    parameters.append(Int32(-1))
                }
            }
        }
    }

    /// Dimensions, whether there are NULLs, the type, then length and lower bound (array_send).
    private mutating func arrayHead(count: Int, of type: UInt32, holdsNull: Bool) {
        append(Int32(count == 0 ? 0 : 1))
        append(Int32(holdsNull ? 1 : 0))
        append(type)
        guard count > 0 else { return }
        append(Int32(clamping: count))
        append(Int32(1))
    }

    /// The length goes before the bytes, and is known only after them.
    @inline(__always)
    private mutating func arrayElement<Element>(
        _ element: Element, _ encode: (inout Parameters, Element) -> Void
    ) {
        let place = bytes.count
        append(Int32(0))
        encode(&self, element)
        let length = UInt32(truncatingIfNeeded: bytes.count - place - 4)
        bytes[place] = UInt8(truncatingIfNeeded: length >> 24)
        bytes[place + 1] = UInt8(truncatingIfNeeded: length >> 16)
        bytes[place + 2] = UInt8(truncatingIfNeeded: length >> 8)
        bytes[place + 3] = UInt8(truncatingIfNeeded: length)
    }
}
