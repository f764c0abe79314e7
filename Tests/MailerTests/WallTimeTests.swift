import Foundation
import Mailer
import Testing

@Suite struct WallTimeTests {
    @Test(
        "A time on the wall is the first instant at which the clocks show it, or none",
        arguments: [
            ("Europe/Riga", 2027, 3, 28, 2, 59, 1_806_195_540),
            ("Europe/Riga", 2027, 3, 28, 3, 0, nil), ("Europe/Riga", 2027, 3, 28, 3, 59, nil),
            ("Europe/Riga", 2027, 3, 28, 4, 0, 1_806_195_600),
            // The hour that comes twice.
            ("Europe/Riga", 2027, 10, 31, 3, 30, 1_824_942_600),
            ("Asia/Kolkata", 1970, 1, 1, 5, 30, 0), ("UTC", 2028, 2, 29, 0, 0, 1_835_395_200),
        ] as [(String, Int, Int, Int, Int, Int, TimeInterval?)])
    func instant(
        zone: String, year: Int, month: Int, day: Int, hour: Int, minute: Int,
        expected: TimeInterval?
    ) throws {
        let wall = try #require(
            WallTime(year: year, month: month, day: day, hour: hour, minute: minute))
        let instant = wall.instant(in: try #require(TimeZone(identifier: zone)))

        #expect(instant?.timeIntervalSince1970 == expected)
    }

    @Test("A time that no clock shows is none")
    func impossible() {
        #expect(WallTime(year: 2027, month: 2, day: 29, hour: 0, minute: 0) == nil)
        #expect(WallTime(year: 2027, month: 4, day: 31, hour: 0, minute: 0) == nil)
        #expect(WallTime(year: 2027, month: 1, day: 1, hour: 24, minute: 0) == nil)
        #expect(WallTime(year: 0, month: 1, day: 1, hour: 0, minute: 0) == nil)
    }
}
