import Foundation
import Postgres
import TestSupport
import Testing

@testable import TrainingRegistry

@Suite(.timeLimit(.minutes(10))) struct ExportTests {
    @Test("The header of a table is the documented list of its columns", arguments: Export.allCases)
    func header(export: Export) throws {
        let page = try Repository.text("docs/exports.md")
        let section = try #require(
            page.split(separator: "\n## ").first { $0.hasPrefix("`\(export.rawValue)`") })
        let documented = section.matches(of: /(?m)^\| `([a-z_]+)` \|/).map { String($0.1) }

        #expect(export.columns(withNames: true).map(\.name) == documented)
    }

    @Test("Every table is read in every format, of an event and of a period")
    func allTables() async throws {
        try await AttendanceRoom.with { room in
            try await room.mark(0, 0, .present)
            for export in Export.allCases {
                for format in FileFormat.allCases {
                    let ofEvent = try await room.export(export, format, .event(room.event))
                    let ofAll = try await room.export(
                        export, format, .period(from: nil, until: nil))
                    #expect(!ofEvent.bytes.isEmpty && !ofAll.bytes.isEmpty)
                    #expect(ofEvent.rows <= ofAll.rows, "\(export) \(format)")
                }
            }
        }
    }

    @Test("CSV has a row for each participation that counts, with what it attended")
    func participants() async throws {
        try await AttendanceRoom.with { room in
            try await room.mark(0, 0, .present)
            try await room.mark(0, 1, .partly)

            let (bytes, rows, withheld) = try await room.export(
                .participants, .csv, .event(room.event))
            let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\r\n")

            #expect((rows, withheld) == (3, 0))
            let keys = Export.participants.columns(withNames: true).map(\.name)
            #expect(lines.first.map(String.init) == keys.joined(separator: ","))
            let first = try #require(lines.first { $0.contains("Number1") })
            #expect(first.contains(",participant,Person,Number1,p1@example.org,"))
            #expect(first.hasSuffix(",2,1,1,,direct,,2027-06-01"))
        }
    }

    @Test("Nobody gets a name who may not see one, in any format", arguments: FileFormat.allCases)
    func withoutNames(format: FileFormat) async throws {
        try await AttendanceRoom.with { room in
            let scope = ExportScope.event(room.event)
            let named = try await room.export(.participants, format, scope)
            let bare = try await room.export(.participants, format, scope, withNames: false)

            for word in ["Number1", "p1@example.org", "given_name", "email"] {
                #expect(String(decoding: named.bytes, as: UTF8.self).contains(word))
                #expect(!String(decoding: bare.bytes, as: UTF8.self).contains(word))
            }
        }
    }

    @Test("The log says who took what along, without a name; of nothing it says nothing")
    func logged() async throws {
        try await AttendanceRoom.with { room in
            _ = try await room.export(.participants, .csv, .event(room.event))
            let unknown = try await room.database.open(
                room.request(.participants, .csv, .event(try Code(parsing: "no-such-event"))))

            #expect(unknown == nil)
            let lines = try await room.database.audit(ListAudit(action: "export"))
            #expect(lines.map(\.reason) == ["participants as csv of the event hall, with names"])
            #expect(lines.first?.subject == "event")
            #expect(lines.first?.via == "test")
        }
    }

    @Test(
        "A cell that begins like a formula is a text, a number stays a number",
        arguments: [
            ("=1+1", "'=1+1"), ("+49", "'+49"), ("-2", "'-2"), ("@a", "'@a"), ("\t=1", "'\t=1"),
            ("\r=1", "'\r=1"), ("\n=1", "'\n=1"), ("＝1", "'＝1"), ("a=1", "a=1"), ("", ""),
            ("'=1", "'=1"), (" =1", " =1"),
        ])
    func formula(cell: String, safe: String) async throws {
        let written = try await TestDatabase.withDatabase { database in
            let snapshot = try await database.snapshot()
            try await snapshot.copyOut(
                CopyQuery(
                    """
                    SELECT encode(convert_to(formula_safe(:'cell'), 'UTF8'),
                                  'hex'), formula_safe(NULL), -2
                    """,
                    as: .text), ["cell": cell])
            return String(decoding: try await snapshot.next()?.bytes ?? [], as: UTF8.self)
        }
        let hex = safe.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()

        #expect(written == "\(hex)\t\\N\t-2\n")
        #expect(cell.formulaSafe == safe)
    }

    @Test("As of an instant before the marks, there are none")
    func asOf() async throws {
        try await AttendanceRoom.with { room in
            let before = Date()
            try await room.mark(0, 0, .present)

            let now = try await room.export(.participants, .csv, .event(room.event))
            let then = try await room.export(.participants, .csv, .event(room.event), asOf: before)

            let marked = ",2,1,0,,direct,,2027-06-01\r\n"
            #expect(String(decoding: now.bytes, as: UTF8.self).contains(marked))
            #expect(!String(decoding: then.bytes, as: UTF8.self).contains(marked))
            #expect(then.rows == 3)
        }
    }

    @Test("As of an instant before an event was moved, the table of events is the same bytes")
    func moved() async throws {
        try await AttendanceRoom.with { room in
            let then = Date()
            func events(asOf: Date?) async throws -> [UInt8] {
                try await room.export(.events, .csv, .event(room.event), asOf: asOf).bytes
            }
            let before = try await events(asOf: then)
            try await room.stage.test.script(
                "UPDATE event SET ends_on = ends_on + 7 WHERE code = '\(room.event)'")

            #expect(try await events(asOf: then) == before)
            #expect(try await events(asOf: nil) != before)
        }
    }

    @Test("A byte order mark comes first where it is asked for")
    func mark() async throws {
        try await AttendanceRoom.with { room in
            let file = try await room.export(
                .participants, .csv, .event(room.event), hasMark: true)

            #expect(file.bytes.prefix(4) == [0xEF, 0xBB, 0xBF, UInt8(ascii: "e")])
        }
    }

    @Test("JSON says what it is and how many rows are withheld, and its cells have types")
    func json() async throws {
        struct Document: Decodable {
            struct Item: Decodable {
                var event: String
                var starts_on: String
                var sessions: Int
            }
            var export: String
            var withheld_rows: Int
            var items: [Item]
        }
        try await AttendanceRoom.with { room in
            let file = try await room.export(.participants, .json, .event(room.event))

            let document = try JSONDecoder().decode(Document.self, from: Data(file.bytes))

            #expect(document.export == "participants")
            #expect(document.withheld_rows == 0)
            #expect(document.items.map(\.event) == ["hall", "hall", "hall"])
            #expect(document.items.first?.starts_on == "2027-06-01")
            #expect(document.items.first?.sessions == 2)
        }
    }

    @Test("The checksum of ZIP is the known one, however a text is cut")
    func checksum() {
        let text = Array("123456789, and some more bytes to go by eights".utf8)

        #expect(~CRC32.update(.max, Array("123456789".utf8)) == 0xCBF4_3926)
        for cut in 0...text.count {
            let crc = CRC32.update(CRC32.update(.max, Array(text[..<cut])), Array(text[cut...]))
            #expect(crc == CRC32.update(.max, text))
        }
    }

    @Test(
        "A field of CSV is quoted where it has to be, after what would be computed is made a text")
    func fields() {
        #expect("=1+1".formulaSafe.csvField == "'=1+1")
        #expect("@a,\"b\"".formulaSafe.csvField == "\"'@a,\"\"b\"\"\"")
        #expect("Anna".formulaSafe.csvField == "Anna")
    }

    @Test("An escaped cell is what it was, and NULL is not a text")
    func unescaping() {
        var rows = CopiedRows()
        rows.append(#"a\tb\\n\n"# + "\t\\N\t\tü\n")
        let cells = TextRows(rows).map { row in
            row.map { $0.map { String(decoding: $0, as: UTF8.self) } }
        }

        #expect(cells == [["a\tb\\n\n", nil, "", "ü"]])
    }
}

extension CopiedRows {
    fileprivate mutating func append(_ row: String) {
        bytes += row.utf8
        ends.append(bytes.count)
    }
}

extension AttendanceRoom {
    fileprivate func request(
        _ export: Export, _ format: FileFormat, _ scope: ExportScope
    ) -> OpenExport {
        OpenExport(
            export, as: format, about: scope, withNames: true, actor: .command(userID: 7),
            via: "test", now: stage.now)
    }

    func export(
        _ export: Export, _ format: FileFormat, _ scope: ExportScope, withNames: Bool = true,
        hasMark: Bool = false, asOf: Date? = nil
    ) async throws -> (bytes: [UInt8], rows: Int, withheld: Int) {
        var request = request(export, format, scope)
        request.withNames = withNames
        request.hasMark = hasMark
        request.asOf = asOf
        let stream = try #require(try await database.open(request))
        var bytes: [UInt8] = []
        while let piece = try await stream.next() { bytes += piece }
        return (bytes, stream.rows, stream.withheld)
    }
}
