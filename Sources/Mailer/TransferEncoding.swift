import Foundation

/// How a body is written so that every mail server passes it on (RFC 2045 §6).
enum TransferEncoding {
    case none, quotedPrintable, base64

    /// Any other value is none that we read: the body counts as it stands.
    init(field: String) {
        let text = StructuredField.withoutComments(field)
        switch StructuredField.trimmed(text.utf8[...]).lowercased() {
        case "quoted-printable": self = .quotedPrintable
        case "base64": self = .base64
        default: self = .none
        }
    }

    func decode(_ body: ArraySlice<UInt8>) -> [UInt8] {
        switch self {
        case .none: Array(body)
        case .quotedPrintable: QuotedPrintable.decode(body)
        case .base64: Self.base64(body)
        }
    }

    /// RFC 2045 §6.8 has a reader pass over every other character, line ends among them.
    private static func base64(_ body: ArraySlice<UInt8>) -> [UInt8] {
        let padding = UInt8(ascii: "=")
        var text = body.prefix { $0 != padding }.filter {
            $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "/")
        }
        // A long text was cut off somewhere: what is whole of it counts.
        if text.count % 4 == 1 { text.removeLast() }
        while !text.count.isMultiple(of: 4) { text.append(padding) }
        return Data(base64Encoded: Data(text)).map { Array($0) } ?? []
    }
}
