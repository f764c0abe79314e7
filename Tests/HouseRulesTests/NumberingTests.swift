import Testing

/// What is numbered is numbered for ever.
@Suite struct NumberingTests {
    @Test("Migrations are numbered from 0001 without a gap and say what they do")
    func migrations() throws {
        let names = try SourceFile.all(under: "migrations", suffix: ".sql").map(\.name)

        #expect(names.map { $0.prefix(5) } == names.indices.map { number($0 + 1) + "_" })
        #expect(names.filter { $0.wholeMatch(of: /\d{4}(?:_[a-z0-9]+)+\.sql/) == nil } == [])
    }

    @Test("Decisions are numbered from 0001 without a gap")
    func decisions() throws {
        let names = try SourceFile.all(under: "docs/decisions", suffix: ".md").map(\.name)

        #expect(names.map { $0.prefix(5) } == names.indices.map { number($0 + 1) + "-" })
        #expect(names.filter { $0.wholeMatch(of: /\d{4}(?:-[a-z0-9]+)+\.md/) == nil } == [])
    }

    private func number(_ value: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
