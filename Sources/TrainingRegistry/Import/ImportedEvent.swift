import Mailer
import Postgres

/// One line of a file of events.
struct ImportedEvent: Sendable {
    var code: Code
    var kind: EventKind
    var title: String
    var days: ImportedDays
    var summary: String?
    var description: String?
    var programme: Code?
    var phase: Code?
    var admission: Admission?
    var timeZone: String?
    var venue: String?
    var city: String?
    var country: CountryCode?
    var isOnline: Bool?
    var languages: [LanguageTag]?
    var capacity: Int32?

    init?(_ row: inout ImportRow) {
        let code = row.required("code", Code.init(parsing:))
        let kind = row.word("kind", of: EventKind.self)
        if row.text("kind") == nil { row.complain("kind", "missing", "This field is needed.") }
        let title = row.required("title", Self.line)
        let starts = row.required("starts_on", ImportedDays.init(parsing:))
        let ends = row.optional("ends_on", ImportedDays.init(parsing:))
        summary = row.optional("summary", Self.line)
        description = row.optional("description", Self.paragraphs)
        programme = row.optional("programme", Code.init(parsing:))
        phase = row.optional("phase", Code.init(parsing:))
        admission = row.word("admission", of: Admission.self)
        timeZone = row.optional("time_zone", Self.zone)
        venue = row.optional("venue", Self.line)
        city = row.optional("city", Self.line)
        country = row.optional("country", CountryCode.init(parsing:))
        isOnline = row.word("is_online", of: YesOrNo.self).map { $0 == .yes }
        languages = row.optional("languages", Self.tags)
        capacity = row.optional("capacity", Self.number)
        Self.checkPlace(&row)
        guard let days = starts.flatMap({ ImportedDays($0, to: ends, in: &row) }),
            row.errors.isEmpty, let code, let kind, let title
        else { return nil }
        self.code = code
        self.kind = kind
        self.title = title
        self.days = days
    }

    private enum YesOrNo: String, CaseIterable { case yes, no }

    /// As the schema has it: a venue is in a city, a city in a country.
    private static func checkPlace(_ row: inout ImportRow) {
        if row.text("venue") != nil, row.text("city") == nil {
            row.complain("city", "missing", "A venue is in a city.")
        }
        if row.text("city") != nil, row.text("country") == nil {
            row.complain("country", "missing", "A city is in a country.")
        }
    }

    private static func line(_ text: String) throws(TextRejection) -> String {
        try PlainText(parsing: text, charactersMax: 300, allowsLines: false).text
    }

    private static func paragraphs(_ text: String) throws(TextRejection) -> String {
        try PlainText(parsing: text, charactersMax: 10_000, allowsLines: true).text
    }

    private static func tags(_ text: String) throws(CodeRejection) -> [LanguageTag] {
        var tags: [LanguageTag] = []
        for word in text.split(separator: " ") {
            tags.append(try LanguageTag(parsing: String(word)))
        }
        return tags
    }

    private static func number(_ text: String) throws(ValueRejection) -> Int32 {
        guard text.utf8.allSatisfy({ CodeRejection.isDigit($0) }), let number = Int32(text),
            number > 0
        else { throw ValueRejection("bad-number", "This is a whole number, 1 or more.") }
        return number
    }

    /// Letters at first; whether there is such a zone, the database knows.
    private static func zone(_ text: String) throws(ValueRejection) -> String {
        guard text.wholeMatch(of: /[A-Z][A-Za-z0-9_+\-]*(\/[A-Za-z0-9_+\-]+)*/) != nil else {
            throw ValueRejection("unknown-time-zone", "A zone is written like Europe/Riga.")
        }
        return text
    }
}

/// The first and the last day of something, as precisely as they are known.
struct ImportedDays: Sendable, Equatable {
    var first: CalendarDay
    var last: CalendarDay
    var precision: DatePrecision

    /// Reads `2016-04-28`, `2016-04` or `2016`.
    init(parsing text: String) throws(ValueRejection) {
        if let day = CalendarDay(parsing: text) {
            (first, last, precision) = (day, day, .day)
        } else if let first = CalendarDay(parsing: text + "-01"),
            let last = (28...31).reversed().lazy
                .compactMap({ CalendarDay(parsing: "\(text)-\($0)") }).first
        {
            (self.first, self.last, precision) = (first, last, .month)
        } else if let first = CalendarDay(parsing: text + "-01-01"),
            let last = CalendarDay(parsing: text + "-12-31")
        {
            (self.first, self.last, precision) = (first, last, .year)
        } else {
            throw ValueRejection("bad-date", "A day is written like 2027-04-28.")
        }
    }

    /// From one day to another; a month or a year has no other end than its own.
    init?(_ starts: ImportedDays, to ends: ImportedDays?, in row: inout ImportRow) {
        guard let ends, ends != starts else {
            self = starts
            return
        }
        guard starts.precision == .day, ends.precision == .day else {
            row.complain(
                "ends_on", "mixed-precision", "A month or a year ends with itself; leave it empty.")
            return nil
        }
        guard starts.first <= ends.last else {
            row.complain("ends_on", "ends-before-start", "It ends before it starts.")
            return nil
        }
        (first, last, precision) = (starts.first, ends.last, .day)
    }
}

/// Why the text of a field is no value.
struct ValueRejection: FieldRejection, Equatable {
    let code: String
    let detail: String

    init(_ code: String, _ detail: String) {
        self.code = code
        self.detail = detail
    }
}
