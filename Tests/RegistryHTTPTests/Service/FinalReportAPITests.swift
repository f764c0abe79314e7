import EventLoop
import Foundation
import Testing
import TrainingRegistry

@testable import RegistryHTTP

@Suite(.timeLimit(.minutes(5))) struct FinalReportAPITests {
    static let reports = "/api/v1/reports"

    @Test("A report is kept, read back byte by byte with its digest, and counted again")
    func keep() async throws {
        try await CoordinatorDesk.with { desk in
            let kept = try await desk.document(
                "POST", "\(Self.reports)/kept",
                #"{"title":"Of the year","period":"2016","group":"country,sector"}"#)
            let id = try #require(kept["id"] as? String)
            let bytes = try await desk.send("GET", "\(Self.reports)/kept/\(id)")
            let digest = Data(Digest.sha256(bytes.body)).base64EncodedString()
            let verdict = try await desk.document("POST", "\(Self.reports)/kept/verify")

            #expect(bytes["Repr-Digest"] == "sha-256=:\(digest):")
            #expect(kept["sha256"] as? String == FormToken.hexadecimal(Digest.sha256(bytes.body)))
            #expect((verdict["items"] as? [Any])?.count == 0)
            #expect(try await desk.send("GET", "\(Self.reports)/kept/\(UUID())").status == 404)
            let bad = try await desk.send("POST", "\(Self.reports)/kept", #"{"group":"moon"}"#)
            #expect(bad.status == 422)
            #expect(bad.text.contains("/title") && bad.text.contains("/group"))
        }
    }

    @Test("A period with gaps is refused with each of them, and final once there is none")
    func finalise() async throws {
        try await CoordinatorDesk.with { desk in
            let gaps = try await desk.document("GET", "\(Self.reports)/gaps?period=2001")
            #expect((gaps["items"] as? [Any])?.count == 0)
            try await desk.stage.change(Self.openEvent)
            let asked = #"{"period":"2001"}"#
            let refused = try await desk.send("POST", "\(Self.reports)/periods", asked)
            #expect(refused.summary == "409 incomplete /period not-held")
            #expect(refused.text.contains(#""code":"not-held","detail":"gap: Nobody said"#))
            let listed = try await desk.send("GET", "\(Self.reports)/gaps?period=2001").text
            #expect(listed.contains(#""in_charge":["#))

            try await desk.stage.change("UPDATE event SET held_at = now() WHERE code = 'gap'")
            let made = try await desk.document("POST", "\(Self.reports)/periods", asked)
            let asOf = try #require(made["as_of"] as? String)
            let report = try await desk.document(
                "GET", "\(Self.reports)/participation?period=2001-01-01..2001-12-31")

            #expect(made["last_day"] as? String == "2001-12-31")
            #expect(report["final_since"] as? String == made["final_since"] as? String)
            #expect((report["report"] as? [String: Any])?["as_of"] as? String == asOf)
            #expect(
                try await desk.send("POST", "\(Self.reports)/periods", asked).summary
                    == "409 final-already")
            #expect(
                try await desk.send("POST", "\(Self.reports)/periods", #"{"period":"all"}"#).text
                    .contains(#""code":"endless""#))
        }
    }

    @Test("Why figures changed is told between two instants, for the secretariat")
    func difference() async throws {
        try await CoordinatorDesk.with { desk in
            let from = "2020-01-01T00:00:00Z"
            let told = try await desk.document(
                "GET", "\(Self.reports)/difference?from=\(from)&to=2020-01-02T00:00:00Z&group=event"
            )
            #expect(told["from"] as? String == "2020-01-01T00:00:00.000000Z")
            #expect((told["causes"] as? [Any])?.count == 0)

            for (query, pointer) in [
                ("to=\(from)", "/from"), ("from=\(from)&to=\(from)", "/from"),
                ("from=\(from)&to=2099-01-01T00:00:00Z", "/to"),
                ("from=\(from)&to=2020-01-02T00:00:00Z&audience=public", "/audience"),
                ("from=\(from)&to=2020-01-02T00:00:00Z&as_of=\(from)", "/as_of"),
            ] {
                let refused = try await desk.send("GET", "\(Self.reports)/difference?\(query)")
                #expect(refused.status == 422)
                #expect(refused.text.contains(#""pointer":"\#(pointer)""#), "\(query)")
            }
        }
    }

    @Test("A report is CSV with a mark that Excel knows UTF-8 by, where somebody asks for one")
    func marked() async throws {
        try await CoordinatorDesk.with { desk in
            let path = "\(Self.reports)/participation?format=csv"
            let asOf = "&as_of=2026-01-01T00:00:00Z"
            let bare = try await desk.send("GET", path + asOf)
            let marked = try await desk.send("GET", path + asOf + "&bom=1")
            #expect(Array(marked.body) == [0xEF, 0xBB, 0xBF] + Array(bare.body))

            let local = try await desk.send("GET", path + "&as_of=2026-01-01T00:00")
            #expect(local.summary == "422 invalid-fields /as_of bad-instant")
            let export = "/api/v1/exports/events?as_of=2026-01-01T00:00"
            #expect(try await desk.send("GET", export).summary == local.summary)
        }
    }

    @Test("Who writes reports sees what is missing, not who is in charge, and makes nothing final")
    func reportWriter() async throws {
        try await CoordinatorDesk.with(role: .reportWriter) { desk in
            try await desk.stage.change(Self.openEvent)
            let listed = try await desk.send("GET", "\(Self.reports)/gaps?period=2001")
            #expect(listed.text.contains(#""gap":"not-held""#))
            #expect(!listed.text.contains("in_charge"))
            let asked = try await desk.send(
                "POST", "\(Self.reports)/periods", #"{"period":"2001"}"#)
            #expect(asked.status == 403)
        }
    }

    static let openEvent = """
        INSERT INTO event (code, kind, title, summary, admission, starts_on, ends_on, time_zone,
            is_online, published_at)
        VALUES ('gap', 'training', 'Gap', 'Gap', 'open', '2001-06-15', '2001-06-15',
            'Europe/Riga', true, '2001-01-01Z');
        """
}
