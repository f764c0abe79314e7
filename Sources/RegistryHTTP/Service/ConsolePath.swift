/// The address of a page of the console, to come back to: nothing that leads anywhere else.
struct ConsolePath: Equatable {
    let text: String

    /// Nil for the first page, to which everybody comes anyway, and unless every segment is made of
    /// what our addresses are made of.
    init?(_ segments: [String]) {
        guard segments.first == "console", segments.count > 1, segments[1] != "sign-in",
            segments.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(Self.isPlain) })
        else { return nil }
        text = "/" + segments.joined(separator: "/")
    }

    init?(parsing typed: String) {
        guard typed.utf8.first == UInt8(ascii: "/") else { return nil }
        self.init(
            typed.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
                .map(String.init))
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: false
        }
    }
}
