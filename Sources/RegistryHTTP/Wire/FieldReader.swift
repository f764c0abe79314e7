public import Mailer

/// Reads the members of a JSON object, a form or a query into values that cannot be wrong.
///
/// Nothing is thrown on the way: every complaint is kept with its pointer, and `finish()` throws
/// them all at once, those about members that nobody asked for among them.
public struct FieldReader {
    /// What was sent under a name; a form and a query know text only.
    enum Given {
        case text(String)
        case json(JSONValue)
    }

    private var members: [(name: String, given: Given)]
    private let pointer: JSONPointer
    private var known: [String] = []
    public private(set) var errors: [Problem.FieldError] = []
    /// What was sent under names that may come often, such as boxes to tick.
    private var lists: [String: [String]] = [:]

    /// More complaints than that help nobody, and unknown members could be thousands.
    private static let errorCountMax = 100

    init(members: [(name: String, given: Given)], pointer: JSONPointer) {
        self.members = members
        self.pointer = pointer
    }

    public init(json bytes: [UInt8]) throws(Problem) {
        let members = try JSONValue.object(parsing: bytes)
        self.init(members: members.map { ($0.name, .json($0.value)) }, pointer: .root)
    }

    public init(form bytes: [UInt8], lists names: Set<String> = []) throws(Problem) {
        let items = try FormBody.items(
            parsing: bytes,
            itemCountMax: names.isEmpty ? Query.itemCountMax : FormBody.listItemCountMax)
        self.init(items: items.filter { !names.contains($0.name) })
        for item in items where names.contains(item.name) {
            lists[item.name, default: []].append(item.value)
        }
    }

    /// Everything that was sent under a name that may come often.
    func list(_ name: String) -> [String] { lists[name, default: []] }

    public init(query: Query) {
        self.init(items: query.items)
    }

    private init(items: [Query.Item]) {
        var members: [(name: String, given: Given)] = []
        var names: Set<[UInt8]> = []
        var repeated: [String] = []
        for item in items {
            if names.insert(Array(item.name.utf8)).inserted {
                members.append((item.name, .text(item.value)))
            } else {
                repeated.append(item.name)
            }
        }
        self.init(members: members, pointer: .root)
        for name in repeated { complain(name, "duplicate-member", "This field was sent twice.") }
    }

    /// Adds a complaint of the caller's own about a field.
    public mutating func complain(_ name: String, _ code: String, _ detail: String) {
        complain(at: pointer.appending(name), code, detail)
    }

    mutating func complain(at pointer: JSONPointer, _ code: String, _ detail: String) {
        guard errors.count < Self.errorCountMax else { return }
        errors.append(Problem.FieldError(pointer: pointer.text, code: code, detail: detail))
    }

    mutating func adopt(_ errors: [Problem.FieldError]) {
        self.errors += errors.prefix(max(0, Self.errorCountMax - self.errors.count))
    }

    func pointer(to name: String) -> JSONPointer { pointer.appending(name) }

    /// What was sent under a name, from here on a known one; null is the same as nothing.
    mutating func take(_ name: String) -> Given? {
        known.append(name)
        let member = members.first { $0.name.utf8.elementsEqual(name.utf8) }
        guard let member, case .json(.null) = member.given else { return member?.given }
        return nil
    }

    /// Whether anything but null was sent under a name.
    func isPresent(_ name: String) -> Bool {
        guard let given = members.first(where: { $0.name.utf8.elementsEqual(name.utf8) })?.given
        else { return false }
        if case .json(.null) = given { return false }
        return true
    }

    /// Whether exactly this text was sent under a name.
    func isText(_ name: String, of text: String) -> Bool {
        switch members.first(where: { $0.name.utf8.elementsEqual(name.utf8) })?.given {
        case .text(let given), .json(.string(let given)): given.utf8.elementsEqual(text.utf8)
        default: false
        }
    }

    /// Whether anything was sent under a name, null too.
    func isNamed(_ name: String) -> Bool {
        members.contains { $0.name.utf8.elementsEqual(name.utf8) }
    }

    /// Takes from another document what nothing was sent for here.
    mutating func fill(_ names: [String], from other: FieldReader) {
        for name in names where !isNamed(name) {
            members += other.members.filter { $0.name.utf8.elementsEqual(name.utf8) }
        }
    }

    /// Lets a member pass that is read elsewhere or not at all.
    public mutating func allow(_ name: String) { known.append(name) }

    /// What a person typed into a field, to show it again; empty when it is not there or no text.
    public func typed(_ name: String) -> String {
        switch members.first(where: { $0.name.utf8.elementsEqual(name.utf8) })?.given {
        case .text(let text), .json(.string(let text)): text
        default: ""
        }
    }

    /// Throws all complaints as one problem, 422; none about what was right.
    public mutating func finish() throws(Problem) {
        let errors = complete()
        guard errors.isEmpty else { throw .invalidFields(errors) }
    }

    /// All complaints, those about unknown members included.
    public mutating func complete() -> [Problem.FieldError] {
        for member in members
        where !known.contains(where: { $0.utf8.elementsEqual(member.name.utf8) }) {
            guard errors.count < Self.errorCountMax else { break }
            known.append(member.name)
            complain(member.name, "unknown-member", "This member is not known here.")
        }
        return errors
    }
}

/// Texts, and the values that are parsed from them.
extension FieldReader {
    /// A value that has to be there; nil after a complaint.
    public mutating func required<Value, Rejection: FieldRejection>(
        _ name: String, _ parse: (String) throws(Rejection) -> Value
    ) -> Value? {
        required(name).flatMap { self.parse($0, at: pointer(to: name), parse) }
    }

    /// A value that may be missing; nil when it is, and after a complaint.
    public mutating func optional<Value, Rejection: FieldRejection>(
        _ name: String, _ parse: (String) throws(Rejection) -> Value
    ) -> Value? {
        optional(name).flatMap { self.parse($0, at: pointer(to: name), parse) }
    }

    /// A text that has to be there; a field of a form that was left empty is not.
    public mutating func required(_ name: String) -> String? {
        guard let given = take(name), !given.isLeftEmpty else {
            complainMissing(name)
            return nil
        }
        return text(given, at: pointer(to: name))
    }

    public mutating func optional(_ name: String) -> String? {
        guard let given = take(name), !given.isLeftEmpty else { return nil }
        return text(given, at: pointer(to: name))
    }

    /// Every element of an array of texts; nil after a complaint about any, empty when missing.
    public mutating func each<Value, Rejection: FieldRejection>(
        _ name: String, _ parse: (String) throws(Rejection) -> Value
    ) -> [Value]? {
        guard let elements = elements(name) else { return nil }
        var values: [Value] = []
        for (index, element) in elements.enumerated() {
            let pointer = pointer(to: name).appending(index)
            if let text = text(.json(element), at: pointer),
                let value = self.parse(text, at: pointer, parse)
            {
                values.append(value)
            }
        }
        return values.count == elements.count ? values : nil
    }

    mutating func complainMissing(_ name: String) {
        complain(name, "missing", "This field is needed.")
    }

    private mutating func parse<Value, Rejection: FieldRejection>(
        _ text: String, at pointer: JSONPointer, _ parse: (String) throws(Rejection) -> Value
    ) -> Value? {
        do {
            return try parse(text)
        } catch {
            complain(at: pointer, error.code, error.detail)
            return nil
        }
    }

    /// NUL ends a text in C and is refused by PostgreSQL, so no value ever gets to see it.
    private mutating func text(_ given: Given, at pointer: JSONPointer) -> String? {
        switch given {
        case .text(let text), .json(.string(let text)):
            guard !text.utf8.contains(0) else {
                complain(at: pointer, "control-character", "This text holds a NUL character.")
                return nil
            }
            return text
        case .json:
            complain(at: pointer, "wrong-type", "This has to be a string.")
            return nil
        }
    }
}

extension FieldReader.Given {
    /// A form sends every field that it has; one that nobody filled in is no answer.
    fileprivate var isLeftEmpty: Bool {
        if case .text(let text) = self { text.isEmpty } else { false }
    }
}
