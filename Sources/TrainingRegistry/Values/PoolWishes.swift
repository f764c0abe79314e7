/// The code of a topic, such as `alternative-care`; whether it is in use, the catalogue says.
public struct TopicCode: Sendable, Hashable, CustomStringConvertible {
    public let description: String

    public init(parsing text: String) throws(CodeRejection) {
        guard CodeRejection.isWords(text.utf8) else { throw .unknown("topic") }
        description = text
    }
}

/// What somebody in the pool would like a training to be: nothing named means that any will do.
public struct PoolWishes: Sendable, Hashable {
    /// It is about one of these.
    public var topics: [TopicCode]
    /// It is held in one of these, whatever language mails are written in.
    public var languages: [LanguageTag]

    /// Whatever there is.
    public static let any = PoolWishes(topics: [], languages: [])

    public init(topics: [TopicCode], languages: [LanguageTag]) {
        self.topics = topics
        self.languages = languages
    }
}
