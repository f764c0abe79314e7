import Foundation

extension MailRenderer {
    /// Asks somebody who completed a training to become a trainer; they answer on a page.
    func trainerInvited(_ values: Values, writtenAt: Date) throws(Rejection) -> MailText {
        let target = try values.line(values.target, "target")
        return MailText(
            subject: "Would you like to become a trainer of \(target)?",
            blocks: [
                try greeting(values),
                .paragraph(
                    "you have completed a training of “\(target)”, and we would be glad to have "
                        + "you as a trainer of it."),
                .paragraph("Please accept or decline on this page:"),
                .link(try link("my", values) + "/trainer"),
                keepToYourself(writtenAt),
                signOff,
            ])
    }
}
