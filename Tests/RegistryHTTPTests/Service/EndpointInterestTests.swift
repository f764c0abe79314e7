import Foundation
import Testing

@testable import RegistryHTTP

@Suite struct EndpointInterestTests {
    /// A whole body in which one member after the other can be replaced or added.
    static func body(_ changes: [String: String?] = [:]) -> String {
        var members: [String: String?] = [
            "event": #""protect-tallinn-2027""#, "given_name": #""Ieva""#,
            "family_name": #""Ozola""#, "email": #""ieva.ozola@example.org""#,
            "organisation": #""State Border Guard""#, "sector": #""border-guard""#,
            "country": #""LV""#, "language": #""lv""#, "notice": #""\#(PrivacyPage.version)""#,
        ]
        members.merge(changes) { $1 }
        let pairs = members.compactMap { name, value in value.map { "\"\(name)\":\($0)" } }
        return "{\(pairs.sorted().joined(separator: ","))}"
    }

    /// The same without a date.
    static func pooled(_ changes: [String: String?] = [:]) -> String {
        body(["event": nil, "programme": #""audtrain""#].merging(changes) { $1 })
    }

    static let long = "\"\(String(repeating: "a", count: 300))\""

    /// What is sent, and what is answered.
    static let refusals: [(String, String)] = [
        ("", "400 malformed-json"),
        ("not JSON", "400 malformed-json"),
        ("[]", "400 malformed-json"),
        (body() + "x", "400 malformed-json"),
        (#"{"event":"a""#, "400 malformed-json"),
        (
            "{}",
            "422 invalid-fields /event missing, /given_name missing, /family_name missing, "
                + "/sector missing, /country missing, /email missing, /notice missing"
        ),
        (body(["given_name": "1"]), "422 invalid-fields /given_name wrong-type"),
        (body(["email": #"["a@example.org"]"#]), "422 invalid-fields /email wrong-type"),
        (body(["age": "7"]), "422 invalid-fields /age unknown-member"),
        (body(["a/b~": "7"]), "422 invalid-fields /a~1b~0 unknown-member"),
        (body(["given_name": #""a\u0000b""#]), "422 invalid-fields /given_name control-character"),
        (
            body(["given_name": #""Ieva\r\nBcc: a@example.org""#]),
            "422 invalid-fields /given_name control-character"
        ),
        (
            body(["family_name": #""\u202Eavozo""#]),
            "422 invalid-fields /family_name text-direction"
        ),
        (body(["given_name": long]), "422 invalid-fields /given_name too-long"),
        (body(["given_name": #"" ""#]), "422 invalid-fields /given_name empty"),
        (body(["event": #""nowhere-2027""#]), "422 invalid-fields /event unknown-event"),
        (body(["event": #""NOT A CODE""#]), "422 invalid-fields /event bad-code"),
        (body(["event": nil]), "422 invalid-fields /event missing"),
        (body(["programme": #""protect""#]), "422 invalid-fields /programme two-targets"),
        (
            body(["event": nil, "programme": #""nowhere""#]),
            "422 invalid-fields /programme unknown-programme"
        ),
        (body(["sector": #""piracy""#]), "422 invalid-fields /sector unknown-sector"),
        (body(["country": #""XX""#]), "422 invalid-fields /country unknown-country"),
        (body(["notice": #""1999-01""#]), "422 invalid-fields /notice notice-outdated"),
        (
            body(["topics": #"["migration"]"#]), "422 invalid-fields /topics only-for-programmes"
        ),
        (
            pooled(["topics": #"["migration","piracy",7]"#, "languages": #"["lv","xx","LV "]"#]),
            "422 invalid-fields /topics/1 unknown-topic, /topics/2 wrong-type, "
                + "/languages/1 unknown-language, /languages/2 unknown-language"
        ),
        (pooled(["topics": #""migration""#]), "422 invalid-fields /topics wrong-type"),
        (body(["event": #""protect-gdansk""#]), "409 event-closed"),
        (body(["event": #""protect-tallinn-2016""#]), "409 event-closed"),
        (body(["event": #""trafficking-roundtable-vilnius""#]), "409 event-closed"),
        (body(["event": #""expert-group-reykjavik""#]), "409 event-closed"),
        (body(["event": #""non-violent-childhoods-warsaw""#]), "409 event-closed"),
        (
            body(["event": #""protect-gdansk""#, "sector": #""piracy""#]),
            "422 invalid-fields /sector unknown-sector"
        ),
    ]

    // One database for the whole table: making one costs more than all of its rows.
    @Test("Whatever is wrong is told with its place, and nothing of it is kept")
    func refused() async throws {
        try await ServiceStage.with { stage in
            for (body, expected) in Self.refusals {
                #expect(try await stage.interest(body).summary == expected, "\(body.prefix(400))")
            }

            let twice = #"{"email":"a@example.org","email":"b@example.org"}"#
            #expect(try await stage.interest(twice).status == 400)
            let invalid = Array(#"{"given_name":""#.utf8) + [0xC3, 0x28] + Array(#""}"#.utf8)
            let broken = try await stage.post("/api/v1/interests", "application/json", invalid)
            #expect(broken.summary == "400 malformed-json")
            let text = try await stage.post("/api/v1/interests", "text/plain", Array("{}".utf8))
            #expect(text.summary == "415 unsupported-media-type")

            #expect(try await stage.stored() == [0, 0, 0])
        }
    }

    @Test("A known and an unknown address get the same answer, and a trap is never stored")
    func accepted() async throws {
        try await ServiceStage.with { stage in
            let trapped = try await stage.interest(Self.body(["website": #""x""#]))
            #expect(trapped.status == 202)
            #expect(try await stage.stored() == [0, 0, 0])

            let first = try await stage.interest(Self.body())
            let second = try await stage.interest(Self.body())

            #expect(first.status == 202)
            #expect(first.text == #"{"status":"confirmation-sent"}"#)
            #expect(second == first)
            #expect(trapped == first)
            #expect(try await stage.stored()[0] == 1)
        }
    }

    @Test("A key makes a request safe to repeat, and is good for one request only")
    func idempotency() async throws {
        try await ServiceStage.with { stage in
            let key = "Idempotency-Key: 7c9e6679"
            let first = try await stage.interest(Self.body(), key)
            let again = try await stage.interest(Self.body(), key)
            let other = try await stage.interest(Self.body(["given_name": #""Anna""#]), key)

            #expect(first.status == 202)
            #expect(again == first)
            #expect(other.summary == "422 idempotency-key-reused")
            #expect(try await stage.stored() == [1, 1, 1])
            for bad in ["", "a b", "ä", String(repeating: "k", count: 256)] {
                let answer = try await stage.interest(Self.body(), "Idempotency-Key: \(bad)")
                #expect(answer.summary == "400 bad-idempotency-key", "\(bad)")
            }
        }
    }

    @Test("A source that has had its share is told when to come again")
    func limit() async throws {
        try await ServiceStage.with(perSourceAndMinute: 2) { stage in
            #expect(try await stage.interest("not JSON").status == 400)
            #expect(try await stage.interest("{}").status == 422)
            #expect(try await stage.interest("{}").status == 422)

            let refused = try await stage.interest("{}")

            #expect(refused.summary == "429 too-many-requests")
            #expect(refused["Retry-After"] == "60")
        }
    }
}
