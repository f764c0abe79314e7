import TrainingRegistry

extension ConsoleWords {
    /// The page of exports.
    enum Exports {
        static let title = "Exports"
        static let lead =
            "Tables as files, as of now, for use inside the secretariat: small numbers are not "
            + "suppressed. The log keeps who took what along. Who is counted but never listed is "
            + "in the numbers and in no list."
        static let from = "Events that begin from"
        static let until = "Until"
        static let format = "Format"
        static let mark = "With a byte order mark, for CSV that Excel opens"
        static let which = "Which table"
        static let takeAlong = "Who has a place, to take along:"

        static func title(_ format: FileFormat) -> String {
            switch format {
            case .csv: "CSV"
            case .xlsx: "Workbook (XLSX)"
            case .json: "JSON"
            }
        }

        static func title(_ export: Export) -> String {
            switch export {
            case .participants: "Participants"
            case .events: "Events and meetings"
            case .presence: "Present by state"
            case .countries: "Participants by country"
            case .sectors: "Participants by sector"
            }
        }

        static func summary(_ export: Export, withNames: Bool) -> String {
            switch export {
            case .participants:
                "A row for each participation, \(withNames ? "with" : "without") names."
            case .events: "A row for each event, with how many people it had."
            case .presence: "A row for each member and meeting: seats, confirmed, present."
            case .countries: "A row for each country, with people, participations and events."
            case .sectors: "A row for each sector, with people, participations and events."
            }
        }
    }
}
