/// How two names are alike, when they may be one person's.
///
/// It looks at the keys of names, in which transliterations meet (`person_name_key`).
enum NameLikeness: Sendable, Equatable {
    /// The same words, in whatever order.
    case same
    /// Some words of one are initials of the other's.
    case initials
    /// One has a word more.
    case furtherName
    /// One letter of one word differs.
    case oneLetter

    /// Nil when the names are not alike; one word at least has to be the same in full.
    init?(_ one: [String], _ other: [String]) {
        var restOfOne: [String] = []
        var restOfOther = other
        for word in one {
            if let index = restOfOther.firstIndex(of: word) {
                restOfOther.remove(at: index)
            } else {
                restOfOne.append(word)
            }
        }
        let shared = Self.shared(one, without: restOfOne)
        guard shared.contains(where: { $0.utf8.count > 1 }) else { return nil }
        switch (restOfOne.count, restOfOther.count) {
        case (0, 0): self = .same
        case (0, _), (_, 0):
            guard shared.count > 1 else { return nil }
            self = .furtherName
        default:
            let (few, many) =
                restOfOne.count <= restOfOther.count
                ? (restOfOne, restOfOther) : (restOfOther, restOfOne)
            if Self.areInitials(few, of: many) {
                self = .initials
            } else if few.count == 1, many.count == 1, Self.differsByOneLetter(few[0], many[0]) {
                self = .oneLetter
            } else {
                return nil
            }
        }
    }

    private static func shared(_ words: [String], without rest: [String]) -> [String] {
        var rest = rest
        return words.filter { word in
            guard let index = rest.firstIndex(of: word) else { return true }
            rest.remove(at: index)
            return false
        }
    }

    /// Whether each of a few words stands for one of the many, by its first letter alone.
    private static func areInitials(_ few: [String], of many: [String]) -> Bool {
        var left = many
        for word in few {
            let match = left.firstIndex { candidate in
                (word.count == 1 || candidate.count == 1) && word.first == candidate.first
            }
            guard let match else { return false }
            left.remove(at: match)
        }
        return true
    }

    /// One letter more, less or another, in words of four letters or more.
    private static func differsByOneLetter(_ one: String, _ other: String) -> Bool {
        let (short, long) =
            one.count <= other.count
            ? (Array(one), Array(other)) : (Array(other), Array(one))
        guard short.count >= 4, long.count - short.count <= 1 else { return false }
        let start = zip(short, long).prefix { $0 == $1 }.count
        let end = zip(short.dropFirst(start).reversed(), long.dropFirst(start).reversed())
            .prefix { $0 == $1 }.count
        return max(short.count, long.count) - start - end <= 1
    }
}
