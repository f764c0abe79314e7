import Mailer
import TrainingRegistry

/// What somebody says when they express interest; having one means that every field was right.
///
/// The page and the API read the same fields and check them against the same catalogue.
struct InterestForm {
    let particulars: Particulars
    let email: EmailAddress
    let motivation: Motivation?
    let notice: NoticeVersion

    /// Nil after complaints, which the reader keeps; with an address that is proven, none is read.
    init?(
        reading fields: inout FieldReader, on catalogue: Catalogue, from proven: EmailAddress? = nil
    ) {
        // In the order of the page, which is the order in which errors are listed.
        let particulars = ParticularsForm(reading: &fields, on: catalogue)
        let email = proven ?? fields.required("email", EmailAddress.init(parsing:))
        let motivation = fields.optional("motivation", Motivation.init(parsing:))
        let notice = fields.required("notice", NoticeVersion.init(parsing:))
        if let notice, notice.description != PrivacyPage.version {
            fields.complain(
                "notice", "notice-outdated",
                "The privacy notice has changed. Its version is \(PrivacyPage.version).")
        }
        guard let particulars, let email, let notice, fields.errors.isEmpty else { return nil }
        self.particulars = particulars.value
        self.email = email
        self.motivation = motivation
        self.notice = notice
    }

    func expressing(
        _ target: InterestTarget, wishes: PoolWishes = .any, key: String? = nil
    ) -> ExpressInterest {
        ExpressInterest(
            target: target, particulars: particulars, email: email, motivation: motivation,
            notice: notice, idempotencyKey: key, wishes: wishes)
    }

    /// Whether the field that people never see was filled in.
    static func isTrapped(_ fields: inout FieldReader) -> Bool {
        fields.allow("website")
        return !fields.typed("website").isEmpty
    }
}

/// Who somebody says they are, without their address.
struct ParticularsForm {
    let value: Particulars

    /// Nil after complaints, which the reader keeps.
    init?(reading fields: inout FieldReader, on catalogue: Catalogue) {
        let givenName = fields.required("given_name", PersonName.init(parsing:))
        let familyName = fields.required("family_name", PersonName.init(parsing:))
        let organisation = fields.optional("organisation", Organisation.init(parsing:))
        let sector = fields.required("sector", SectorCode.init(parsing:))
        if let sector, !catalogue.sectors.contains(where: { $0.code == sector.description }) {
            fields.complain("sector", "unknown-sector", "This is not a sector that we know.")
        }
        let country = fields.required("country", CountryCode.init(parsing:))
        if let country, !catalogue.countries.contains(where: { $0.code == country.description }) {
            fields.complain("country", "unknown-country", "This is not a country that we know.")
        }
        let language = fields.optional("language", LanguageTag.init(parsing:))
        guard let givenName, let familyName, let sector, let country else { return nil }
        value = Particulars(
            givenName: givenName, familyName: familyName, organisation: organisation,
            sector: sector, country: country, language: language)
    }
}
