import Foundation

/// The texts of all mails in all languages that there are.
///
/// English is complete; where another language has no text the English one is sent.
public struct MailTexts: Sendable {
    /// BCP 47, `en` first.
    public let languages: [String]
    private let templates: [String: [MailKind: MailTemplate]]
    private let words: [String: MailWords]
    private let english: MailWords

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

    /// Reads `LANGUAGE/TEMPLATE.txt` and `LANGUAGE/words.txt` of a directory.
    ///
    /// Throws everything that is wrong with them at once.
    public init(directory: String) throws(Defects) {
        var templates: [String: [MailKind: MailTemplate]] = [:]
        var words: [String: MailWords] = [:]
        var (languages, defects) = Self.languages(in: directory)
        var missing = Set(MailKind.allCases.map { "\($0.rawValue).txt" } + [MailWords.fileName])
        for language in languages {
            for name in Self.names(in: "\(directory)/\(language)") {
                let path = "\(directory)/\(language)/\(name)"
                if language == Self.fallback { missing.remove(name) }
                do {
                    if name == MailWords.fileName {
                        words[language] = try Self.read(path) {
                            text throws(MailTemplate.Defect) in
                            try MailWords(parsing: text, language: language)
                        }
                    } else {
                        let (kind, template) = try Self.template(name, at: path)
                        templates[language, default: [:]][kind] = template
                    }
                } catch {
                    defects += error.lines
                }
            }
        }
        defects += Self.omissions(in: templates).map { "\(directory)/\($0)" }
        defects += missing.sorted().map { "\(directory)/\(Self.fallback)/\($0): is missing" }
        guard defects.isEmpty, let english = words[Self.fallback] else {
            throw Defects(lines: defects)
        }
        self.templates = templates
        self.words = words
        self.english = english
        self.languages =
            [Self.fallback] + templates.keys.filter { $0 != Self.fallback }.sorted()
    }

    /// The tags that directories are named by, and what is wrong with the names of others.
    ///
    /// Nobody would notice that one is passed over: its readers would get the English texts. Hidden
    /// ones are not meant for us.
    private static func languages(in directory: String) -> (tags: [String], defects: [String]) {
        var tags: [String] = []
        var defects: [String] = []
        for name in names(in: directory) where !name.hasPrefix(".") {
            let path = "\(directory)/\(name)"
            let tag = (try? LanguageTag(parsing: name))?.description
            if tag == name {
                tags.append(name)
            } else if isDirectory(path) {
                defects.append(
                    tag.map { "\(path): the tag of this language is written \($0)" }
                        ?? "\(path): is no tag of a language, such as sv or sv-FI (BCP 47)")
            }
        }
        return (tags, defects)
    }

    private static func isDirectory(_ path: String) -> Bool {
        var isDirectory: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
            && isDirectory.boolValue
    }

    /// What the English texts say and others leave out.
    private static func omissions(in templates: [String: [MailKind: MailTemplate]]) -> [String] {
        let english = templates[fallback] ?? [:]
        return templates.flatMap { language, texts in
            texts.flatMap { kind, text in
                (english[kind].map(text.omissions) ?? []).map {
                    "\(language)/\(kind.rawValue).txt: \($0) of the English text is missing"
                }
            }
        }
        .sorted()
    }

    private static func names(in directory: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []).sorted()
    }

    private static func template(
        _ name: String, at path: String
    ) throws(Defects) -> (MailKind, MailTemplate) {
        guard name.hasSuffix(".txt"), let kind = MailKind(rawValue: String(name.dropLast(4)))
        else { throw Defects(lines: ["\(path): there is no such mail"]) }
        let template = try read(path) { text throws(MailTemplate.Defect) in
            var parser = MailTemplateParser(kind)
            return try parser.parse(text)
        }
        return (kind, template)
    }

    private static func read<Value>(
        _ path: String, _ parse: (String) throws(MailTemplate.Defect) -> Value
    ) throws(Defects) -> Value {
        guard let data = FileManager.default.contents(atPath: path),
            let text = String(validating: data, as: UTF8.self)
        else { throw Defects(lines: ["\(path): cannot be read as UTF-8"]) }
        do {
            return try parse(text.withPlainLines)
        } catch {
            throw Defects(lines: ["\(path):\(error.line): \(error.reason)"])
        }
    }

    public func state(of kind: MailKind, in language: String) -> State {
        guard let (template, _) = own(kind, in: language) else { return .missing }
        return template.isReviewed ? .reviewed : .unreviewed
    }

    /// The words of a language that has texts; English ones where it has no file of them.
    func words(in language: String) -> MailWords {
        words[language] ?? english.lent(to: language)
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

extension String {
    /// Without a byte order mark, and with LF at the end of each line: editors write either, and
    /// nobody sees which.
    fileprivate var withPlainLines: String {
        let text = unicodeScalars.first == "\u{FEFF}" ? String(unicodeScalars.dropFirst()) : self
        return String(text.map { $0 == "\r\n" || $0 == "\r" ? "\n" : $0 })
    }
}
