import Testing

/// The rules are only as honest as the reader behind them.
@Suite struct SwiftTextTests {
    @Test(
        "What a comment or a string says is not code",
        arguments: [
            ("a // try! b", "a          "),
            ("a /* x /* y */ z */ b", "a                   b"),
            (#"f("try! { \" //") }"#, #"f("            ") }"#),
            (##"f(#"a"b\"#) }"##, ##"f(#"    "#) }"##),
            (#"f("a\(g("b", { c }))d") }"#, #"f("  (g(" ", { c })) ") }"#),
            ("f(\"\"\"\n  { \" }\n  \"\"\")", "f(\"\"\"\n       \n  \"\"\")"),
            (#"m(of: /a"{\/b/) }"#, #"m(of: /      /) }"#),
            ("a / b / c", "a / b / c"),
        ]
    )
    func code(text: String, expected: String) {
        #expect(SwiftText.code(of: text) == expected)
    }

    @Test("What strings say is told line by line, those within others too")
    func literals() {
        let text = "f(\"a \\(g(\"b\")) c\") // \"d\"\n#\"e\\(f)\"#"

        #expect(
            SwiftText.literals(of: text) == [
                SwiftText.Literal(line: 1, text: "b"), SwiftText.Literal(line: 1, text: "a \0 c"),
                SwiftText.Literal(line: 2, text: "e\\(f)"),
            ])
    }

    @Test("A function is as long as from its first line to its last brace")
    func functions() {
        let file = SourceFile(
            path: "Example.swift",
            text: """
                protocol P {
                    func none(a: Int) -> Int
                    var x: Int { get }
                }
                struct S {
                    func one() { "}" }
                    @Sendable public static func three<T>(
                        _ body: () -> T = { 1 }
                    ) throws(E) -> T where T: P { // }
                        if true { let a = "{" }
                    }
                    init?(x: Int) {
                        self.init(x)
                    }
                }
                """)

        #expect(
            FunctionLength.all(in: file) == [
                FunctionLength(line: 6, lines: 1), FunctionLength(line: 7, lines: 5),
                FunctionLength(line: 12, lines: 3),
            ])
    }

    @Test("Imports are seen with whatever stands before them, and not in a string")
    func imports() {
        let text = """
            @testable import A
            public import B
            import struct C.D
            // import E
            let x = "import F"
            """

        #expect(SourceFile(path: "x.swift", text: text).imports == ["A", "B", "C"])
    }

    @Test("A file does not mention what it declares, nor members of other names")
    func mentions() {
        let text = """
            /// Like Seat.
            struct Row { var a: Event; enum Kind { case x }; var b: Other.Person; let c = "Grant" }
            """

        #expect(SourceFile(path: "x.swift", text: text).mentionedTypes == ["Event", "Other"])
    }
}
