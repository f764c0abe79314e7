/// Reads `application/x-www-form-urlencoded` content, strictly.
enum FormBody {
    /// Enough for a box at everybody in a long list; other forms have fewer fields.
    static let listItemCountMax = 1_200

    /// The fields in their order; a name may come twice, which the reader reports.
    ///
    /// No byte order mark is looked for and no charset guessed: it is UTF-8 (WHATWG URL §5.1).
    static func items(
        parsing bytes: [UInt8], itemCountMax: Int = Query.itemCountMax
    ) throws(Problem) -> [Query.Item] {
        var items: [Query.Item] = []
        for part in bytes.split(separator: UInt8(ascii: "&")) {
            guard items.count < itemCountMax else {
                throw .malformedForm("It has more than \(itemCountMax) fields.")
            }
            let equals = part.firstIndex(of: UInt8(ascii: "="))
            let value = equals.map { part[($0 + 1)...] } ?? []
            guard let name = PercentDecoding.formText(part[..<(equals ?? part.endIndex)]),
                let value = PercentDecoding.formText(value)
            else { throw .malformedForm("An escape is broken or a text is not valid UTF-8.") }
            items.append(Query.Item(name: name, value: value))
        }
        return items
    }
}
