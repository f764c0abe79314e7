import Foundation

/// The texts of all mails in all languages that there are.
///
/// English is complete; where another language has no text the English one is sent.
public struct MailTexts: Sendable {
    /// BCP 47, `en` first.
    public let languages: [String]
    private let templates: [String: [MailKind: MailTemplate]]

    /// The language that has every text.
    public static let fallback = "en"

    /// What is wrong with the files, each with the path and the line.
    public struct Defects: Error, CustomStringConvertible, Equatable {
        public var lines: [String]
        public var description: String { lines.joined(separator: "\n") }
    }

    /// What there is of a text in a language.
    public enum State: String, Sendable {
        case reviewed, unreviewed, missing
    }

    /// Reads `LANGUAGE/TEMPLATE.txt` of a directory; throws everything that is wrong at once.
    public init(directory: String) throws(Defects) {
        var templates: [String: [MailKind: MailTemplate]] = [:]
        var defects: [String] = []
        var missing = Set(MailKind.allCases)
        for language in Self.names(in: directory)
        where (try? LanguageTag(parsing: language))?.description == language {
            let path = "\(directory)/\(language)"
            for name in Self.names(in: path) {
                guard name.hasSuffix(".txt"),
                    let kind = MailKind(rawValue: String(name.dropLast(4)))
                else {
                    defects.append("\(path)/\(name): there is no such mail")
                    continue
                }
                if language == Self.fallback { missing.remove(kind) }
                do {
                    templates[language, default: [:]][kind] = try Self.template(
                        kind, at: "\(path)/\(name)")
                } catch {
                    defects += error.lines
                }
            }
        }
        for kind in MailKind.allCases where missing.contains(kind) {
            defects.append("\(directory)/\(Self.fallback)/\(kind.rawValue).txt: is missing")
        }
        guard defects.isEmpty else { throw Defects(lines: defects) }
        self.templates = templates
        languages =
            [Self.fallback] + templates.keys.filter { $0 != Self.fallback }.sorted()
    }

    private static func names(in directory: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []).sorted()
    }

    private static func template(
        _ kind: MailKind, at path: String
    ) throws(Defects) -> MailTemplate {
        guard let data = FileManager.default.contents(atPath: path),
            let text = String(validating: data, as: UTF8.self)
        else { throw Defects(lines: ["\(path): cannot be read as UTF-8"]) }
        var parser = MailTemplateParser(kind)
        do {
            return try parser.parse(text)
        } catch {
            throw Defects(lines: ["\(path):\(error.line): \(error.reason)"])
        }
    }

    public func state(of kind: MailKind, in language: String) -> State {
        guard let (template, _) = own(kind, in: language) else { return .missing }
        return template.isReviewed ? .reviewed : .unreviewed
    }

    /// The text in a language, in one that its readers read, or in English, and which of them it
    /// is; nil of nothing.
    func template(_ kind: MailKind, in language: String) -> (MailTemplate, language: String)? {
        own(kind, in: language) ?? templates[Self.fallback]?[kind].map { ($0, Self.fallback) }
    }

    /// In the language or in what it varies, by cutting its tag shorter (RFC 4647 §3.4).
    ///
    /// Norwegian without a form, and Nynorsk, are read as Bokmål where they have no text.
    private func own(_ kind: MailKind, in language: String) -> (MailTemplate, language: String)? {
        var tag = Substring(language)
        while !tag.isEmpty {
            if let found = templates[String(tag)]?[kind] { return (found, String(tag)) }
            tag = tag.lastIndex(of: "-").map { tag[..<$0] } ?? ""
        }
        guard ["no", "nn"].contains(language.prefix { $0 != "-" }) else { return nil }
        return templates["nb"]?[kind].map { ($0, "nb") }
    }
}
