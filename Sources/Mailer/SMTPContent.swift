/// Takes the content of a message up to its final dot, in whatever pieces (RFC 5321 §4.5.2).
struct SMTPContent {
    enum Verdict { case incomplete, complete, bareLineEnd }

    private(set) var bytes: [UInt8] = []
    /// More came than may be kept; it is read to its end all the same.
    private(set) var isTooLong = false
    private let limit: Int
    private var position = Position.lineStart

    private enum Position { case lineStart, dot, dotCR, line, cr }

    init(limit: Int) { self.limit = limit }

    mutating func take(_ input: [UInt8], from start: inout Int) -> Verdict {
        while start < input.count {
            let byte = input[start]
            start += 1
            switch (position, byte) {
            case (.cr, .lf):
                keep(.lf)
                position = .lineStart
            case (.dotCR, .lf):
                return .complete
            case (.cr, _), (.dotCR, _), (_, .lf):
                return .bareLineEnd
            case (.lineStart, .dot):
                position = .dot
            case (.dot, .cr):
                position = .dotCR
            case (_, .cr):
                keep(.cr)
                position = .cr
            default:
                // The dot that began the line was stuffed, or stood alone before other text.
                keep(byte)
                position = .line
            }
        }
        return .incomplete
    }

    private mutating func keep(_ byte: UInt8) {
        guard bytes.count < limit else {
            isTooLong = true
            bytes = []
            return
        }
        if !isTooLong { bytes.append(byte) }
    }
}
