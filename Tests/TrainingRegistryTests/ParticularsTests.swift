import Testing

@testable import TrainingRegistry

@Suite struct ParticularsTests {
    @Test(
        "A country is two ASCII letters, raised",
        arguments: [
            ("lv", "LV"), ("LV", "LV"), ("dE", "DE"), ("ß", nil), ("L", nil), ("LVA", nil),
            ("L1", nil), ("", nil), ("Lv ", nil), ("[]", nil), ("ＬＶ", nil),
        ])
    func country(text: String, code: String?) {
        #expect((try? CountryCode(parsing: text))?.description == code)
    }

    @Test(
        "A sector is a word of lower-case letters and hyphens",
        arguments: [
            ("border-guard", true), ("police", true), ("", false), ("Police", false),
            ("border guard", false), ("police1", false), ("polič", false),
            (String(repeating: "a", count: 65), false),
        ])
    func sector(text: String, isCode: Bool) {
        #expect(((try? SectorCode(parsing: text)) != nil) == isCode)
    }

    @Test(
        "A language is a language, perhaps a script and a region, in their usual case",
        arguments: [
            ("lv", "lv"), ("EN", "en"), ("sme", "sme"), ("en-gb", "en-GB"),
            ("sr-latn-rs", "sr-Latn-RS"), ("sr-LATN", "sr-Latn"), ("e", nil), ("engl", nil),
            ("en-", nil), ("-en", nil), ("en_GB", nil), ("en-GB-Latn", nil), ("en-gb-gb", nil),
            ("en-1", nil), ("", nil), ("lv-ß", nil),
        ])
    func language(text: String, tag: String?) {
        #expect((try? LanguageTag(parsing: text))?.description == tag)
    }
}
