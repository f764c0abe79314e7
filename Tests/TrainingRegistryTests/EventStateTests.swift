import Foundation
import Testing
import TrainingRegistry

@Suite struct EventStateTests {
    @Test(
        "Each state takes its moves and no other",
        arguments: [
            (.draft, .edit, .draft), (.draft, .publish, .published), (.draft, .move, nil),
            (.draft, .hold, nil), (.draft, .cancel, nil),
            (.published, .edit, .published), (.published, .publish, nil),
            (.published, .move, .published), (.published, .hold, .held),
            (.published, .cancel, .cancelled),
            (.held, .edit, .held), (.held, .publish, nil), (.held, .move, nil),
            (.held, .hold, nil), (.held, .cancel, nil),
            (.cancelled, .edit, nil), (.cancelled, .publish, nil), (.cancelled, .move, nil),
            (.cancelled, .hold, nil), (.cancelled, .cancel, nil),
        ] as [(EventState, EventMove, EventState?)])
    func table(state: EventState, move: EventMove, expected: EventState?) {
        #expect(state.after(move) == expected)
        #expect(state.allowedMoves.contains(move) == (expected != nil))
    }

    @Test(
        "A time is read as it is written, or not at all",
        arguments: [
            ("2027-04-28T09:30Z", 1_808_904_600), ("2027-04-28T09:30:00Z", 1_808_904_600),
            ("2027-04-28T09:30:00+03:00", 1_808_893_800), ("2027-04-28T09:30", 1_808_893_800),
            ("2027-04-28T00:00:00-02:30", 1_808_879_400), ("2027-04-28", nil), ("", nil),
            ("2027-04-28 09:30", nil), ("2027-04-28T09:30:60", nil), ("2027-04-28T9:30", nil),
            ("+027-04-28T09:30", nil), ("2027-04-28T09:30:00+3:00", nil),
            ("2027-04-28T09:30:00+99:00", nil), ("2027-04-31T09:30", nil),
        ] as [(String, TimeInterval?)])
    func moment(text: String, expected: TimeInterval?) throws {
        let riga = try #require(TimeZone(identifier: "Europe/Riga"))
        let moment = try? Moment(parsing: text)

        #expect(moment?.instant(in: riga)?.timeIntervalSince1970 == expected)
    }

    @Test(
        "A share is a part of the whole in ten-thousandths",
        arguments: [
            ("1", "1.0000"), ("0.25", "0.2500"), ("0.0001", "0.0001"), ("1.0001", nil),
            ("0", nil), ("0.00001", nil), (".5", nil), ("1e-1", nil), ("", nil), ("-0.5", nil),
            ("0.5.5", nil), ("0.", nil),
        ] as [(String, String?)])
    func share(text: String, expected: String?) {
        #expect((try? GrantShare(parsing: text))?.description == expected)
    }
}
