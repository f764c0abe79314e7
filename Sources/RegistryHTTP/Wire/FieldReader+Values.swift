/// Numbers, flags and nested values.
extension FieldReader {
    /// A whole number within bounds that has to be there.
    public mutating func requiredInteger(_ name: String, in bounds: ClosedRange<Int>) -> Int? {
        guard let given = take(name) else {
            complainMissing(name)
            return nil
        }
        return integer(given, name, bounds)
    }

    public mutating func optionalInteger(_ name: String, in bounds: ClosedRange<Int>) -> Int? {
        take(name).flatMap { integer($0, name, bounds) }
    }

    /// True or false; missing is false, as an unticked box is.
    public mutating func flag(_ name: String) -> Bool {
        switch take(name) {
        case nil, .json(.flag(false)): return false
        case .json(.flag(true)): return true
        case .text(let text) where ["on", "true", "1", "yes"].contains(text): return true
        case .text(let text) where ["", "off", "false", "0", "no"].contains(text): return false
        default:
            complain(name, "wrong-type", "This has to be true or false.")
            return false
        }
    }

    /// A nested object, read by `read`; its complaints are added to these.
    public mutating func object<Value>(
        _ name: String, _ read: (inout FieldReader) -> Value?
    ) -> Value? {
        switch take(name) {
        case nil:
            complainMissing(name)
            return nil
        case .json(let value):
            return nested(value, at: pointer(to: name), read)
        case .text:
            complain(name, "wrong-type", "This has to be an object.")
            return nil
        }
    }

    /// Every object of an array; nil after a complaint about any, empty when missing.
    public mutating func objects<Value>(
        _ name: String, _ read: (inout FieldReader) -> Value?
    ) -> [Value]? {
        guard let elements = elements(name) else { return nil }
        var values: [Value] = []
        for (index, element) in elements.enumerated() {
            if let value = nested(element, at: pointer(to: name).appending(index), read) {
                values.append(value)
            }
        }
        return values.count == elements.count ? values : nil
    }

    /// The elements of an array; nil after a complaint that it is none, empty when missing.
    mutating func elements(_ name: String) -> [JSONValue]? {
        switch take(name) {
        case nil: return []
        case .json(.array(let elements)): return elements
        default:
            complain(name, "wrong-type", "This has to be an array.")
            return nil
        }
    }

    private mutating func nested<Value>(
        _ value: JSONValue, at pointer: JSONPointer, _ read: (inout FieldReader) -> Value?
    ) -> Value? {
        guard case .object(let members) = value else {
            complain(at: pointer, "wrong-type", "This has to be an object.")
            return nil
        }
        var reader = FieldReader(
            members: members.map { ($0.name, .json($0.value)) }, pointer: pointer)
        let value = read(&reader)
        let complaints = reader.complete()
        adopt(complaints)
        return complaints.isEmpty ? value : nil
    }

    private mutating func integer(
        _ given: Given, _ name: String, _ bounds: ClosedRange<Int>
    ) -> Int? {
        let digits: String
        switch given {
        case .text(let text): digits = text
        case .json(.number(let text)): digits = text
        case .json:
            complain(name, "wrong-type", "This has to be a whole number.")
            return nil
        }
        guard let number = Self.integer(digits) else {
            complain(name, "wrong-type", "This has to be a whole number.")
            return nil
        }
        guard bounds.contains(number) else {
            complain(
                name, "out-of-range",
                "This has to be from \(bounds.lowerBound) to \(bounds.upperBound).")
            return nil
        }
        return number
    }

    /// Digits with a minus at most, held at the largest number.
    ///
    /// `Int("+5")` would be taken.
    private static func integer(_ text: String) -> Int? {
        let bytes = Array(text.utf8)
        guard bytes.first == UInt8(ascii: "-") else { return ASCII.number(bytes[...]) }
        return ASCII.number(bytes[1...]).map { -$0 }
    }
}

extension Request {
    /// The members of a JSON object sent as `application/json`; 415 or 400 otherwise.
    public func jsonFields() throws(Problem) -> FieldReader {
        try expectContent("application/json")
        return try FieldReader(json: body)
    }

    /// The fields of a form sent as `application/x-www-form-urlencoded`; 415 or 400 otherwise.
    ///
    /// Those of `lists` may come often.
    public func formFields(lists: Set<String> = []) throws(Problem) -> FieldReader {
        try expectContent("application/x-www-form-urlencoded")
        return try FieldReader(form: body, lists: lists)
    }
}
