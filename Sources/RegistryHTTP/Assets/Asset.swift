/// A file that is part of the program, served for ever under a name that holds its hash.
struct Asset: Sendable, Equatable {
    /// `/assets/site-0123456789abcdef.css`: another content has another address.
    let path: String
    let contentType: String
    let body: [UInt8]
    /// A strong validator with its quotes (RFC 9110 §8.8.3).
    let etag: String

    /// What may be stored for a year, because the address changes with the content (RFC 8246).
    static let cacheControl = "public, max-age=31536000, immutable"

    init(stem: String, suffix: String, contentType: String, text: String) {
        body = Array(text.utf8)
        let hash = Self.fingerprint(of: body)
        path = "/assets/\(stem)-\(hash).\(suffix)"
        etag = "\"\(hash)\""
        self.contentType = contentType
    }

    static let styleSheet = Asset(
        stem: "site", suffix: "css", contentType: "text/css; charset=utf-8",
        text: StyleSheet.text)
    static let favicon = Asset(
        stem: "favicon", suffix: "svg", contentType: "image/svg+xml", text: Favicon.text)
    /// What keeps ticks at the door while there is no connection.
    static let doorScript = Asset(
        stem: "door", suffix: "js", contentType: "text/javascript; charset=utf-8",
        text: DoorScript.text)
    static let consoleScript = Asset(
        stem: "console", suffix: "js", contentType: "text/javascript; charset=utf-8",
        text: ConsoleScript.text)
    static let all = [styleSheet, favicon, doorScript, consoleScript]

    /// The asset at a path, if there is one.
    static func at(_ path: String) -> Asset? {
        all.first { $0.path == path }
    }

    /// FNV-1a, 64 bits: it tells versions of our own files apart, it guards nothing.
    private static func fingerprint(of bytes: [UInt8]) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }
}
