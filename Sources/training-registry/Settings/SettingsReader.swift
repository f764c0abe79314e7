/// Takes settings one by one from the environment, the file or their defaults, and gathers every
/// complaint on the way.
struct SettingsReader {
    /// Why a text is not the value of a setting; never quotes the text of a secret.
    struct Unfit: Error {
        var reason: String
        init(_ reason: String) { self.reason = reason }
    }

    /// What every variable of ours begins with.
    static let prefix = "REGISTRY_"

    private let file: [String: SettingValue]
    private let fileName: String
    private let environment: [String: String]
    private(set) var asked: [String] = []
    private var complaints: [String] = []

    init(file: [String: SettingValue], named name: String, environment: [String: String]) {
        self.file = file
        fileName = name
        self.environment = environment.filter { $0.key.hasPrefix(Self.prefix) }
    }

    static func variable(_ key: String) -> String { prefix + key.uppercased() }

    /// The value of a key, or its default when nobody set it or what was set does not fit.
    mutating func read<Value>(
        _ key: String, default value: Value, _ parse: (String) throws(Unfit) -> Value
    ) -> Value {
        optional(key, parse) ?? value
    }

    /// The value of a key that somebody has to set; without `need`, it may be absent.
    mutating func required<Value>(
        _ key: String, need: String?, _ parse: (String) throws(Unfit) -> Value
    ) -> Value? {
        let wasClean = complaints.count
        let value = optional(key, parse)
        // A value that is there and wrong is complained of once.
        if value == nil, let need, complaints.count == wasClean {
            complaints.append("\(Self.variable(key)): must be set \(need)")
        }
        return value
    }

    /// The value of a key, or nil.
    mutating func optional<Value>(
        _ key: String, _ parse: (String) throws(Unfit) -> Value
    ) -> Value? {
        asked.append(key)
        guard let (text, place) = find(key) else { return nil }
        do throws(Unfit) {
            return try parse(text)
        } catch {
            complaints.append("\(place): \(error.reason)")
            return nil
        }
    }

    /// A whole number within bounds.
    mutating func integer(
        _ key: String, default value: Int, in range: ClosedRange<Int>
    ) -> Int {
        read(key, default: value) { text throws(Unfit) in
            // Digits are digits: Int("+5") is 5 as well.
            guard let first = text.utf8.first, first != UInt8(ascii: "+"), let number = Int(text),
                range.contains(number)
            else {
                throw Unfit(
                    "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
            }
            return number
        }
    }

    /// A time in milliseconds, from one to a day unless said otherwise.
    mutating func milliseconds(
        _ key: String, default value: Int, in range: ClosedRange<Int> = 1...86_400_000
    ) -> Duration {
        .milliseconds(integer(key, default: value, in: range))
    }

    /// Something wrong between two settings that are each right.
    mutating func complain(_ complaint: String) { complaints.append(complaint) }

    /// Everything that is wrong, with the keys that nobody asked for among it.
    func finish() -> [String] {
        let known = Set(asked)
        let strangers = file.keys.sorted().filter { !known.contains($0) }.map { key in
            "\(place(of: key)): no such setting\(Self.hint(key, known))"
        }
        let variables = Set(asked.map(Self.variable))
        let strangeVariables = environment.keys.sorted()
            .filter { !variables.contains($0) && !Self.isOfAnother($0) }
            .map { "\($0): no such setting\(Self.hint($0, variables))" }
        return complaints + strangers + strangeVariables
    }

    private func place(of key: String) -> String { "\(key) in \(fileName)" }

    /// What the scripts and the tests set, and where the file is.
    private static func isOfAnother(_ variable: String) -> Bool {
        variable == "REGISTRY_CONFIG" || variable.hasPrefix("REGISTRY_TEST_")
    }

    private static func hint(_ word: String, _ known: Set<String>) -> String {
        Spelling.nearest(to: word, among: known.sorted()).map { "; is it \($0)?" } ?? ""
    }

    /// The environment goes before the file.
    ///
    /// An empty variable is one that is not set: that is how a unit file takes a setting back.
    private func find(_ key: String) -> (text: String, place: String)? {
        let variable = Self.variable(key)
        if let text = environment[variable], !text.isEmpty { return (text, variable) }
        if let text = file[key]?.text { return (text, place(of: key)) }
        return nil
    }
}
