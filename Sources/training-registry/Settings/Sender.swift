/// Whom our mails are from, such as `Training registry <registry@example.org>`.
struct Sender: Sendable, Hashable {
    /// What a reader sees; empty when only an address was given.
    var name: String
    var address: String

    /// The address is looked at coarsely: the mailer parses it again before anything is sent.
    init(parsing text: String) throws(SettingsReader.Unfit) {
        let unfit = SettingsReader.Unfit(
            "must be an address, such as Training registry <registry@example.org>")
        let bytes = Array(text.utf8)
        // CR and LF would end a header field (RFC 5322 §2.2).
        guard bytes.allSatisfy({ $0 >= 0x20 && $0 != 0x7f }) else { throw unfit }
        var name = ArraySlice<UInt8>()
        var address = bytes[...]
        if let open = bytes.firstIndex(of: UInt8(ascii: "<")) {
            guard bytes.last == UInt8(ascii: ">") else { throw unfit }
            name = Self.trimmed(bytes[..<open])
            address = bytes[(open + 1)..<(bytes.count - 1)]
        }
        let parts = address.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }),
            address.allSatisfy({ $0 > 0x20 && !"<>\",:;()[]\\".utf8.contains($0) })
        else { throw unfit }
        self.name = String(decoding: name, as: UTF8.self)
        self.address = String(decoding: address, as: UTF8.self)
    }

    /// Without the blanks and one pair of quotation marks around it.
    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var bytes = bytes
        while bytes.first == 0x20 { bytes.removeFirst() }
        while bytes.last == 0x20 { bytes.removeLast() }
        let quote = UInt8(ascii: "\"")
        guard bytes.count >= 2, bytes.first == quote, bytes.last == quote else { return bytes }
        return bytes.dropFirst().dropLast()
    }
}
