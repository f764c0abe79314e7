/// A file cut into rows by the names in its header.
struct ImportTable {
    let rows: [ImportRow]

    /// Throws what is wrong with the file as a whole: its bytes, its header, lengths of lines.
    init(
        parsing bytes: [UInt8], required: [String], optional: [String]
    ) throws(ImportRejection) {
        let records: [CSVParser.Record]
        do {
            records = try CSVParser.records(in: bytes)
        } catch {
            throw ImportRejection(errors: [error.asImportError])
        }
        guard let header = records.first else {
            throw ImportRejection(errors: [
                ImportError(
                    line: 1, column: nil, code: "no-header",
                    detail: "The file is empty; its first line names the columns.")
            ])
        }
        try Self.check(header, required: required, optional: optional)
        let lengths = records.dropFirst().filter { $0.fields.count != header.fields.count }.map {
            ImportError(
                line: $0.line, column: nil, code: "wrong-number-of-fields",
                detail: "The header has \(header.fields.count) fields, this line "
                    + "\($0.fields.count).")
        }
        guard lengths.isEmpty else { throw ImportRejection(errors: lengths) }
        rows = records.dropFirst().map { record in
            ImportRow(
                line: record.line,
                cells: Dictionary(
                    zip(header.fields, record.fields), uniquingKeysWith: { first, _ in first }))
        }
    }

    private static func check(
        _ header: CSVParser.Record, required: [String], optional: [String]
    ) throws(ImportRejection) {
        var errors: [ImportError] = []
        func complain(_ column: String, _ code: String, _ detail: String) {
            errors.append(
                ImportError(line: header.line, column: column, code: code, detail: detail))
        }
        let known = (required + optional).joined(separator: ", ")
        for (index, name) in header.fields.enumerated() {
            if header.fields[..<index].contains(name) {
                complain(name, "duplicate-column", "This column is there twice.")
            } else if !required.contains(name), !optional.contains(name) {
                complain(name, "unknown-column", "The columns are \(known).")
            }
        }
        for name in required where !header.fields.contains(name) {
            complain(name, "missing-column", "This column is needed.")
        }
        guard errors.isEmpty else { throw ImportRejection(errors: errors) }
    }
}

/// Why a file is not read as a table at all.
public struct ImportRejection: Error, Sendable, Equatable {
    public var errors: [ImportError]
}

extension CSVParser.Rejection {
    fileprivate var asImportError: ImportError {
        let detail =
            switch reason {
            case .strayQuote: "A field with a quote in it has to be in quotes, doubling it."
            case .textAfterQuote: "After the quote that ends a field comes a comma or a line break."
            case .unclosedQuote: "A quote is opened here and never closed."
            case .bareCarriageReturn: "Lines end with LF or CR LF, not with CR alone."
            case .controlCharacter: "The file holds a NUL; it has to be text in UTF-8."
            case .notUTF8: "This line is not UTF-8; save the file as CSV UTF-8."
            case .fieldTooLong: "A field of this line is too long."
            case .tooManyFields: "This line has too many fields."
            case .tooManyRows: "The file has too many lines; cut it into several."
            }
        return ImportError(line: line, column: nil, code: reason.rawValue, detail: detail)
    }
}
