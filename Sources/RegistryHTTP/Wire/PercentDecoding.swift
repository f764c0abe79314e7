/// Percent-decoding, done once and strictly (RFC 3986 §2.1).
enum PercentDecoding {
    /// The text behind the escapes; nil for a bad escape, a control character or invalid UTF-8.
    ///
    /// "Once" matters: `%252e` is the text `%2e` and stays it.
    static func text(_ bytes: ArraySlice<UInt8>, plusIsSpace: Bool = false) -> String? {
        guard let decoded = decode(bytes, plusIsSpace: plusIsSpace) else { return nil }
        guard !decoded.contains(where: { $0 < 32 || $0 == 127 }) else { return nil }
        return String(validating: decoded, as: UTF8.self)
    }

    /// The same for a field of a form, which may hold line breaks and other controls.
    ///
    /// NUL gets through here and is a field error of its own.
    static func formText(_ bytes: ArraySlice<UInt8>) -> String? {
        guard let decoded = decode(bytes, plusIsSpace: true) else { return nil }
        return String(validating: decoded, as: UTF8.self)
    }

    private static func decode(_ bytes: ArraySlice<UInt8>, plusIsSpace: Bool) -> [UInt8]? {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(bytes.count)
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let byte = bytes[index]
            if byte == UInt8(ascii: "%") {
                guard index + 2 < bytes.endIndex, let high = ASCII.hexValue(bytes[index + 1]),
                    let low = ASCII.hexValue(bytes[index + 2])
                else { return nil }
                decoded.append(high << 4 | low)
                index += 3
            } else {
                decoded.append(plusIsSpace && byte == UInt8(ascii: "+") ? ASCII.space : byte)
                index += 1
            }
        }
        return decoded
    }
}
