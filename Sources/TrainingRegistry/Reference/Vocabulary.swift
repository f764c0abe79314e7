/// A country or territory with an officially assigned code (ISO 3166-1).
public struct Country: Sendable, Equatable {
    /// Alpha-2, upper case.
    public var code: String
    public var name: String

    public init(code: String, name: String) {
        self.code = code
        self.name = name
    }
}

/// A language that people choose for mails and that events are held in.
public struct Language: Sendable, Equatable {
    /// BCP 47.
    public var tag: String
    public var name: String

    public init(tag: String, name: String) {
        self.tag = tag
        self.name = name
    }
}

/// A theme that events, programmes and interests in the pool are about.
public struct Topic: Sendable, Equatable {
    public var code: String
    public var title: String

    public init(code: String, title: String) {
        self.code = code
        self.title = title
    }
}

/// A sector that people work in.
public struct Sector: Sendable, Equatable {
    public var code: String
    /// As in running text, in lower case.
    public var title: String

    public init(code: String, title: String) {
        self.code = code
        self.title = title
    }

    /// The title as an entry of a list.
    public var heading: String { title.prefix(1).uppercased() + title.dropFirst() }
}
