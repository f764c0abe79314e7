import TrainingRegistry

/// The domain's closed lists as people read them.
enum Words {
    static func kind(_ kind: EventKind) -> String {
        switch kind {
        case .training: "Training"
        case .expertMeeting: "Expert meeting"
        case .expertGroupMeeting: "Expert Group meeting"
        case .consultation: "Consultation"
        case .studyVisit: "Study visit"
        case .conference: "Conference"
        case .roundtable: "Roundtable"
        }
    }

    /// How people come to a seat, in a sentence or two.
    static func admission(_ admission: Admission) -> String {
        switch admission {
        case .open:
            "Open to everybody. Whoever confirms has a seat while there is one."
        case .selection:
            """
            By selection. You tell us that you are interested; the coordinators then choose a \
            group that is balanced by state and sector, and tell everybody what was decided.
            """
        case .invitation:
            "By invitation. The people concerned are written to directly."
        case .nomination:
            "By nomination. States and organisations name the people who come for them."
        }
    }

    static func qualified(_ figure: BaselineFigure) -> String {
        switch figure.qualifier {
        case .exact: number(figure.value)
        case .atLeast: "At least \(number(figure.value))"
        case .about: "About \(number(figure.value))"
        }
    }

    /// A whole number with commas between groups of three digits.
    static func number(_ value: Int) -> String {
        var digits = String(value.magnitude)
        var groups: [Substring] = []
        while digits.utf8.count > 3 {
            groups.insert(digits.suffix(3), at: 0)
            digits = String(digits.dropLast(3))
        }
        groups.insert(Substring(digits), at: 0)
        return (value < 0 ? "−" : "") + groups.joined(separator: ",")
    }

    /// The English name of a language; a tag that is not in the list is shown as it is.
    static func language(_ tag: String) -> String {
        languages[tag] ?? tag
    }

    private static let languages = [
        "da": "Danish", "de": "German", "en": "English", "et": "Estonian", "fi": "Finnish",
        "fr": "French", "is": "Icelandic", "lt": "Lithuanian", "lv": "Latvian",
        "nb": "Norwegian", "nn": "Norwegian (Nynorsk)", "no": "Norwegian", "pl": "Polish",
        "ru": "Russian", "se": "Northern Sámi", "sv": "Swedish", "uk": "Ukrainian",
    ]

    /// The heading over the partners of one role.
    static func partners(role: String, count: Int) -> String {
        switch role {
        case "lead": "Lead partner"
        case "project": count == 1 ? "Project partner" : "Project partners"
        case "associate": count == 1 ? "Associate partner" : "Associate partners"
        case "funder-office": count == 1 ? "Office of the funder" : "Offices of the funder"
        default: "Partners"
        }
    }

    /// `one`, `one and two`, `one, two and three`.
    static func list(_ parts: [String]) -> String {
        guard let last = parts.last, parts.count > 1 else { return parts.first ?? "" }
        return parts.dropLast().joined(separator: ", ") + " and " + last
    }

    /// The text with a capital at its start.
    static func capitalised(_ text: String) -> String {
        text.prefix(1).uppercased() + text.dropFirst()
    }

    /// Paragraphs of plain text that are separated by empty lines.
    static func paragraphs(_ text: String) -> [HTML] {
        text.split(separator: "\n", omittingEmptySubsequences: false)
            .split { $0.allSatisfy(\.isWhitespace) }
            .map { lines in "<p>\(lines.joined(separator: " "))</p>\n" }
    }
}
