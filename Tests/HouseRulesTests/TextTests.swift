import Testing

/// What a reader meets first: how long, how wide, and in which words.
@Suite struct TextTests {
    static let everything = Result {
        try SourceFile.all(under: "Sources") + SourceFile.all(under: "Tests")
    }

    static let sources = Result { try SourceFile.all(under: "Sources") }

    @Test("A file fits in one reading: 300 lines at most")
    func fileLength() throws {
        let long = try Self.everything.get().filter { $0.lines.count > 300 }

        #expect(long.map { "\($0): \($0.lines.count)" } == [])
    }

    @Test("A function fits on a screen: 60 lines at most")
    func functionLength() throws {
        let long = try Self.sources.get().flatMap { file in
            FunctionLength.all(in: file).filter { $0.lines > 60 }
                .map { "\(file):\($0.line): \($0.lines)" }
        }

        #expect(long == [])
    }

    @Test("A line is 100 columns at most, comments too")
    func lineLength() throws {
        let long = try Self.everything.get().flatMap { file in
            zip(1..., file.lines).filter { $0.1.count > 100 }.map { "\(file):\($0.0)" }
        }

        #expect(long == [])
    }

    @Test(
        "What crashes or goes round the compiler stays out",
        arguments: [
            "try!", "as!", "fatalError(", "preconditionFailure(", "print(\"DEBUG",
        ])
    func banned(text: String) throws {
        let offenders = try Self.sources.get().filter { $0.code.contains(text) }

        #expect(offenders.map(\.path) == [])
    }

    @Test("What is left to do is not left in the text", arguments: ["TODO", "FIXME", "XXX"])
    func leftovers(text: String) throws {
        let offenders = try Self.sources.get().filter { $0.text.contains(text) }

        #expect(offenders.map(\.path) == [])
    }

    @Test(
        "Only EventLoop goes round the compiler's checks of concurrency, or locks",
        arguments: [
            "@unchecked Sendable", "nonisolated(unsafe)", "NSLock", "NSRecursiveLock", "Mutex",
            "DispatchSemaphore", "pthread_mutex", "Atomic<",
        ])
    func unchecked(text: String) throws {
        let offenders = try Self.sources.get().filter {
            !$0.path.hasPrefix("Sources/EventLoop/") && $0.code.contains(text)
        }

        #expect(offenders.map(\.path) == [])
    }

    @Test("Every type at the left margin says what it is in a comment")
    func documented() throws {
        let bare = try Self.sources.get().flatMap { file in
            let lines = file.lines
            return zip(lines.indices, file.codeLines).compactMap { index, line -> String? in
                guard line.firstMatch(of: Self.declaration) != nil else { return nil }
                let before = lines[..<index].last { !$0.hasPrefix("@") }
                return before?.hasPrefix("///") == true ? nil : "\(file):\(index + 1)"
            }
        }

        #expect(bare == [])
    }

    @Test("Every test has a sentence for its name")
    func sentences() throws {
        let offenders = try SourceFile.all(under: "Tests").flatMap { file in
            file.code.matches(of: /@Test\b(?!\(\s*")/).map { _ in file.path }
        }

        #expect(offenders == [])
    }

    @Test("A test waits for a fact and never for a while")
    func sleeps() throws {
        let offenders = try SourceFile.all(under: "Tests").filter {
            $0.code.contains(/\bTask\.sleep\b|\bThread\.sleep\b|\busleep\(|\bsleep\(\d/)
        }

        #expect(offenders.map(\.path) == [])
    }

    private static var declaration: Regex<Substring> {
        /^(?:(?:public|package|internal|final|indirect) )*(?:struct|enum|class|protocol|actor) \w+/
            .ignoresCase(false)
    }
}
