/// What a mail server reports of a mail that it could not deliver, or not yet (RFC 3464, RFC 6522).
///
/// Strict where it decides: whoever sends such a report is a stranger. It says which mail is meant
/// by the Message-ID of the mail that it returns, and nothing else of that mail is read.
public struct DeliveryReport: Sendable, Equatable {
    /// What became of the mail for one recipient.
    public struct Recipient: Sendable, Equatable {
        public let action: Action
        public let status: MailStatus
        /// What the server calls them, never trusted alone: at most two, as they stand.
        public let addresses: [String]
    }

    /// RFC 3464 §2.3.3.
    public enum Action: String, Sendable { case failed, delayed, delivered, relayed, expanded }

    /// Why some bytes are no report that can be used.
    public enum Rejection: String, Error, Sendable {
        /// No multipart/report of a delivery, such as an absence note.
        case noReport = "no-report"
        /// It does not say what became of the mail.
        case noStatus = "no-status"
        /// It does not say of which mail.
        case noMessage = "no-message"
    }

    /// Of the mail that it is about, without the angle brackets.
    public let messageID: String
    public let recipients: [Recipient]

    private static let recipientsMax = 50
    /// RFC 5322 §2.1.1 for a line; ours are shorter.
    private static let idBytesMax = 250

    private static let statusTypes: Set = [
        "message/delivery-status", "message/global-delivery-status",
    ]
    private static let returnedTypes: Set = [
        "message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers",
    ]

    /// Reads a message whose lines end in CRLF, of bounded size.
    public init(parsing bytes: [UInt8]) throws(Rejection) {
        guard let parts = Self.report(in: MIMEPart(parsing: bytes[...]), depth: 0) else {
            throw .noReport
        }
        guard let status = parts.first(where: { Self.statusTypes.contains($0.type.name) }) else {
            throw .noStatus
        }
        // The first group is about the report; each other one about a recipient (RFC 3464 §2.1).
        recipients = Self.groups(of: status.content.withCRLF()[...]).dropFirst()
            .prefix(Self.recipientsMax).compactMap(Self.recipient)
        guard !recipients.isEmpty else { throw .noStatus }
        guard let returned = parts.first(where: { Self.returnedTypes.contains($0.type.name) }),
            let id = Self.messageID(of: returned.content.withCRLF()[...])
        else { throw .noMessage }
        messageID = id
    }

    /// The parts of the first report, wherever a gateway or a list has put it.
    ///
    /// A mail that is returned or passed on is never looked into for one.
    private static func report(in part: MIMEPart, depth: Int) -> [MIMEPart]? {
        guard part.type.isMultipart, depth < MIMEPart.deepest else { return nil }
        let parts = part.parts
        var isReport = parts.contains { statusTypes.contains($0.type.name) }
        // Some servers leave the parameter out; one that says otherwise is believed (RFC 6522 §3).
        if part.type.name == "multipart/report", let kind = part.type.parameters["report-type"] {
            isReport = statusTypes.contains("message/" + kind.lowercased())
            guard isReport else { return nil }
        }
        if isReport { return parts }
        for inner in parts {
            if let found = report(in: inner, depth: depth + 1) { return found }
        }
        return nil
    }

    private static func recipient(_ group: ArraySlice<UInt8>) -> Recipient? {
        let fields = MIMEPart.fields(of: group)
        let word = value("Action", in: fields).prefix { $0 != " " && $0 != "\t" }
        guard let action = Action(rawValue: word.lowercased()),
            var status = MailStatus(field: value("Status", in: fields))
        else { return nil }
        if status.isUnspecific, let said = diagnosed(fields), said.kind == status.kind {
            status = said
        }
        let addresses = ["Final-Recipient", "Original-Recipient"].compactMap { name in
            // `rfc822; reader@example.org` (RFC 3464 §2.3.2).
            guard var address = typed(name, as: ["rfc822", "utf-8"], in: fields)
            else { return nil as String? }
            if address.hasPrefix("<"), address.hasSuffix(">") {
                address = String(address.dropFirst().dropLast())
            }
            let isClean = address.utf8.allSatisfy { $0 >= .space && $0 != 0x7f }
            return isClean && (1...254).contains(address.utf8.count) ? address : nil
        }
        return Recipient(action: action, status: status, addresses: addresses)
    }

    /// What the other server answered, `smtp; 550 5.1.1 No such user` (RFC 3464 §2.3.6).
    private static func diagnosed(_ fields: [(name: String, value: String)]) -> MailStatus? {
        guard let reply = typed("Diagnostic-Code", as: ["smtp"], in: fields) else { return nil }
        let code = reply.utf8.prefix(3)
        guard code.count == 3, code.allSatisfy(\.isDigit),
            let status = MailStatus(field: String(reply.dropFirst(4))),
            code.first == UInt8(ascii: "0") + UInt8(status.kind)
        else { return nil }
        return status
    }

    /// What follows the type and a semicolon, where it is one of these types.
    private static func typed(
        _ name: String, as types: [String], in fields: [(name: String, value: String)]
    ) -> String? {
        let pieces = value(name, in: fields).utf8.split(
            separator: UInt8(ascii: ";"), maxSplits: 1)
        guard pieces.count == 2,
            types.contains(StructuredField.trimmed(pieces[0]).lowercased())
        else { return nil }
        return StructuredField.trimmed(pieces[1])
    }

    private static func groups(of body: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
        var groups: [ArraySlice<UInt8>] = []
        var rest = body
        while !rest.isEmpty, groups.count <= recipientsMax {
            while rest.starts(with: [UInt8].crlf) { rest = rest.dropFirst(2) }
            guard !rest.isEmpty else { break }
            let (group, others) = MIMEPart.split(rest)
            groups.append(group)
            rest = others
        }
        return groups
    }

    private static func messageID(of returned: ArraySlice<UInt8>) -> String? {
        let text = value("Message-ID", in: MIMEPart.fields(of: MIMEPart.split(returned).header))
        guard text.utf8.first == UInt8(ascii: "<"), text.utf8.last == UInt8(ascii: ">"),
            (3...idBytesMax).contains(text.utf8.count), text.utf8.allSatisfy(\.isVisible)
        else { return nil }
        return String(text.dropFirst().dropLast())
    }

    /// Without what stands in parentheses (RFC 3464 §2.1.1), empty where there is no such field.
    private static func value(_ name: String, in fields: [(name: String, value: String)]) -> String
    {
        let text = StructuredField.withoutComments(fields.value(name) ?? "")
        return StructuredField.trimmed(text.utf8[...])
    }
}

/// An enhanced status code (RFC 3463): what happened to a mail, as three numbers.
public struct MailStatus: Sendable, Equatable, CustomStringConvertible {
    /// 2 done, 4 not yet, 5 not.
    public let kind: Int
    public let subject: Int
    public let detail: Int

    public var description: String { "\(kind).\(subject).\(detail)" }

    /// As it stands in a report, where a comment may follow.
    init?(field: String) {
        let bytes = field.utf8.prefix { $0 != .space && $0 != .tab && $0 != UInt8(ascii: "(") }
        let parts = bytes.split(separator: UInt8.dot, omittingEmptySubsequences: false)
        guard parts.count == 3,
            parts.allSatisfy({ (1...3).contains($0.count) && $0.allSatisfy(\.isDigit) })
        else { return nil }
        let numbers = parts.compactMap { Int(String(Substring($0))) }
        guard numbers.count == 3, [2, 4, 5].contains(numbers[0]) else { return nil }
        (kind, subject, detail) = (numbers[0], numbers[1], numbers[2])
    }

    /// Says of what kind the trouble is and no more (RFC 3463 §3.1), as some servers always do.
    var isUnspecific: Bool { subject == 0 && detail == 0 }

    /// Whether nothing will ever arrive at the address: there is no such mailbox or host, it has
    /// moved or is closed.
    ///
    /// Not when a mailbox is full, a mail too large, or a sender or a mail refused: that passes,
    /// or says nothing of the address.
    public var isAddressGone: Bool {
        switch (kind, subject, detail) {
        // RFC 3463 §3.2 and §3.3; 5.1.10 is RFC 7505 §4.2.
        case (5, 1, 1), (5, 1, 2), (5, 1, 3), (5, 1, 6), (5, 1, 10), (5, 2, 1): true
        default: false
        }
    }
}
