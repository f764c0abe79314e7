public import Foundation

/// What a mail of a kind would say to an invented person, for who writes the texts.
public struct MailSample: Sendable, Equatable {
    public let draft: MailDraft
    public let state: MailTexts.State
}

extension MailRenderer {
    /// The text of a mail in a language, filled with invented people; written at `writtenAt`.
    ///
    /// It has everything that such a mail can have, but for the names in `without`.
    public func sample(
        of kind: MailKind, in language: String, writtenAt: Date, without names: [String] = []
    ) -> MailSample? {
        draft(
            template: kind.rawValue, parameters: Self.invented, writtenAt: writtenAt,
            language: language, without: Set(names.compactMap(MailField.init(rawValue:)))
        ).map { MailSample(draft: $0, state: texts.state(of: kind, in: language)) }
    }

    public var languages: [String] { texts.languages }

    public func state(of kind: MailKind, in language: String) -> MailTexts.State {
        texts.state(of: kind, in: language)
    }

    /// Enough for every kind.
    private static let invented = """
        {"given_name": "Maija", "target": "AudTrain: listening to children", "token": "t0ken",
         "unconfirmed_days": 7, "until": "2 March 2027, 12:00 (Europe/Riga)", "hours": 48,
         "time": "2 March 2027, 09:30 (UTC)", "feedback_url": "https://forms.example/audtrain",
         "code": "c0de", "months": 12, "member": "Latvia", "member_country": "LV",
         "named_by": "Laima Kalniņa", "seats": 3, "position": 4, "check_in_code": "7KQ2MXW4TA",
         "reason": "The house is being repaired.", "programme": "AudTrain",
         "languages": ["English", "Latvian"], "language_tags": ["en", "lv"],
         "offer": "00000000-0000-4000-8000-000000000001", "uid": "sample@registry.example",
         "sequence": 1, "has_place": true, "was": {"starts_on": "2027-05-04",
            "ends_on": "2027-05-05", "venue": "Harbour House", "city": "Riga",
            "country": "LV", "country_name": "Latvia", "is_online": false,
            "time_zone": "Europe/Riga", "sessions": [
              {"title": "First day", "starts_at": "2027-05-04T07:00:00Z",
               "ends_at": "2027-05-04T14:00:00Z"},
              {"title": "Second day", "starts_at": "2027-05-05T07:00:00Z",
               "ends_at": "2027-05-05T12:00:00Z"}]},
         "schedule": {"starts_on": "2027-06-01", "ends_on": "2027-06-02", "date_precision": "day",
            "time_zone": "Europe/Riga", "venue": "Town Hall", "city": "Riga",
            "country": "LV", "country_name": "Latvia", "is_online": true, "sessions": [
              {"title": "First day", "starts_at": "2027-06-01T06:00:00Z",
               "ends_at": "2027-06-01T13:00:00Z"},
              {"title": "Second day", "starts_at": "2027-06-02T06:00:00Z",
               "ends_at": "2027-06-02T12:00:00Z"}]}}
        """
}

extension MailKind {
    /// The names that a text of it can use, without and with those that not every mail has.
    public var names: (always: [String], sometimes: [String]) {
        (fields.map(\.rawValue), rareFields.map(\.rawValue))
    }
}
