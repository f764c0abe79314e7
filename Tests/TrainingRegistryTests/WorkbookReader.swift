import Foundation
import Testing

@testable import TrainingRegistry

/// Reads back what `Workbook` writes: its sheets by their names, as rows of cells.
struct WorkbookReader {
    enum Cell: Equatable {
        case text(String)
        case number(String)
        case nothing

        /// What a file without types would say.
        var text: String {
            switch self {
            case .text(let text), .number(let text): text
            case .nothing: ""
            }
        }
    }

    let names: [String]
    let sheets: [[[Cell]]]

    init(_ bytes: [UInt8]) throws {
        var parts: [String: String] = [:]
        var place = 0
        while let (name, content) = Self.entry(in: bytes, at: &place) { parts[name] = content }
        let book = try #require(parts["xl/workbook.xml"])
        names = book.matches(of: /<sheet name="([^"]*)"/).map { String($0.1) }
        sheets = try names.indices.map { index in
            try #require(parts["xl/worksheets/sheet\(index + 1).xml"])
                .matches(of: /<row>(.*?)<\/row>/.dotMatchesNewlines()).map { Self.cells($0.1) }
        }
    }

    private static func cells(_ row: Substring) -> [Cell] {
        row.matches(of: /<c(?:\/>|[^>]*>(.*?)<\/c>)/.dotMatchesNewlines()).map { cell in
            guard let content = cell.1 else { return .nothing }
            if let number = content.wholeMatch(of: /<v>(.*)<\/v>/) {
                return .number(String(number.1))
            }
            let text = content.replacing(/<[^>]*>/, with: "").replacing("&lt;", with: "<")
                .replacing("&gt;", with: ">").replacing("&amp;", with: "&")
            return .text(String(text))
        }
    }

    /// One entry of an archive whose blocks are stored (RFC 1951 §3.2.4); nil at their end.
    private static func entry(
        in bytes: [UInt8], at place: inout Int
    ) -> (name: String, content: String)? {
        func number(_ offset: Int) -> Int { Int(bytes[offset]) | Int(bytes[offset + 1]) << 8 }
        guard bytes[place...].starts(with: [0x50, 0x4B, 3, 4]) else { return nil }
        let end = place + 30 + number(place + 26)
        let name = String(decoding: bytes[(place + 30)..<end], as: UTF8.self)
        var content: [UInt8] = []
        var block = end
        while true {
            let size = number(block + 1)
            content += bytes[(block + 5)..<(block + 5 + size)]
            let isLast = bytes[block] == 1
            block += 5 + size
            if isLast { break }
        }
        // Past the lengths, which follow the content.
        place = block + 16
        return (name, String(decoding: content, as: UTF8.self))
    }
}
