import Foundation

/// The mail that brings the link of an account.
extension MailRenderer {
    func staffSetUp(_ values: Values) throws(Rejection) -> MailText {
        guard let hours = values.hours, hours > 0 else { throw .missing("hours") }
        return MailText(
            subject: "Set up your account for the console",
            blocks: [
                try greeting(values),
                .paragraph(
                    "you have an account in the console of the trainings. Please choose a password "
                        + "and add the account to the authenticator on your phone by opening this "
                        + "link:"),
                .link(try link("console/set-up", values)),
                .paragraph(
                    "The link works once, for \(hours) hours. A newer link ends it. Whoever has it "
                        + "can take your account: please do not pass it on."),
                .paragraph("If you did not expect this mail, please tell us and ignore the link."),
                signOff,
            ])
    }
}
