import Mailer

/// One record of a file with its fields by the names of the header, read with all its errors.
struct ImportRow {
    let line: Int
    private let cells: [String: String]
    private(set) var errors: [ImportError] = []

    init(line: Int, cells: [String: String]) {
        self.line = line
        self.cells = cells
    }

    mutating func complain(_ column: String, _ code: String, _ detail: String) {
        errors.append(ImportError(line: line, column: column, code: code, detail: detail))
    }

    /// The text of a cell without the spaces around it; nil when it is empty or not in the file.
    func text(_ column: String) -> String? {
        guard let text = cells[column] else { return nil }
        let trimmed = text.unicodeScalars.drop { $0.properties.isWhitespace }.reversed()
            .drop { $0.properties.isWhitespace }.reversed()
        return trimmed.isEmpty ? nil : String(String.UnicodeScalarView(trimmed))
    }

    mutating func optional<Value, Rejection: FieldRejection>(
        _ column: String, _ parse: (String) throws(Rejection) -> Value
    ) -> Value? {
        guard let text = text(column) else { return nil }
        do {
            return try parse(text)
        } catch {
            complain(column, error.code, error.detail)
            return nil
        }
    }

    mutating func required<Value, Rejection: FieldRejection>(
        _ column: String, _ parse: (String) throws(Rejection) -> Value
    ) -> Value? {
        guard text(column) != nil else {
            complain(column, "missing", "This field is needed.")
            return nil
        }
        return optional(column, parse)
    }

    /// A word of a closed list.
    mutating func word<Word: RawRepresentable<String> & CaseIterable>(
        _ column: String, of list: Word.Type
    ) -> Word? {
        guard let text = text(column) else { return nil }
        if let word = list.init(rawValue: text) { return word }
        let known = list.allCases.map(\.rawValue).joined(separator: ", ")
        complain(column, "unknown-value", "This is one of \(known).")
        return nil
    }
}

/// What is wrong with a file, and where.
public struct ImportError: Error, Sendable, Hashable {
    public var line: Int
    /// The name of the column in the header; nil when it is the line as a whole.
    public var column: String?
    /// A stable word for programs.
    public var code: String
    /// A sentence for people, without the text that was refused.
    public var detail: String

    public init(line: Int, column: String?, code: String, detail: String) {
        self.line = line
        self.column = column
        self.code = code
        self.detail = detail
    }
}
