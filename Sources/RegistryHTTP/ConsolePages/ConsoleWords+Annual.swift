import Postgres
import TrainingRegistry

extension ConsoleWords {
    /// Reports that are kept.
    enum Kept {
        static let title = "Kept reports"
        static let lead =
            "Each is kept byte by byte, with the digest of its bytes. Counted again as of its "
            + "instant it has to be the same."
        static let verify = "Count them all again"
        static let nothing = "No report is kept yet."
        static let same = "Every kept report is the same when it is counted again."
        static let different = "These are not the same any more when they are counted again:"
        static let columns = ["Report", "Final period", "As of", "Kept", "SHA-256"]
    }

    /// Two reports of one recipe.
    enum Difference {
        static let title = "Why the figures changed"
        static let from = "As of an earlier instant"
        static let to = "And of a later one"
        static let back = "Back to the report"
        static let columns = ["Cause", "Change", "Where"]
        static let nothing = "Nothing changed."

        static func before(_ instant: String) -> String { "As of \(instant)" }
        static func after(_ instant: String) -> String { "As of \(instant)" }

        static func signed(_ number: Int) -> String {
            number > 0 ? "+\(Words.number(number))" : Words.number(number)
        }

        static func heads(_ band: String, _ change: String) -> String {
            "Without names, \(band): \(change)"
        }

        static func cause(_ cause: ReportDifference.Cause) -> String {
            switch cause {
            case .newEvent: "An event is new"
            case .cancelledEvent: "An event was cancelled"
            case .newParticipation: "Somebody got a place"
            case .withdrawal: "Somebody has no place any more"
            case .lateAttendance: "Attendance was told later"
            case .correction: "A mark or a count was corrected"
            case .merge: "Two people are one, or two again"
            case .reclassification: "Something counts as something else"
            case .other: "Something else"
            }
        }
    }

    /// Periods: what they lack, and making them final.
    enum Periods {
        static let title = "Periods"
        static let look = "What is missing?"
        static let gaps = "Work list"
        static let columns = ["Event", "What is missing", inCharge]
        static let inCharge = "In charge"
        static let nobody = "Nobody"
        static let nothingMissing = "Nothing is missing in this period."
        static let askToFinalise =
            "A coordinator of everything or an administrator can make it final."
        static let finalise = "Make it final"
        static let finaliseHint =
            "From then on reports of exactly these days are as of this instant, and the standard "
            + "reports are kept. It cannot be undone."
        static let finals = "Final periods"
        static let noFinal = "No period is final yet."

        static func missing(_ number: Int) -> String {
            number == 1
                ? "One thing is to be done before it can be final."
                : "\(Words.number(number)) things are to be done before it can be final."
        }

        static func isFinal(_ day: String) -> String { "It is final since \(day)." }

        static func final(_ day: String, _ instant: String) -> String {
            "Final since \(day), as of \(instant)"
        }
    }

    /// The tables that are printed of a period.
    enum Annual {
        static let title = "Annual tables"
        static let show = "Show the tables"
        static let print = "To print them or to keep them as a PDF, print this page."
        static let eventColumns = ["Event", "Kind", "Days", "Place", "Persons who came"]

        static func heading(_ period: ReportPeriod) -> String {
            "Annual tables: \(RecipeForm.period(period))"
        }

        static func title(_ subject: AnnualTable.Subject) -> String {
            switch subject {
            case .events: "Events and meetings"
            case .presence: "Present by state"
            case .countries: "Participants by country"
            case .sectors: "Participants by sector"
            }
        }

        static func about(_ first: CalendarDay?, _ last: CalendarDay?, _ asOf: String) -> String {
            let days =
                switch (first, last) {
                case (let first?, let last?): "Events that began on \(DateWords.range(first, last))"
                case (let first?, nil): "Events that began on \(DateWords.day(first)) or later"
                case (nil, let last?): "Events that began on \(DateWords.day(last)) or before"
                case (nil, nil): "Events whenever they began"
                }
            return "\(days), as it was known at \(asOf)."
        }

        static func final(_ day: String) -> String { "Final since \(day)." }

        static func together(_ events: Int) -> String {
            "All together, \(counted(events, "event", "events"))"
        }
    }
}
