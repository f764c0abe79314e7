import Foundation
import Postgres
import TestSupport
import Testing

@testable import TrainingRegistry

@Suite struct SuggestDuplicatesTests {
    @Test(
        "Spellings of one name have one key",
        arguments: [
            ("Ērika Bērziņa", "BERZINA Erika"), ("Эрика Берзиня", "Erika Berzina"),
            ("Åse Ødegård", "Aase Oedegaard"), ("Jörg Müller-Weiß", "Joerg Mueller Weiss"),
            ("Юлия Жукова", "Julija Žukova"), ("Yuliya Zhukova", "Julija Žukova"),
            ("Łukasz Szczęsny", "Lukasz Szczesny"), ("Þór Æsir", "Thor Aesir"),
            ("Щербаков", "Shcherbakov"), ("Чехов", "Chekhov"), ("Jānis Šķēle", "Yanis Skele"),
            ("Seán O’Brien", "Sean OBrien"), ("Bjørn", "Björn"), ("Сергей", "Sergey"),
        ])
    func keys(one: String, other: String) async throws {
        try await PeopleRoom.with { room in
            let keys = try await room.ask(
                """
                SELECT person_name_key('\(one)') UNION ALL SELECT person_name_key('\(other)')
                """
            ).split(separator: "\n")

            #expect(keys.count == 2 && keys[0] == keys[1], "\(keys)")
        }
    }

    @Test(
        "Names are alike in the ways that people's names vary, and not in others",
        arguments: [
            ("berzina erika", "berzina erika", .same), ("berzina erika", "berzina e", .initials),
            ("berzina e m", "berzina erika", .initials), ("b erika", "berzina e", nil),
            ("e", "e", nil), ("berzina erika", "berzina", nil), ("berzina", "berzina", .same),
            ("ana berzina maria", "ana berzina", .furtherName),
            ("berzina erika", "berzins erika", .oneLetter),
            ("berzina erika", "berzins eriks", nil), ("berzina erika", "berzina erik", .oneLetter),
            ("berzina ana", "berzina ina", nil), ("berzina erika", "kalnina erika", nil),
            ("ana ana", "ana", nil),
        ] as [(String, String, NameLikeness?)])
    func likeness(one: String, other: String, expected: NameLikeness?) {
        let words = [one, other].map { $0.split(separator: " ").map(String.init) }

        #expect(NameLikeness(words[0], words[1]) == expected)
        #expect(NameLikeness(words[1], words[0]) == expected)
    }

    static func candidate(
        _ given: String, _ family: String, _ keys: (String, String), employer: String? = nil,
        email: String = "a@example.org", country: String = "LV"
    ) -> DuplicateCandidate {
        DuplicateCandidate(
            person: PersonSummary(
                id: UUID(), givenName: given, familyName: family, email: email,
                organisation: employer, sector: "police", country: country),
            givenKey: keys.0, familyKey: keys.1, employerKey: employer)
    }

    static let erika = candidate(
        "Ērika", "Bērziņa", ("erika", "berzina"), employer: "state police")

    @Test(
        "What speaks for one person is told; an address or a country alone says nothing",
        arguments: [
            (
                candidate("E.", "Berzina", ("e", "berzina"), employer: "state police", email: "b"),
                80, [.initials, .sameEmployer, .sameCountry]
            ),
            (
                candidate("E.", "Berzina", ("e", "berzina"), employer: "ngo", email: "b"), 55,
                [.initials, .otherEmployer, .sameCountry]
            ),
            (
                candidate("Erika", "Berzina", ("erika", "berzina"), employer: "ngo", email: "b"),
                90,
                [.transliteration, .otherEmployer, .sameCountry]
            ),
            (
                candidate("Bērziņa", "Ērika", ("berzina", "erika")), 100,
                [.nameOrder, .sameAddress, .sameCountry]
            ),
            (
                candidate("Ērika", "Bērziņa", ("erika", "berzina"), email: "b", country: "EE"), 70,
                [.sameName]
            ),
            (candidate("E.", "Berzina", ("e", "berzina"), email: "b", country: "EE"), nil, []),
            (candidate("Juris", "Kalns", ("iuris", "kalns"), employer: "state police"), nil, []),
        ] as [(DuplicateCandidate, Int?, [DuplicateSuggestion.Reason])])
    func judged(
        other: DuplicateCandidate, score: Int?, reasons: [DuplicateSuggestion.Reason]
    ) {
        let suggestion = DuplicateSuggestion(Self.erika, other)

        #expect(suggestion?.score == score)
        #expect(suggestion?.reasons ?? [] == reasons)
    }

    @Test("A pair is suggested until somebody says that they are two, or merges them")
    func suggestions() async throws {
        try await PeopleRoom.with { room in
            let all = try await room.database.duplicates(SuggestDuplicates())
            #expect(all.map(\.score) == [80])
            #expect(all.first?.reasons == [.initials, .sameEmployer, .sameCountry])
            let none = SuggestDuplicates(person: PeopleRoom.stranger)
            #expect(try await room.database.duplicates(none) == [])

            let merge = try await room.merge().get()
            #expect(try await room.database.duplicates(SuggestDuplicates()) == [])
            try await room.undo(merge).get()
            #expect(try await room.database.duplicates(SuggestDuplicates()) == all)

            for other in [PeopleRoom.kept, PeopleRoom.id(9)] {
                let dismissal = DismissSuggestion(
                    one: PeopleRoom.kept, other: other, actor: .system, now: PeopleRoom.now)
                #expect(try await !room.database.dismiss(dismissal))
            }
            let dismissal = DismissSuggestion(
                one: PeopleRoom.absorbed, other: PeopleRoom.kept, actor: .system,
                now: PeopleRoom.now)
            #expect(try await room.database.dismiss(dismissal))
            #expect(try await room.database.dismiss(dismissal))
            #expect(try await room.database.duplicates(SuggestDuplicates()) == [])
        }
    }

    @Test(
        "People are found by a part of a name in any spelling and order, or of an address",
        arguments: [
            ("berzina erika", ["Bērziņa", "Berzina"]), ("Берзиня", ["Bērziņa", "Berzina"]),
            ("bērz", ["Bērziņa", "Berzina"]), ("yuris", ["Kalns"]), ("ERIKA@", ["Bērziņa"]),
            ("@example.org", ["Berzina", "Kalns"]), ("nobody", []), ("%", []), ("'", []),
        ] as [(String, Set<String>)])
    func search(query: String, names: Set<String>) async throws {
        try await PeopleRoom.with { room in
            let found = try await room.database.people(ListPeople(query: query))

            #expect(Set(found.map(\.person.familyName)) == names)
        }
    }

    @Test("Everybody is listed, page by page")
    func pages() async throws {
        try await PeopleRoom.with { room in
            var names: [String] = []
            var after: UUID?
            while let line = try await room.database.people(
                ListPeople(after: after, limit: 1)
            ).first {
                names.append(line.person.givenName)
                after = line.person.id
            }

            #expect(names == ["E.", "Ērika", "Juris"])
            #expect(try await room.database.person(PeopleRoom.id(9)) == nil)
        }
    }
}
