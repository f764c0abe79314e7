/// Two persons who may be one, and why it seems so; only a coordinator decides.
public struct DuplicateSuggestion: Sendable, Equatable {
    /// What speaks for one person, or what has to be known to judge.
    public enum Reason: String, Sendable, Hashable, CaseIterable {
        case sameName = "same-name"
        case nameOrder = "name-order"
        case transliteration
        case initials
        case furtherName = "further-name"
        case oneLetter = "one-letter"
        case sameEmployer = "same-employer"
        case otherEmployer = "other-employer"
        case sameAddress = "same-address"
        case sameCountry = "same-country"
    }

    public var one: PersonSummary
    public var other: PersonSummary
    /// From 50, worth a look, to 100.
    public var score: Int
    public var reasons: [Reason]
}

/// What is compared of a person: what they are called, and the keys of it.
struct DuplicateCandidate: Sendable, Equatable {
    var person: PersonSummary
    /// `person_name_key` of the parts.
    var givenKey: String
    var familyKey: String
    /// The key of the employer; nil when none is known.
    var employerKey: String?

    var words: [String] {
        (givenKey + " " + familyKey).split(separator: " ").map(String.init).sorted()
    }

    /// The words as they are written, but for case and order.
    fileprivate var written: [String] {
        (person.givenName + " " + person.familyName).lowercased().split(separator: " ")
            .map(String.init).sorted()
    }
}

extension DuplicateSuggestion {
    static let scoreMin = 50

    /// Nil when nothing speaks for one person.
    ///
    /// An address that two names share says nothing by itself: colleagues share one. Another
    /// employer excludes nobody: people move.
    init?(_ one: DuplicateCandidate, _ other: DuplicateCandidate) {
        guard let likeness = NameLikeness(one.words, other.words) else { return nil }
        var score: Int
        var reasons: [Reason] = []
        switch likeness {
        case .same:
            score = 80
            let isTurned = one.givenKey != other.givenKey && one.givenKey == other.familyKey
            if isTurned { reasons.append(.nameOrder) }
            if one.written != other.written { reasons.append(.transliteration) }
            if reasons.isEmpty { reasons.append(.sameName) }
        case .furtherName: (score, reasons) = (55, [.furtherName])
        case .initials: (score, reasons) = (45, [.initials])
        case .oneLetter: (score, reasons) = (45, [.oneLetter])
        }
        if let employer = one.employerKey, let others = other.employerKey {
            score += employer == others ? 25 : 0
            reasons.append(employer == others ? .sameEmployer : .otherEmployer)
        }
        if one.person.email.lowercased() == other.person.email.lowercased() {
            score += 20
            reasons.append(.sameAddress)
        }
        let isSameCountry = one.person.country == other.person.country
        score += isSameCountry ? 10 : -10
        if isSameCountry { reasons.append(.sameCountry) }
        guard score >= Self.scoreMin else { return nil }
        self.init(
            one: one.person, other: other.person, score: min(100, score), reasons: reasons)
    }
}
