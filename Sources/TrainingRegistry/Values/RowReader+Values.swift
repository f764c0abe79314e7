public import Postgres

/// Columns that hold values of the domain.
///
/// What does not parse is `.failed`: the schema's constraints hold the same law, so it is a defect.
extension RowReader {
    public func code(_ column: Int) throws(DatabaseError) -> Code {
        let text = try text(column)
        do {
            return try Code(parsing: text)
        } catch {
            throw .failed(sqlState: "22023", message: "column \(column) holds no code")
        }
    }

    /// A word of a closed list, such as the kind of an event.
    public func word<Word: RawRepresentable<String>>(
        _ column: Int, of list: Word.Type
    ) throws(DatabaseError) -> Word {
        guard let word = list.init(rawValue: try text(column)) else {
            throw .failed(sqlState: "22023", message: "column \(column) holds no \(list)")
        }
        return word
    }
}
