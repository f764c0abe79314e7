import Mailer

/// The calendar in mails.
extension MailRenderer {
    /// The calendar object that goes with a mail, for the mails that have one.
    func calendarPart(
        of mail: ClaimedMail, to recipient: EmailAddress
    ) throws(Rejection) -> [MIMEMessage.Part] {
        let method: CalendarInvitation.Method
        switch MailKind(rawValue: mail.template) {
        case .eventMoved: method = .request
        // Promised by a version that gave it no calendar, it is sent without.
        case .seatTaken where mail.parameters.contains("\"uid\""): method = .request
        case .eventCancelled: method = .cancel
        default: return []
        }
        let change = try EventChangeMail(parameters: mail.parameters)
        let invitation = change.invitation(
            method, writtenAt: mail.writtenAt, from: from, to: recipient)
        return [invitation?.part].compactMap { $0 }
    }
}
