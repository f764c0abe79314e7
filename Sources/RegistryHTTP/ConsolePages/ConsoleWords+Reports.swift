import Postgres
import TrainingRegistry

extension ConsoleWords {
    /// Reports, and everything about them.
    enum Reports {
        static let title = "Reports"
        static let tabs = "Parts of the reports"
        static let lead =
            "Choose what is counted, and of which events. The same recipe as of the same instant "
            + "gives the same figures for ever."
        static let count = "Count"
        static let change = "Change the recipe"
        static let dashboard = "Figures for funders, states and the public"
        static let toReports = "Make a report"

        // The table.
        static let all = "All together"
        static let hidden = "hidden"
        static let figures = "Figures"
        static let table = "The figures as a table"
        static let nobody = "Nobody counts."
        static let flagged = ", is less than the sum of its parts"
        static let hiddenHint =
            "Hidden stands for small numbers that could tell of single people, and for others "
            + "from which they could be worked out. It does not mean that a number is small."
        static let linesHidden =
            "The lines are hidden: beside the total they would tell of single people."
        static let sums = "What does not add up"
        static let heads = "Counted without names"
        static let headsHint =
            "Beside the figures above and never added to them: nobody knows who came to several "
            + "sessions."
        static let atLeast = "at least"

        // How it was counted.
        static let recipe = "How it was counted"
        static let asData = "The recipe as data"
        static let asOf = "As of"
        static let digest = "SHA-256"
        static let files = "Take it along"

        static func forExcel(_ title: String) -> String { "\(title) for Excel" }

        // What may be done with it.
        static let keep = "Keep this report"
        static let keepHint =
            "Its bytes are kept with their digest, and can be counted again at any time. No names."
        static let keepTitle = "What it is called"
        static let keepNow = "Keep it"
        static let compare = "Why is it another figure than before?"
        static let compareHint = "The instant that an earlier report prints."
        static let compareFrom = "As of an earlier instant"
        static let compareNow = "Compare"

        static func unit(_ unit: Recipe.Unit) -> String {
            switch unit {
            case .person: "Persons"
            case .participation: "Participations"
            case .personDay: "Person-days"
            case .seat: "Seats"
            }
        }

        static func dimension(_ dimension: Recipe.Dimension) -> String {
            switch dimension {
            case .country: "Country"
            case .sector: "Sector"
            case .programme: "Programme"
            case .phase: "Phase"
            case .kind: "Kind of event"
            case .organisation: "Organisation"
            case .role: "Role"
            case .year: "Year"
            case .event: "Event"
            case .grant: "Grant"
            case .member: "Member"
            }
        }

        /// What the key of nothing is called.
        static func without(_ dimension: Recipe.Dimension) -> String {
            switch dimension {
            case .programme: "Without a programme"
            case .phase: "Without a phase"
            case .organisation: "Without an organisation"
            case .grant: "Without a grant"
            case .member: "For no member"
            default: "Not known"
            }
        }

        static func role(_ role: ParticipationRole) -> String {
            Words.capitalised("\(role.rawValue)s")
        }

        static func by(_ dimension: Recipe.Dimension) -> String {
            "By \(self.dimension(dimension).lowercased())"
        }

        static func allBy(_ dimension: Recipe.Dimension) -> String {
            "All, by \(self.dimension(dimension).lowercased())"
        }

        static let trend = "Over the years"

        /// What a plot shows, for those who hear it.
        static func value(_ title: String, _ value: Int?) -> String {
            "\(title): \(value.map(Words.number) ?? hidden)"
        }

        static func overlap(
            _ whole: String, _ dimension: Recipe.Dimension, _ overlap: Report.Overlap,
            areShared: Bool
        ) -> String {
            let (sum, total) = (Words.number(overlap.sum), Words.number(overlap.total))
            let excess = Words.number(abs(overlap.excess))
            let part = self.dimension(dimension).lowercased()
            guard areShared else {
                return "\(whole): the figures by \(part) add up to \(sum), \(excess) more than "
                    + "\(total), because somebody is in several of them."
            }
            let without = overlap.withoutGrant ?? 0
            let shared = overlap.excess - without
            let parts = [
                (shared, "under more than one grant"), (without, "under a grant and without one"),
            ].filter { $0.0 != 0 }
            let reasons = parts.map { "\(Words.number($0.0)) \($0.1)" }
            let terms = parts.map { Words.number($0.0) }
            return "\(whole): the grants add up to \(sum). Of that "
                + "\(reasons.joined(separator: " and ")) is counted again, and once in \(total): "
                + "\(sum) − \(terms.joined(separator: " − ")) = \(total)."
        }
    }
}
