import Foundation
import Mailer
import Postgres
import TrainingRegistry

/// What the documents of coordinators have in common.
extension FieldReader {
    /// A text that may be missing or empty: documents that we write hold empty ones.
    mutating func text<Value: CustomStringConvertible, Rejection: FieldRejection>(
        _ name: String, _ parse: (String) throws(Rejection) -> Value
    ) -> String {
        optionalText(name, parse)?.description ?? ""
    }

    mutating func optionalText<Value, Rejection: FieldRejection>(
        _ name: String, _ parse: (String) throws(Rejection) -> Value
    ) -> Value? {
        guard isText(name, of: "") else { return optional(name, parse) }
        allow(name)
        return nil
    }

    /// A word of a closed list.
    mutating func word<Word: RawRepresentable<String> & CaseIterable>(
        _ name: String, of list: Word.Type, default value: Word? = nil
    ) -> Word? {
        let text: String? = value == nil ? required(name) : optional(name)
        guard let text else { return value }
        return word(text, name, of: list)
    }

    /// A word of a closed list, or none.
    mutating func optionalWord<Word: RawRepresentable<String> & CaseIterable>(
        _ name: String, of list: Word.Type
    ) -> Word? {
        optional(name).flatMap { word($0, name, of: list) }
    }

    private mutating func word<Word: RawRepresentable<String> & CaseIterable>(
        _ text: String, _ name: String, of list: Word.Type
    ) -> Word? {
        guard let word = Word(rawValue: text) else {
            let known = list.allCases.map(\.rawValue).joined(separator: ", ")
            complain(name, "unknown-value", "This is one of \(known).")
            return nil
        }
        return word
    }

    /// The days `starts_on` and `ends_on`, either of which may be open.
    mutating func days() -> DayRange {
        let range = DayRange(
            first: optional("starts_on", CalendarDay.init(parameter:)),
            last: optional("ends_on", CalendarDay.init(parameter:)))
        if range.isEmpty {
            complain("ends_on", "ends-before-it-starts", "This is before its first day.")
        }
        return range
    }

    /// The words that something is known from; nil when there are none.
    mutating func evidence(_ name: String) -> Evidence? {
        guard isPresent(name) else {
            allow(name)
            return nil
        }
        return object(name) { source in
            let quote = source.optionalText("quote", Quotation.init(parsing:))
            let place = source.required("place", Title.init(parsing:))
            return place.map { Evidence(quote: quote?.description, place: $0.description) }
        }
    }

    /// Adds what was found wrong outside of the reader.
    mutating func complain(_ complaints: [Complaint]) {
        for complaint in complaints {
            complain(at: JSONPointer(text: complaint.pointer), complaint.code, complaint.detail)
        }
    }

    /// Looks all codes up at once and complains about those that nothing has.
    mutating func look(
        up references: [CodeReference], in database: Database, on day: CalendarDay? = nil
    ) async throws(DatabaseError) {
        complain(try await database.complaints(about: references, on: day))
    }

    /// The code in the address, or the one in the document; both have to be the same.
    mutating func code(_ fixed: Code?) -> Code? {
        guard let fixed else { return required("code", Code.init(parsing:)) }
        if let code = optional("code", Code.init(parsing:)), code != fixed {
            complain("code", "code-is-fixed", "A code never changes, because links use it.")
        }
        return fixed
    }
}

extension Request {
    /// The reason that is all a document says; complaints are thrown as 422.
    func reason() throws(Problem) -> PeopleReason {
        var fields = try jsonFields()
        let reason = fields.required("reason", PeopleReason.init(parsing:))
        try fields.finish()
        guard let reason else { throw .internalError }
        return reason
    }
}
