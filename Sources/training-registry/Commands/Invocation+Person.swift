import Mailer
import TrainingRegistry

extension Option {
    /// Who somebody is, as options say it; read by `Invocation.person`.
    static let person: [Option] = [
        .value("given-name", "NAME", "Their given name"),
        .value("family-name", "NAME", "Their family name"),
        .value("email", "ADDRESS", "Where mails go"),
        .value("organisation", "NAME", "Where they work"),
        .value("sector", "CODE", "Their sector"),
        .value("country", "CODE", "The country they work in"),
        .value("language", "TAG", "Of the mails"),
    ]
}

extension Invocation {
    /// The person that the options describe; all of them but organisation and language are needed.
    func person(from country: String? = nil) throws(CommandFailure) -> (Particulars, EmailAddress) {
        let organisation = self["organisation"]
        let language = self["language"]
        do {
            let person = Particulars(
                givenName: try PersonName(parsing: try typed("given-name")),
                familyName: try PersonName(parsing: try typed("family-name")),
                organisation: try organisation.map(Organisation.init(parsing:)),
                sector: try SectorCode(parsing: try typed("sector")),
                country: try CountryCode(
                    parsing: try self["country"] ?? country ?? typed("country")),
                language: try language.map(LanguageTag.init(parsing:)))
            return (person, try EmailAddress(parsing: try typed("email")))
        } catch let failure as CommandFailure {
            throw failure
        } catch let rejection as any FieldRejection {
            throw CommandFailure(usage: rejection.detail)
        } catch {
            throw CommandFailure(usage: "The person cannot be read.")
        }
    }

    private func typed(_ name: String) throws(CommandFailure) -> String {
        guard let text = self[name] else { throw CommandFailure(usage: "--\(name) is missing.") }
        return text
    }
}
