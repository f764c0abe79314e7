/// Guesses which known word a misspelt one was meant to be.
enum Spelling {
    /// The known word that is at most two letters away, and less than half of the word.
    static func nearest(to word: String, among known: some Sequence<String>) -> String? {
        let letters = Array(word.utf8)
        let best = known.map { ($0, distance(letters, Array($0.utf8))) }.min { $0.1 < $1.1 }
        guard let best, best.1 <= 2, best.1 * 2 < letters.count else { return nil }
        return best.0
    }

    /// How many letters must be put in, left out or changed to turn one word into the other.
    private static func distance(_ one: [UInt8], _ other: [UInt8]) -> Int {
        var row = Array(0...other.count)
        for (i, letter) in one.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, otherLetter) in other.enumerated() {
                let changed = diagonal + (letter == otherLetter ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(changed, diagonal + 1, row[j] + 1)
            }
        }
        return row[other.count]
    }
}
