public import Mailer

/// An address of a site of others, over TLS alone and without anything secret in it (RFC 3986).
public struct WebAddress: Sendable, Hashable, CustomStringConvertible {
    public static let bytesMax = 500

    public let description: String

    /// The text is no such address.
    public struct Rejection: FieldRejection, Equatable {
        public init() {}
        public var code: String { "bad-address" }
        public var detail: String {
            "An address begins with https://, names a host, has at most \(WebAddress.bytesMax) "
                + "characters of ASCII, and no user or password."
        }
    }

    public init(parsing text: String) throws(Rejection) {
        let bytes = text.utf8
        guard bytes.count <= Self.bytesMax, bytes.starts(with: "https://".utf8),
            bytes.allSatisfy({ (0x21...0x7E).contains($0) && !"\"'<>\\^`{|}".utf8.contains($0) })
        else { throw Rejection() }
        let authority = bytes.dropFirst(8).prefix { !"/?#".utf8.contains($0) }
        let host = authority.prefix { $0 != UInt8(ascii: ":") }
        guard !host.isEmpty, !authority.contains(UInt8(ascii: "@")),
            host.allSatisfy({
                CodeRejection.isLetter($0 | 0x20) || CodeRejection.isDigit($0)
                    || "-.".utf8.contains($0)
            }), authority.dropFirst(host.count + 1).allSatisfy(CodeRejection.isDigit)
        else { throw Rejection() }
        description = text
    }
}
