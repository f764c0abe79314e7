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
            throw Settings.Rejection(complaints: ["the file is not JSON5: \(Self.reason(error))"])
        }
    }

    /// Where the parser stumbled; Foundation's text tells the place and quotes no value.
    private static func reason(_ error: any Error) -> String {
        guard case DecodingError.dataCorrupted(let context) = error,
            let cause = context.underlyingError as? NSError,
            let text = cause.userInfo[NSDebugDescriptionErrorKey] as? String
        else { return "it cannot be read" }
        return text
    }
}
