import Foundation

/// The mail that brings the link of an invitation.
extension MailRenderer {
    func invitation(_ values: Values) throws(Rejection) -> MailText {
        let target = try values.line(values.target, "target")
        let until = try values.line(values.until, "until")
        // Who is invited by address alone has no name yet.
        let isNamed = values.givenName != nil
        return MailText(
            subject: "You are invited to \(target)",
            blocks: [
                isNamed ? try greeting(values) : .paragraph("Dear colleague,"),
                .paragraph(
                    "we would be glad to see you at “\(target)”. If you would like to come, please "
                        + "tell us through this link:"),
                .link(try link("invitations", values)),
                .paragraph(
                    "It works once, until \(until), and belongs to this address. Please do not "
                        + "pass it on."),
                .paragraph("If you cannot come, there is nothing you have to do."), signOff,
            ])
    }
}
