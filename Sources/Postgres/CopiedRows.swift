import CPostgres

/// Some rows of a COPY, one after the other.
public struct CopiedRows: Sendable {
    public var bytes: [UInt8] = []
    /// Where each row ends in `bytes`, its line end included.
    public var ends: [Int] = []

    public init() {}

    /// What ends a row.
    enum LineEnd {
        /// As the server writes it: one LF.
        case bare
        /// CR LF, as RFC 4180 §2 has it. Line ends within quotes stay what they are.
        case carriageReturn
    }

    enum Taken { case row, none, end, failed }

    /// Takes one row from what libpq has read; libpq gives whole rows, one at a time.
    mutating func take(from connection: OpaquePointer, _ lineEnd: LineEnd) -> Taken {
        var buffer: UnsafeMutablePointer<CChar>?
        let count = PQgetCopyData(connection, &buffer, 1)
        guard let buffer else {
            return switch count {
            case 0: .none
            case -1: .end
            default: .failed
            }
        }
        defer { PQfreemem(buffer) }
        let row = UnsafeRawBufferPointer(start: buffer, count: Int(count))
        if lineEnd == .carriageReturn, row.last == UInt8(ascii: "\n") {
            bytes.append(contentsOf: row.dropLast())
            bytes.append(UInt8(ascii: "\r"))
            bytes.append(UInt8(ascii: "\n"))
        } else {
            bytes.append(contentsOf: row)
        }
        ends.append(bytes.count)
        return .row
    }
}
