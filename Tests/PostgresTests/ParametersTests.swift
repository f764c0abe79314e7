import FoundationEssentials
import Postgres
import TestSupport
import Testing

/// Every type there is, as parameter and as column.
private struct Everything: Statement, Equatable {
    static let sql: StaticString = """
        SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10,
               $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22
        """

    var text: String?
    var small: Int32?
    var big: Int64?
    var flag: Bool?
    var double: Double?
    var instant: Date?
    var uuid: UUID?
    var bytes: [UInt8]?
    var day: CalendarDay?
    var json: String?
    var texts: [String] = []
    var textsOrNulls: [String?] = []
    var smalls: [Int32] = []
    var bigs: [Int64] = []
    var doubles: [Double] = []
    var uuids: [UUID] = []
    var uuidsOrNulls: [UUID?] = []
    var instants: [Date] = []
    var days: [CalendarDay] = []
    var flags: [Bool] = []
    var byteStrings: [[UInt8]] = []
    var lonelyText = ""

    func bind(to parameters: inout Parameters) {
        parameters.add(text)
        parameters.add(small)
        parameters.add(big)
        parameters.add(flag)
        parameters.add(double)
        parameters.add(instant)
        parameters.add(uuid)
        parameters.add(bytes)
        parameters.add(day)
        parameters.add(json: json)
        parameters.add(texts)
        parameters.add(textsOrNulls)
        parameters.add(smalls)
        parameters.add(bigs)
        parameters.add(doubles)
        parameters.add(uuids)
        parameters.add(uuidsOrNulls)
        parameters.add(instants)
        parameters.add(days)
        parameters.add(flags)
        parameters.add(byteStrings)
        parameters.add(lonelyText)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> Everything {
        Everything(
            text: try row.textIfAny(0), small: try row.integerIfAny(1).map(Int32.init),
            big: try row.bigintIfAny(2), flag: try row.flagIfAny(3),
            double: try row.doubleIfAny(4), instant: try row.instantIfAny(5),
            uuid: try row.uuidIfAny(6), bytes: try row.bytesIfAny(7), day: try row.dayIfAny(8),
            json: try row.textIfAny(9), texts: try row.texts(10),
            textsOrNulls: try row.textsOrNulls(11),
            smalls: try row.integers(12).map(Int32.init), bigs: try row.bigints(13),
            doubles: try row.doubles(14), uuids: try row.uuids(15),
            uuidsOrNulls: try row.uuidsOrNulls(16), instants: try row.instants(17),
            days: try row.days(18), flags: try row.flags(19),
            byteStrings: try row.byteStrings(20), lonelyText: try row.text(21))
    }
}

@Suite struct ParametersTests {
    private static let uuid = UUID()

    private static let values: [Everything] = [
        Everything(),
        Everything(
            text: "", small: 0, big: 0, flag: false, double: 0,
            instant: Date(timeIntervalSinceReferenceDate: 0), uuid: uuid, bytes: [],
            day: CalendarDay(year: 2000, month: 1, day: 1), json: "[]", texts: [""],
            textsOrNulls: [nil], smalls: [0], bigs: [0], doubles: [0], uuids: [uuid],
            uuidsOrNulls: [nil, uuid], instants: [Date(timeIntervalSinceReferenceDate: 0)],
            days: [], flags: [false], byteStrings: [[]]),
        Everything(
            text: "Žaneta Ķēniņa \u{1F1F1}\u{1F1FB} e\u{301}\r\n", small: .min, big: .max,
            flag: true, double: -0.1,
            instant: Date(timeIntervalSinceReferenceDate: 816_350_400.123456), uuid: uuid,
            bytes: [0, 255, 10], day: CalendarDay(year: 2026, month: 11, day: 21),
            json: #"{"a": "ä"}"#, texts: ["ä", "", "\"{},\\"],
            textsOrNulls: ["x", nil, "NULL"], smalls: [.min, -1, .max], bigs: [.min, .max],
            doubles: [.infinity, -1.5], uuids: [uuid, uuid], uuidsOrNulls: [nil, nil],
            instants: [Date(timeIntervalSinceReferenceDate: -3_000_000_000.5)],
            days: [1, 1899, 1900, 2000, 2024, 9999].compactMap {
                CalendarDay(year: $0, month: $0 == 2024 ? 2 : 12, day: $0 == 2024 ? 29 : 31)
            },
            flags: [true, false], byteStrings: [[0], [], [1, 2]], lonelyText: "b"),
    ]

    @Test("What is sent comes back the same, in every type", arguments: values)
    private func roundTrip(value: Everything) async throws {
        let rows = try await TestDatabase.withDatabase { try await $0.run(value) }

        #expect(rows == [value])
    }

    @Test("Hundreds of thousands of values go in one statement")
    func large() async throws {
        let texts = (0..<200_000).map { "person-\($0)@example.org" }

        let rows = try await TestDatabase.withDatabase {
            try await $0.run(Everything(texts: texts))
        }

        #expect(rows.first?.texts == texts)
    }

    @Test("A NUL in a text is refused by the server, not cut off")
    func nul() async throws {
        let error = try await TestDatabase.withDatabase { database in
            await thrown { () throws(DatabaseError) in
                try await database.run(EchoText(text: "Ieva\0Ozola"))
            }
        }

        #expect(
            error == .failed(sqlState: "22021", message: "the server refused a value"))
    }

    @Test("A date no calendar has is refused by the server, not taken for infinity")
    func absurdDate() async throws {
        let error = try await TestDatabase.withDatabase { database in
            await thrown { () throws(DatabaseError) in
                try await database.run(Everything(instant: .distantFuture + 1e20))
            }
        }

        #expect(error?.sqlState == "22008")
    }
}
