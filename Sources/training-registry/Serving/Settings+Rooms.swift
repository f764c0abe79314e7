import Mailer
import Postgres
import RegistryHTTP
import TrainingRegistry

/// What each room of the service wants to know.
extension Settings {
    /// Connections with the service's own rights, whatever the login may do.
    func service(connections: Int) -> DatabaseSettings {
        var database = DatabaseSettings(
            conninfo: database.url.reveal(), role: "registry_service", connections: connections)
        database.requestTimeout = self.database.timeout
        return database
    }

    /// The domain after the `@` of a Message-ID.
    var mailDomain: String { mail.from.address.domain }

    /// Who signs a mail.
    var unit: String { mail.from.name ?? mail.from.address.description }

    /// Reads the texts of the mails and the keys that they are signed with; throws everything that
    /// is wrong with them.
    func mailRenderer() throws(CommandFailure) -> MailRenderer {
        var renderer = try unsignedRenderer()
        renderer.signers = try mail.dkim.signers()
        return renderer
    }

    /// For who looks at texts and sends nothing.
    func unsignedRenderer() throws(CommandFailure) -> MailRenderer {
        let texts: MailTexts
        do {
            texts = try MailTexts(directory: mailsDirectory)
        } catch {
            throw CommandFailure("The texts of the mails cannot be used:\n\(error)")
        }
        return MailRenderer(
            publicURL: publicURL.description, from: mail.from, unit: unit, texts: texts)
    }

    func site(formKey: [UInt8]) -> ServiceSettings {
        ServiceSettings(
            publicURL: publicURL.description, contact: mail.from.address.description,
            isDemo: environment == .demo, mailDomain: mailDomain,
            unconfirmedDays: unconfirmedDays, environment: environment.rawValue, formKey: formKey,
            session: SessionTimes(
                idle: console.idle / .seconds(1), longest: console.longest / .seconds(1)))
    }
}
