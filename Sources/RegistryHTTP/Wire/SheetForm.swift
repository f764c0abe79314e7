/// The fields of a form with thousands of them, found by name in one step.
///
/// Only what the secretariat sends is read so; the public's forms have a `FieldReader`.
struct SheetForm: Sendable, Equatable {
    /// 400 people in 8 sessions, with room to spare.
    static let fieldsMax = 10_000

    private var values: [String: String] = [:]
    /// What was uploaded, by the name of its field.
    private(set) var files: [String: [UInt8]] = [:]

    /// A form as `application/x-www-form-urlencoded`.
    init(parsing bytes: [UInt8]) throws(Problem) {
        let items = try FormBody.items(parsing: bytes, itemCountMax: Self.fieldsMax)
        values.reserveCapacity(items.count)
        for item in items { try add(item.name, item.value) }
    }

    /// A form as `multipart/form-data`.
    init(_ parts: [MultipartBody.Part]) throws(Problem) {
        for part in parts {
            if part.isFile {
                guard files.updateValue(part.content, forKey: part.name) == nil else {
                    throw .malformedForm("A file was sent twice.")
                }
            } else {
                guard let text = String(validating: part.content, as: UTF8.self) else {
                    throw .malformedForm("A text is not valid UTF-8.")
                }
                try add(part.name, text)
            }
        }
    }

    private mutating func add(_ name: String, _ value: String) throws(Problem) {
        guard !value.utf8.contains(0) else {
            throw .malformedForm("A text holds a NUL character.")
        }
        guard values.updateValue(value, forKey: name) == nil else {
            throw .malformedForm("A field was sent twice.")
        }
    }

    /// Nil where it was not sent.
    subscript(name: String) -> String? { values[name] }

    /// Empty where it was not sent.
    func text(_ name: String) -> String { values[name] ?? "" }
}

extension Request {
    /// The fields of a sheet; 415 or 400 otherwise.
    func sheetForm() throws(Problem) -> SheetForm {
        if let boundary = try MultipartBody.boundary(of: self) {
            return try SheetForm(MultipartBody.parts(of: body, boundary: boundary))
        }
        try expectContent("application/x-www-form-urlencoded")
        return try SheetForm(parsing: body)
    }
}
