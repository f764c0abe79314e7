/// Rows under headings, for a person at a terminal.
struct Table {
    private var lines: [[String]]

    init(_ headings: [String], _ rows: [[String]]) {
        lines = [headings] + rows
    }

    /// Each column as wide as its widest cell; nothing after the last.
    var text: String {
        let columns = lines.first?.count ?? 0
        let widths = (0..<columns).map { column in
            lines.map { $0[column].count }.max() ?? 0
        }
        return lines.map { line in
            let cells = line.enumerated().map { column, cell in
                column == columns - 1
                    ? cell : cell + String(repeating: " ", count: widths[column] - cell.count)
            }
            return cells.joined(separator: "  ")
        }.joined(separator: "\n")
    }

    func print() { Swift.print(text) }
}
