import Foundation
import Postgres
import Testing
import TrainingRegistry

@testable import RegistryHTTP

@Suite struct PagesDateWordsTests {
    @Test(
        "A stretch of days names each month and year once",
        arguments: [
            ("2027-04-28", "2027-04-29", "28–29 April 2027"),
            ("2027-04-28", "2027-04-28", "28 April 2027"),
            ("2027-04-30", "2027-05-02", "30 April – 2 May 2027"),
            ("2027-12-30", "2028-01-02", "30 December 2027 – 2 January 2028"),
        ]
    )
    func range(first: String, last: String, expected: String) throws {
        let words = DateWords.range(
            try PagesSamples.day(first), try PagesSamples.day(last))

        #expect(words == expected)
    }

    @Test(
        "A time is told as the clock on the wall of the event's zone shows it",
        arguments: [
            (1_803_972_600, "Europe/Tallinn", "Tuesday 2 March 2027, 09:30 (Europe/Tallinn)"),
            // The night in which summer time begins, one second before and at the change.
            (1_806_195_599, "Europe/Stockholm", "Sunday 28 March 2027, 01:59 (Europe/Stockholm)"),
            (1_806_195_600, "Europe/Stockholm", "Sunday 28 March 2027, 03:00 (Europe/Stockholm)"),
            (1_835_395_200, "UTC", "Tuesday 29 February 2028, 00:00 (UTC)"),
            (-1, "UTC", "Wednesday 31 December 1969, 23:59 (UTC)"),
            (0, "Nowhere/Land", "Thursday 1 January 1970, 00:00 (UTC)"),
        ] as [(TimeInterval, String, String)]
    )
    func instant(seconds: TimeInterval, zone: String, expected: String) {
        let words = DateWords.instant(Date(timeIntervalSince1970: seconds), in: zone)

        #expect(words == expected)
    }

    @Test(
        "A deadline at midnight is told as the end of the day before",
        arguments: [
            (1_804_543_200, "Europe/Tallinn", "the end of Monday 8 March 2027 (Europe/Tallinn)"),
            (1_804_543_199, "Europe/Tallinn", "Monday 8 March 2027, 23:59 (Europe/Tallinn)"),
            (1_804_543_201, "Europe/Tallinn", "Tuesday 9 March 2027, 00:00 (Europe/Tallinn)"),
            (1_804_543_200, "UTC", "Monday 8 March 2027, 22:00 (UTC)"),
        ] as [(TimeInterval, String, String)]
    )
    func deadline(seconds: TimeInterval, zone: String, expected: String) {
        let words = DateWords.deadline(Date(timeIntervalSince1970: seconds), in: zone)

        #expect(words == expected)
    }

    @Test("Every day of four centuries is the day that Foundation's calendar says")
    func civil() throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt

        for number in stride(from: -80_000, to: 80_000, by: 7) {
            let date = Date(timeIntervalSince1970: TimeInterval(number) * 86_400)
            let parts = calendar.dateComponents([.year, .month, .day, .weekday], from: date)
            let wall = try #require(DateWords.wall(date, in: .gmt))
            let expected = [parts.year, parts.month, parts.day]
            #expect([wall.day.year, wall.day.month, wall.day.day] == expected)
            let weekday = try #require(parts.weekday)
            #expect(wall.weekday == DateWords.weekdays[(weekday + 5) % 7])
        }
    }

    @Test(
        "A phase of whole years is told in years, any other with its days",
        arguments: [
            ("2014-01-01", "2015-12-31", "2014–2015"),
            ("2016-01-01", "2016-12-31", "2016"),
            ("2015-09-01", "2017-06-08", "1 September 2015 – 8 June 2017"),
            (nil, "2012-12-31", "Until 2012"),
            ("2016-01-01", nil, "From 2016"),
            ("2015-09-01", nil, "From 1 September 2015"),
            (nil, nil, nil),
        ] as [(String?, String?, String?)]
    )
    func period(start: String?, end: String?, expected: String?) throws {
        let phase = Phase(
            code: try Code(parsing: "phase"), title: "", startsOn: try start.map(PagesSamples.day),
            endsOn: try end.map(PagesSamples.day), periodSource: nil, partners: [], grants: [])

        #expect(PeriodWords.period(phase) == expected)
    }

    @Test(
        "A time to wait is rounded up, so that nobody comes back too soon",
        arguments: [
            (0, "a second"), (30, "30 seconds"), (60, "a minute"), (61, "2 minutes"),
            (3_600, "60 minutes"), (7_200, "2 hours"), (7_201, "3 hours"),
        ]
    )
    func wait(seconds: Int, expected: String) {
        #expect(ErrorPage.wait(seconds) == expected)
    }

    @Test(
        "A number has commas between its thousands",
        arguments: [(0, "0"), (250, "250"), (1_000, "1,000"), (1_234_567, "1,234,567")]
    )
    func number(value: Int, expected: String) {
        #expect(Words.number(value) == expected)
    }
}
