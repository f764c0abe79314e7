public import Foundation
public import Postgres

extension CalendarDay {
    /// The day in UTC; refuses an instant outside of the calendar's years.
    public init(of instant: Date) throws(DatabaseError) {
        guard let day = CalendarDay(parsing: String(instant.ISO8601Format().prefix(10))) else {
            throw .failed(sqlState: "22008", message: "the clock is outside the calendar")
        }
        self = day
    }
}
