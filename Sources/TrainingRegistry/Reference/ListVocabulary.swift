import Postgres

/// Reads every country, in the order of their names.
struct ListCountries: Statement {
    // ICU's root collation puts Åland beside Albania; the C collation would put it last.
    static let sql: StaticString = """
        SELECT code, name FROM country ORDER BY name COLLATE "und-x-icu"
        """

    func bind(to parameters: inout Parameters) {}

    static func decode(_ row: RowReader) throws(DatabaseError) -> Country {
        Country(code: try row.text(0), name: try row.text(1))
    }
}

/// Reads every language, in the order of their names.
struct ListLanguages: Statement {
    static let sql: StaticString = """
        SELECT tag, name FROM language ORDER BY name COLLATE "und-x-icu"
        """

    func bind(to parameters: inout Parameters) {}

    static func decode(_ row: RowReader) throws(DatabaseError) -> Language {
        Language(tag: try row.text(0), name: try row.text(1))
    }
}

/// Reads the sectors that may be chosen on a day, in the order of their titles.
struct ListSectors: Statement {
    static let sql: StaticString = """
        SELECT code, title FROM sector WHERE valid @> $1 ORDER BY title COLLATE "und-x-icu"
        """

    var day: CalendarDay

    func bind(to parameters: inout Parameters) {
        parameters.add(day)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> Sector {
        Sector(code: try row.text(0), title: try row.text(1))
    }
}

/// Reads the topics that are in use on a day, in the order of their titles.
struct ListTopics: Statement {
    static let sql: StaticString = """
        SELECT code, title FROM topic WHERE valid @> $1 ORDER BY title COLLATE "und-x-icu"
        """

    var day: CalendarDay

    func bind(to parameters: inout Parameters) {
        parameters.add(day)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> Topic {
        Topic(code: try row.text(0), title: try row.text(1))
    }
}
