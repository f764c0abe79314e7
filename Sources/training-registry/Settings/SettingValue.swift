import Foundation

/// A value as config/registry.json5 holds it, turned into the text that the environment would hold.
struct SettingValue: Sendable, Equatable, Decodable {
    /// Nil for `null`, which is the same as leaving the key out.
    let text: String?

    init(_ text: String?) { self.text = text }

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            text = nil
        } else if let flag = try? container.decode(Bool.self) {
            text = flag ? "true" : "false"
        } else if let number = try? container.decode(Int.self) {
            text = String(number)
        } else if let list = try? container.decode([String].self) {
            text = list.joined(separator: ",")
        } else {
            // Fractions and objects fail here: no setting takes one.
            text = try container.decode(String.self)
        }
    }

    /// Every key of a JSON5 document (https://spec.json5.org), or what is wrong with it.
    static func all(json5: [UInt8]) throws(Settings.Rejection) -> [String: SettingValue] {
        let decoder = JSONDecoder()
        decoder.allowsJSON5 = true
        do {
            return try decoder.decode([String: SettingValue].self, from: Data(json5))
        } catch DecodingError.typeMismatch(_, let context) where context.codingPath.isEmpty {
            throw Settings.Rejection(complaints: ["the file must hold one object"])
        } catch DecodingError.typeMismatch(_, let context) {
            // The path is a key of ours, never a value.
            let key = context.codingPath.first?.stringValue ?? ""
            throw Settings.Rejection(
                complaints: [
                    "\(key): must be a text, a whole number, true, false or a list of texts"
                ])
        } catch {
            let line = Self.badLine(of: json5, by: decoder)
            throw Settings.Rejection(
                complaints: ["the file is not JSON5: see line \(line) and those after it"])
        }
    }

    /// The line after the last one at whose end the object could have been closed.
    ///
    /// Foundation does not tell where it stumbled; with a key a line this finds it.
    private static func badLine(of json5: [UInt8], by decoder: JSONDecoder) -> Int {
        let lines = json5.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        let last = json5.last == UInt8(ascii: "\n") ? lines.count - 1 : lines.count
        let good = lines.indices.last { index in
            let closed = Data(lines[...index].joined(separator: "\n".utf8)) + Data("\n}".utf8)
            return (try? decoder.decode([String: SettingValue].self, from: closed)) != nil
        }
        return good.map { min($0 + 2, last) } ?? 1
    }
}
