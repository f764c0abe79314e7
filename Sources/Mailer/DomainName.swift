import Foundation

/// DNS names as mail needs them: several labels, each of letters, digits and hyphens.
enum DomainName {
    /// The name as A-labels in lower case; nil when it is not one that mail can be sent to.
    ///
    /// Foundation maps internationalised names (UTS 46, non-transitional) when it reads a URL. It
    /// takes more than IDNA 2008 allows, symbols for one, so the result is read back and checked.
    static func canonical(_ text: String) -> String? {
        let isASCII = text.utf8.allSatisfy { $0 < 128 }
        guard text.utf8.allSatisfy({ $0 >= 128 || $0.isLDH || $0 == UInt8(ascii: ".") }) else {
            return nil
        }
        let name = isASCII ? lowercased(text) : encoded(text)
        guard let name, isHostName(name) else { return nil }
        let labels = name.utf8.split(separator: UInt8(ascii: "."))
        guard labels.contains(where: { $0.starts(with: "xn--".utf8) }) else { return name }
        return isInternationalName(name) ? name : nil
    }

    /// The name as people write it; the same name when it has no A-label.
    static func display(_ name: String) -> String {
        guard
            name.utf8.split(separator: UInt8(ascii: ".")).contains(where: { label in
                label.starts(with: "xn--".utf8)
            })
        else { return name }
        return decoded(name) ?? name
    }

    private static func encoded(_ name: String) -> String? {
        URLComponents(string: "http://\(name)/")?.encodedHost
    }

    private static func decoded(_ name: String) -> String? {
        URLComponents(string: "http://\(name)/")?.host
    }

    /// Two labels at least, none empty, the last no number (it would be an address).
    private static func isHostName(_ name: String) -> Bool {
        let labels = name.utf8.split(
            separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard name.utf8.count <= 253, labels.count >= 2, let last = labels.last,
            !last.allSatisfy({ $0.isDigit })
        else { return false }
        return labels.allSatisfy { label in
            (1...63).contains(label.count) && label.allSatisfy { $0.isLDH }
                && label.first != UInt8(ascii: "-") && label.last != UInt8(ascii: "-")
        }
    }

    /// Every A-label stands for a label of letters, marks and digits, and for no other A-label.
    private static func isInternationalName(_ name: String) -> Bool {
        guard let shown = decoded(name), shown != name,
            shown.precomposedStringWithCanonicalMapping.utf8.elementsEqual(shown.utf8),
            encoded(shown) == name
        else { return false }
        let labels = shown.unicodeScalars.split(separator: ".", omittingEmptySubsequences: false)
        return labels.allSatisfy { label in
            guard let first = label.first, !first.isMark else { return false }
            // One label that failed to decode would keep its prefix.
            guard !String(label).utf8.starts(with: "xn--".utf8) else { return false }
            return label.allSatisfy { scalar in
                scalar.isASCII ? UInt8(scalar.value).isLDH : isLabelScalar(scalar)
            }
        }
    }

    /// Roughly PVALID of RFC 5892, with the middle dots that Catalan and Japanese write.
    private static func isLabelScalar(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isWordScalar || scalar == "\u{B7}" || scalar == "\u{30FB}"
    }

    /// ASCII only: `lowercased()` would fold the Kelvin sign to a k.
    private static func lowercased(_ text: String) -> String {
        String(decoding: text.utf8.map(\.loweredASCII), as: UTF8.self)
    }
}
