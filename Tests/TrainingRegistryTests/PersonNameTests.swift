import Testing

@testable import TrainingRegistry

@Suite struct PersonNameTests {
    @Test(
        "A name is taken in any script, as it is written",
        arguments: [
            "Ieva", "Jean-Luc", "O\u{2019}Brien", "d'Arc", "J. R.", "Žydrūnė", "Æsa Þórsdóttir",
            "Владислав", "Ελένη", "مريم", "שרה", "王小明", "ஜெயலலிதா", "क्\u{200D}ष", "Nguyễn",
        ])
    func anyScript(name: String) throws {
        #expect(try PersonName(parsing: name).description == name)
    }

    @Test("Letters with combining marks become one form, and white space is tidied")
    func tidied() throws {
        let typed = "  Z\u{030C}ydru\u{0304}ne\u{0307} \t\u{A0} A ".replacing("\t", with: "")
        let expected: [UInt8] = Array("\u{17D}ydr\u{16B}n\u{117} A".utf8)

        #expect(try Array(PersonName(parsing: typed).description.utf8) == expected)
    }

    @Test(
        "What is no name is refused with its reason",
        arguments: [
            ("", .empty), (" \u{A0}", .empty), ("12", .notAName), ("-", .notAName),
            ("\u{0301}", .notAName), ("Ieva2", .notAName), ("<b>", .notAName), ("😀", .notAName),
            ("Ieva\nBcc", .controlCharacter), ("Ieva\r\nBcc", .controlCharacter),
            ("Ie\u{0}va", .controlCharacter), ("Ie\u{7F}va", .controlCharacter),
            ("Ie\u{85}va", .controlCharacter), ("Ie\u{2028}va", .controlCharacter),
            ("Ie\u{200B}va", .controlCharacter), ("Ie\u{E000}va", .controlCharacter),
            ("Ie\u{202E}va", .textDirection), ("Ie\u{2066}va", .textDirection),
            ("Ie\u{200F}va", .textDirection),
            (String(repeating: "ž", count: 101), .tooLong(charactersMax: 100)),
            (
                "a" + String(repeating: "\u{0315}\u{0316}", count: 50),
                .tooLong(charactersMax: 100)
            ),
            (String(repeating: "a", count: 1_000_000), .tooLong(charactersMax: 100)),
        ] as [(String, TextRejection)])
    func refused(name: String, reason: TextRejection) {
        #expect(throws: reason) { try PersonName(parsing: name) }
    }

    @Test(
        "Length is counted in characters of the text that is kept", arguments: ["ž", "z\u{030C}"])
    func length(letter: String) throws {
        let name = try PersonName(parsing: String(repeating: letter, count: 100))

        #expect(name.description.unicodeScalars.count == 100)
    }
}
