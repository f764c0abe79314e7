/// Where a value lies in a JSON document (RFC 6901).
struct JSONPointer: Sendable, Equatable {
    private(set) var text: String

    static let root = JSONPointer(text: "")

    func appending(_ name: String) -> JSONPointer {
        var escaped: [UInt8] = []
        for byte in name.utf8 {
            switch byte {
            case UInt8(ascii: "~"): escaped += "~0".utf8
            case UInt8(ascii: "/"): escaped += "~1".utf8
            default: escaped.append(byte)
            }
        }
        return JSONPointer(text: "\(text)/\(String(decoding: escaped, as: UTF8.self))")
    }

    func appending(_ index: Int) -> JSONPointer { JSONPointer(text: "\(text)/\(index)") }
}
