/// What file a table becomes.
public enum FileFormat: String, Sendable, CaseIterable {
    case csv, xlsx, json

    /// Before text: by it Excel knows UTF-8.
    public static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    public var mediaType: String {
        switch self {
        case .csv: "text/csv; charset=utf-8; header=present"
        case .xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        case .json: "application/json"
        }
    }
}

/// What the cells of a column are.
public enum CellKind: Sendable {
    /// What people wrote, which a spreadsheet might take for a formula.
    case text
    /// A code or an id of ours.
    case code
    case number, day
}
