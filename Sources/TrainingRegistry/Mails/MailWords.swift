import Foundation

/// What mails of a language say that stands in none of their texts: a few words, and names.
///
/// Countries and languages are called as CLDR calls them in the language. In English they are
/// called as the registry calls them, which is what statements write.
struct MailWords: Sendable, Equatable {
    /// A word that the file of a language has, by its name there.
    enum Word: String, Sendable, CaseIterable {
        /// Where an event is that nobody has to travel to.
        case online
        /// Who nominates where no focal point does, as a sentence begins with it.
        case secretariat
    }

    static let fileName = "words.txt"

    /// BCP 47.
    private let language: String
    private let words: [Word: String]

    /// Reads lines such as `online: tiešsaistē`, one for each word.
    init(parsing text: String, language: String) throws(MailTemplate.Defect) {
        var words: [Word: String] = [:]
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() where !line.isEmpty {
            let parts = line.split(separator: ": ", maxSplits: 1).map(String.init)
            guard parts.count == 2, let word = Word(rawValue: parts[0]) else {
                throw MailTemplate.Defect(line: index + 1, reason: "\(line) is no word of mails")
            }
            guard words.updateValue(parts[1], forKey: word) == nil else {
                throw MailTemplate.Defect(line: index + 1, reason: "\(parts[0]) stands twice")
            }
        }
        for word in Word.allCases where words[word] == nil {
            throw MailTemplate.Defect(line: lines.count, reason: "\(word.rawValue) is missing")
        }
        self.init(words, language: language)
    }

    private init(_ words: [Word: String], language: String) {
        self.words = words
        self.language = language
    }

    /// The same words among names of another language, which has none of its own.
    func lent(to language: String) -> MailWords { MailWords(words, language: language) }
}

extension MailWords {
    /// What a country is called; its name as it was written where its code is not known.
    func country(_ code: String?, named name: String?) -> String? {
        guard let code, language != MailTexts.fallback else { return name }
        return locale.localizedString(forRegionCode: code) ?? name
    }

    /// What languages are called; their names as they were written where tags are not known.
    func languages(_ tags: [String]?, named names: [String]) -> [String] {
        guard let tags, tags.count == names.count, language != MailTexts.fallback else {
            return names
        }
        return zip(tags, names).map { locale.localizedString(forIdentifier: $0) ?? $1 }
    }

    /// A line of what is known of a place; empty where nothing is.
    func place(_ parts: [String?], isOnline: Bool) -> String {
        (parts + [isOnline ? words[.online] : nil]).compactMap(\.self)
            .filter { !$0.isEmpty }.joined(separator: ", ")
    }

    /// Who nominated; a statement writes in English that the secretariat did.
    func translated(_ nominator: String) -> String {
        nominator == "the secretariat" ? words[.secretariat] ?? nominator : nominator
    }

    private var locale: Locale { Locale(identifier: language) }
}
