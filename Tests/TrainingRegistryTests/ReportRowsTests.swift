import Foundation
import Postgres
import TestSupport
import Testing

@testable import TrainingRegistry

@Suite(.timeLimit(.minutes(10))) struct ReportRowsTests {
    @Test(
        "A workbook has the cells of the CSV, one by one, and its figures are numbers",
        arguments: [
            Recipe(attendance: .confirmed),
            Recipe(attendance: .confirmed, group: [.country, .event]),
            Recipe(unit: .participation, attendance: .confirmed, group: [.year, .programme]),
            Recipe(attendance: .confirmed, group: [.country], audience: .public),
        ])
    func cells(recipe: Recipe) async throws {
        try await ReportTests.with { database, _ in
            let report = try await database.report(recipe, now: ReportTests.now).get()

            let table = try CSVParser.records(in: report.csv).map(\.fields)
            let book = try WorkbookReader(report.workbook)

            #expect(table.count == report.figures.count + 1)
            #expect(table.first == recipe.group.map(\.rawValue) + ["value"])
            #expect(book.names == ["participation", "about"])
            #expect(book.sheets[0].map { $0.map(\.text) } == table)
            for (row, figure) in zip(book.sheets[0].dropFirst(), report.figures) {
                #expect(row.last == figure.value.map { .number(String($0)) } ?? .nothing)
            }
        }
    }

    @Test("A workbook says how it was counted, what is hidden and what does not add up")
    func about() async throws {
        try await ReportRoom.with { room in
            try await room.happen("SELECT heads('e6', 1, 12)")
            let recipe = Recipe(attendance: .confirmed, group: [.event])
            let report = try await room.report(recipe)
            var small = recipe
            small.audience = .public
            let hidden = try await room.report(small)

            let lines = try WorkbookReader(report.workbook).sheets[1]
            func told(_ key: String) -> [WorkbookReader.Cell] {
                lines.filter { $0[0] == .text(key) }.map { $0[1] }
            }

            #expect(told("as_of") == [.text(report.asOf.description)])
            #expect(told("sha256") == [.text(report.digest)])
            #expect(told("words") == report.words.map { .text($0) })
            #expect(told("recipe") == [.text(report.recipeDocument)])
            #expect(told("hidden_figures") == [.number("0")])
            #expect(
                told("overlap") == [
                    .text(
                        "all: the parts by event add up to 12, 3 more than the total of 9.")
                ])
            #expect(told("head_count") == [.text("Counted without names, 12-to-14: at least 12")])
            let count = hidden.figures.count { $0.value == nil }
            #expect(count > 0)
            #expect(
                try WorkbookReader(hidden.workbook).sheets[1]
                    .contains([.text("hidden_figures"), .number(String(count))]))
            // The same report is the same file.
            let again = try await room.report(report.recipe)
            #expect(again.workbook == report.workbook)
        }
    }

    @Test("A key or a line that a spreadsheet would compute is a text in every file")
    func formula() throws {
        let asOf = try RecordedInstant(parsing: "2026-11-21T14:05:06Z")
        let report = Report(
            Recipe(attendance: .confirmed, group: [.organisation, .programme]), first: nil,
            last: nil, asOf: asOf,
            counted: [
                .init(keys: [nil, nil], value: 3), .init(keys: ["-", nil], value: 2),
                .init(keys: ["-", "a,\"b\""], value: 3),
            ], heads: [])

        let book = try WorkbookReader(report.workbook)

        #expect(
            String(decoding: report.csv, as: UTF8.self)
                == "organisation,programme,value\r\n,,3\r\n'-,,2\r\n'-,\"a,\"\"b\"\"\",3\r\n")
        #expect(book.sheets[0][2] == [.text("'-"), .nothing, .number("2")])
        #expect(
            book.sheets[1].contains {
                $0[0] == .text("overlap") && $0[1].text.hasPrefix("'-, all: the parts by")
            })
    }

    @Test("More rows than a sheet has go on in another one, under the same header")
    func sheets() throws {
        var workbook = Workbook("rows", [.init(name: "n", kind: .number)], rowsMax: 3)
        var bytes: [UInt8] = []
        workbook.write((1...5).map { [Array(String($0).utf8)[...]] }, to: &bytes)
        workbook.end(about: [], &bytes)

        let book = try WorkbookReader(bytes)

        #expect(book.names == ["rows", "rows 2", "rows 3", "about"])
        #expect(
            book.sheets.map { $0.map { $0.map(\.text) } }
                == [[["n"], ["1"], ["2"]], [["n"], ["3"], ["4"]], [["n"], ["5"]], []])
    }
}
