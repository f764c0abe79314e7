/// Reads comma-separated values, strictly and byte by byte (RFC 4180).
///
/// It takes the bytes in parts of any size. A byte order mark at the start is skipped, lines end in
/// LF or CR LF, and quoted fields may hold commas, quotes and line breaks. Everything that another
/// reader could take for something else is refused: a quote within a bare field, text after a
/// closing quote, a CR without its LF, NUL, and bytes that are not UTF-8.
public struct CSVParser: Sendable {
    /// What a file may not exceed.
    public struct Limits: Sendable, Equatable {
        public var rowsMax = 20_000
        public var fieldsMax = 64
        public var fieldBytesMax = 32 * 1024

        public init() {}
    }

    /// One record with the line that it begins on.
    public struct Record: Sendable, Equatable {
        public var line: Int
        public var fields: [String]

        public init(line: Int, fields: [String]) {
            self.line = line
            self.fields = fields
        }
    }

    /// Why the bytes are no such file, and where.
    public struct Rejection: Error, Sendable, Equatable {
        public enum Reason: String, Sendable, CaseIterable {
            case strayQuote = "stray-quote"
            case textAfterQuote = "text-after-quote"
            case unclosedQuote = "unclosed-quote"
            case bareCarriageReturn = "bare-carriage-return"
            case controlCharacter = "control-character"
            case notUTF8 = "not-utf-8"
            case fieldTooLong = "field-too-long"
            case tooManyFields = "too-many-fields"
            case tooManyRows = "too-many-rows"
        }

        public var reason: Reason
        public var line: Int

        public init(_ reason: Reason, line: Int) {
            self.reason = reason
            self.line = line
        }
    }

    private enum State {
        /// At the start of a field.
        case start
        case bare
        case quoted
        /// After a quote within a quoted field: its end, or the first half of a doubled one.
        case quote
        /// After a CR outside quotes, which has to be followed by LF.
        case carriageReturn
    }

    private let limits: Limits
    private var state = State.start
    private var field: [UInt8] = []
    private var fields: [String] = []
    private var records: [Record] = []
    private var count = 0
    private var line = 1
    private var recordLine = 1
    /// Bytes of the mark seen so far; nil once it cannot come any more.
    private var mark: Int? = 0

    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    public init(limits: Limits = Limits()) {
        self.limits = limits
    }

    /// All records of a whole file.
    public static func records(
        in bytes: [UInt8], limits: Limits = Limits()
    ) throws(Rejection) -> [Record] {
        var parser = CSVParser(limits: limits)
        try parser.feed(bytes)
        return try parser.finish()
    }

    public mutating func feed(_ bytes: some Sequence<UInt8>) throws(Rejection) {
        for byte in bytes {
            guard let seen = mark else {
                try take(byte)
                continue
            }
            if byte == Self.byteOrderMark[seen] {
                mark = seen == 2 ? nil : seen + 1
            } else {
                try endMark()
                try take(byte)
            }
        }
    }

    /// The records, after the last byte; a last line needs no line break.
    public mutating func finish() throws(Rejection) -> [Record] {
        try endMark()
        switch state {
        case .quoted: throw Rejection(.unclosedQuote, line: recordLine)
        case .carriageReturn: throw Rejection(.bareCarriageReturn, line: line)
        case .start where fields.isEmpty: break
        case .start, .bare, .quote: try endRecord()
        }
        defer { records = [] }
        return records
    }

    /// What looked like the start of a mark and was none is text.
    private mutating func endMark() throws(Rejection) {
        guard let seen = mark else { return }
        mark = nil
        for byte in Self.byteOrderMark.prefix(seen) { try take(byte) }
    }

    private mutating func take(_ byte: UInt8) throws(Rejection) {
        if byte == 0 { throw Rejection(.controlCharacter, line: line) }
        switch (state, byte) {
        case (.carriageReturn, UInt8(ascii: "\n")): try endLine()
        case (.carriageReturn, _): throw Rejection(.bareCarriageReturn, line: line)
        case (.quoted, UInt8(ascii: "\"")): state = .quote
        case (.quoted, _):
            if byte == UInt8(ascii: "\n") { line += 1 }
            try append(byte)
        case (.quote, UInt8(ascii: "\"")):
            state = .quoted
            try append(byte)
        case (_, UInt8(ascii: ",")): try endField()
        case (_, UInt8(ascii: "\r")): state = .carriageReturn
        case (_, UInt8(ascii: "\n")): try endLine()
        case (.quote, _): throw Rejection(.textAfterQuote, line: line)
        case (.start, UInt8(ascii: "\"")): state = .quoted
        case (.bare, UInt8(ascii: "\"")): throw Rejection(.strayQuote, line: line)
        case (.start, _), (.bare, _):
            state = .bare
            try append(byte)
        }
    }

    private mutating func append(_ byte: UInt8) throws(Rejection) {
        guard field.count < limits.fieldBytesMax else {
            throw Rejection(.fieldTooLong, line: recordLine)
        }
        field.append(byte)
    }

    private mutating func endField() throws(Rejection) {
        guard fields.count < limits.fieldsMax else {
            throw Rejection(.tooManyFields, line: recordLine)
        }
        guard let text = String(validating: field, as: UTF8.self) else {
            throw Rejection(.notUTF8, line: recordLine)
        }
        fields.append(text)
        field.removeAll(keepingCapacity: true)
        state = .start
    }

    private mutating func endLine() throws(Rejection) {
        try endRecord()
        line += 1
        recordLine = line
    }

    /// An empty line is no record.
    private mutating func endRecord() throws(Rejection) {
        try endField()
        defer { fields = [] }
        guard fields != [""] else { return }
        guard records.count < limits.rowsMax else {
            throw Rejection(.tooManyRows, line: recordLine)
        }
        records.append(Record(line: recordLine, fields: fields))
    }
}
