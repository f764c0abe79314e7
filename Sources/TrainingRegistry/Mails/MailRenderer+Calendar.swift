import Mailer

/// The calendar in mails.
extension MailRenderer {
    /// The calendar object that goes with a mail in its language, for the mails that have one.
    ///
    /// A seat that is given, and a reminder of it, is a REQUEST; a seat that is lost is a CANCEL
    /// for this attendee alone (RFC 5546 §3.2.5). A mail to whoever has and had no seat is sent
    /// without one, and so is what an older version promised without.
    func calendarPart(
        of mail: ClaimedMail, to recipient: EmailAddress, in language: String
    ) throws(Rejection) -> [MIMEMessage.Part] {
        let method: CalendarInvitation.Method
        var isAboutOneSeat = true
        switch MailKind(rawValue: mail.template) {
        case .eventMoved: (method, isAboutOneSeat) = (.request, false)
        case .eventCancelled: (method, isAboutOneSeat) = (.cancel, false)
        case .seatTaken, .seatTakenOver, .reminder: method = .request
        case .seatFreed, .seatPassedOn, .interestWithdrawn, .nominationEnded: method = .cancel
        default: return []
        }
        guard !isAboutOneSeat || mail.parameters.contains("\"uid\"") else { return [] }
        let change = try EventChangeMail(parameters: mail.parameters)
        guard change.hasPlace else { return [] }
        var invitation = change.invitation(
            method, writtenAt: mail.writtenAt, from: from, to: recipient,
            in: texts.words(in: language))
        if isAboutOneSeat, method == .cancel { invitation?.standing = .leaving }
        return [invitation?.part].compactMap { $0 }
    }
}
