public import Foundation

/// A mail as it is written, and the bytes that travel (RFC 5322, RFC 2045 to 2047).
///
/// The same value always gives the same bytes: a mail that is sent again after an unknown outcome
/// is the same mail. Bodies are quoted-printable, so that no server has to offer 8BITMIME for them.
public struct MIMEMessage: Sendable, Equatable {
    /// An address with the name that is shown for it.
    public struct Mailbox: Sendable, Equatable {
        public var name: String?
        public var address: EmailAddress

        public init(name: String? = nil, address: EmailAddress) {
            self.name = name
            self.address = address
        }
    }

    /// One way to show the mail; a reader shows the last one that it can.
    public struct Part: Sendable, Equatable {
        /// Such as `text/plain; charset=utf-8`.
        public let contentType: String
        public let content: String
        /// What it shows by their Content-IDs; they travel with it (RFC 2387).
        public var pictures: [Picture] = []

        public static func text(_ content: String) -> Part {
            Part(contentType: "text/plain; charset=utf-8", content: content)
        }

        /// Each picture stands in it as `<img src="cid:…">`, with its Content-ID (RFC 2392).
        public static func html(_ content: String, pictures: [Picture] = []) -> Part {
            Part(
                contentType: "text/html; charset=utf-8", content: content, pictures: pictures)
        }
    }

    /// A picture that comes with a part, so that nothing is fetched for it.
    public struct Picture: Sendable, Equatable {
        /// In the form of a Message-ID, without the angle brackets; no other picture ever has it.
        public var contentID: String
        /// What it is saved as: ASCII letters, digits, dots and hyphens.
        public var fileName: String
        public var png: [UInt8]

        public init(contentID: String, fileName: String, png: [UInt8]) {
            self.contentID = contentID
            self.fileName = fileName
            self.png = png
        }
    }

    /// One more header field, for what this type does not name.
    public struct Field: Sendable, Equatable {
        public var name: String
        public var value: String

        public init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// Why a mail cannot be written down; each names the field that is to blame.
    public enum Rejection: Error, Sendable, Equatable {
        /// CR, LF, NUL or another control character: what a header injection is made of.
        case controlCharacter(field: String)
        case badFieldName
        /// The field is written by this type, or may be there once only.
        case reservedField(String)
        case badMessageID
        /// A Content-ID or a file name that cannot be written down.
        case badPicture
        case noRecipient
        case noPart
        case tooLong(field: String)
        /// A year that has no four digits (RFC 5322 §3.3).
        case badDate
        /// A key that makes no signature.
        case notSigned
    }

    public var from: Mailbox
    public var to: [Mailbox]
    public var replyTo: Mailbox?
    public var subject: String
    public var date: Date
    /// Such as `5f2c@registry.example.org`, without the angle brackets.
    public var messageID: String
    /// The plainest first (RFC 2046 §5.1.4).
    public var parts: [Part]
    public var extraFields: [Field]

    public init(
        from: Mailbox, to: [Mailbox], replyTo: Mailbox? = nil, subject: String, date: Date,
        messageID: String, parts: [Part], extraFields: [Field] = []
    ) {
        self.from = from
        self.to = to
        self.replyTo = replyTo
        self.subject = subject
        self.date = date
        self.messageID = messageID
        self.parts = parts
        self.extraFields = extraFields
    }

    /// True when a server has to offer SMTPUTF8 for it: its header holds an address beyond ASCII.
    public var needsSMTPUTF8: Bool {
        ([from] + to + [replyTo].compactMap { $0 }).contains { $0.address.needsSMTPUTF8 }
    }

    /// The mail in its canonical form, every line ended by CRLF.
    public func bytes() throws(Rejection) -> [UInt8] {
        var output = try header()
        output += Array("MIME-Version: 1.0\r\n".utf8)
        guard let first = parts.first else { throw .noPart }
        if parts.count == 1 {
            try append(first, to: &output)
            return output
        }
        output += Self.multipart("alternative", boundary)
        for part in parts {
            output += Array("--\(boundary)\r\n".utf8)
            try append(part, to: &output)
        }
        return output + Array("--\(boundary)--\r\n".utf8)
    }

    private func append(_ part: Part, to output: inout [UInt8]) throws(Rejection) {
        guard !part.pictures.isEmpty else { return try appendText(part, to: &output) }
        let root = part.contentType.prefix { $0 != ";" }
        output += Self.multipart("related; type=\"\(root)\"", innerBoundary)
        output += Array("--\(innerBoundary)\r\n".utf8)
        try appendText(part, to: &output)
        for picture in part.pictures {
            output += Array("--\(innerBoundary)\r\n".utf8)
            output += try Self.bytes(of: picture)
        }
        output += Array("--\(innerBoundary)--\r\n".utf8)
    }

    private func appendText(_ part: Part, to output: inout [UInt8]) throws(Rejection) {
        try Self.refuseControls(in: part.contentType, field: "Content-Type")
        output += HeaderField.verbatim("Content-Type", part.contentType)
        output += Array("Content-Transfer-Encoding: quoted-printable\r\n\r\n".utf8)
        output += QuotedPrintable.encode(part.content)
    }

    private static func multipart(_ kind: String, _ boundary: String) -> [UInt8] {
        Array("Content-Type: multipart/\(kind);\r\n boundary=\"\(boundary)\"\r\n\r\n".utf8)
    }

    /// `=_` cannot appear in quoted-printable or base64, so no text can end its own part
    /// (RFC 2045 §6.7).
    private var boundary: String { "=_" + fingerprint }

    /// Does not begin with the other one, which would end it (RFC 2046 §5.1.2).
    private var innerBoundary: String { "=_r" + fingerprint }

    private var fingerprint: String {
        // FNV-1a: it only has to be the same each time.
        let hash = messageID.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { hash, byte in
            (hash ^ UInt64(byte)) &* 0x100_0000_01b3
        }
        return String(hash, radix: 16)
    }

    private func header() throws(Rejection) -> [UInt8] {
        guard !to.isEmpty else { throw .noRecipient }
        // Years 1900 to 9999.
        guard (-2_208_988_800..<253_402_300_800).contains(date.timeIntervalSince1970) else {
            throw .badDate
        }
        guard Self.isMessageID(messageID) else { throw .badMessageID }
        try Self.refuseControls(in: subject, field: "Subject")
        try Self.refuseControls(in: from.name, field: "From")
        try Self.refuseControls(in: replyTo?.name, field: "Reply-To")
        for mailbox in to { try Self.refuseControls(in: mailbox.name, field: "To") }

        var output = HeaderField.verbatim("Date", MailDate.text(date))
        output += HeaderField.mailboxes("From", [from])
        output += HeaderField.mailboxes("To", to)
        if let replyTo { output += HeaderField.mailboxes("Reply-To", [replyTo]) }
        output += HeaderField.unstructured("Subject", subject)
        output += HeaderField.verbatim("Message-ID", "<\(messageID)>")
        // RFC 3834 §5: nobody's absence note shall answer.
        output += Array("Auto-Submitted: auto-generated\r\n".utf8)
        for field in extraFields { output += try Self.bytes(of: field) }
        return output
    }
}

extension MIMEMessage {
    private static let reserved: Set<String> = [
        "date", "from", "to", "cc", "bcc", "sender", "reply-to", "subject", "message-id",
        "auto-submitted", "mime-version",
    ]

    private static func bytes(of field: Field) throws(Rejection) -> [UInt8] {
        let name = Array(field.name.utf8)
        guard (1...70).contains(name.count),
            name.allSatisfy({ $0.isVisible && $0 != UInt8(ascii: ":") })
        else { throw .badFieldName }
        let lowered = String(decoding: name.map(\.loweredASCII), as: UTF8.self)
        guard !reserved.contains(lowered), !lowered.hasPrefix("content-") else {
            throw .reservedField(field.name)
        }
        try refuseControls(in: field.value, field: field.name)
        guard field.value.utf8.allSatisfy({ $0 < 128 }) else {
            return HeaderField.unstructured(field.name, field.value)
        }
        // A URL or a list of them would not survive encoding (RFC 2369 §2), and may be long.
        let longest = field.value.utf8.split(separator: UInt8.space).map(\.count).max() ?? 0
        guard longest + name.count + 2 <= HeaderField.longestLine else {
            throw .tooLong(field: field.name)
        }
        return HeaderField.verbatim(field.name, field.value)
    }

    private static func bytes(of picture: Picture) throws(Rejection) -> [UInt8] {
        let isNamed = picture.fileName.utf8.allSatisfy {
            $0.isAtomText || $0 == UInt8.dot
        }
        guard isMessageID(picture.contentID), isNamed, !picture.fileName.isEmpty else {
            throw .badPicture
        }
        let head = """
            Content-Type: image/png\r
            Content-Transfer-Encoding: base64\r
            Content-ID: <\(picture.contentID)>\r
            Content-Disposition: inline; filename="\(picture.fileName)"\r
            \r

            """
        let lines = Data(picture.png).base64EncodedString(options: [
            .lineLength76Characters, .endLineWithCarriageReturn, .endLineWithLineFeed,
        ])
        return Array("\(head)\(lines)\r\n".utf8)
    }

    /// By scalars: CR LF is one Character, and a search for either would miss the pair.
    private static func refuseControls(
        in text: String?, field: String
    ) throws(Rejection) {
        let isClean = (text ?? "").unicodeScalars.allSatisfy { scalar in
            // Most are: these need no look at Unicode's tables.
            if (0x20..<0x7f).contains(scalar.value) { return true }
            return switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator: false
            default: true
            }
        }
        guard isClean else { throw .controlCharacter(field: field) }
    }

    /// Two dot-atoms around an @ (RFC 5322 §3.6.4), short enough for one line.
    private static func isMessageID(_ text: String) -> Bool {
        let sides = text.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        guard sides.count == 2, text.utf8.count <= 250 else { return false }
        return sides.allSatisfy { side in
            side.split(separator: UInt8.dot, omittingEmptySubsequences: false).allSatisfy {
                !$0.isEmpty && $0.allSatisfy { $0.isAtomText }
            }
        }
    }
}
