import Mailer

/// The mails that tell of an event that was moved or cancelled, and the calendar in mails.
extension MailRenderer {
    /// The calendar object that goes with a mail, for the mails that have one.
    func calendarPart(
        of mail: ClaimedMail, to recipient: EmailAddress
    ) throws(Rejection) -> [MIMEMessage.Part] {
        let method: CalendarInvitation.Method
        switch mail.template {
        case "event-moved": method = .request
        // Promised by a version that gave it no calendar, it is sent without.
        case SeatNews.taken.rawValue where mail.parameters.contains("\"uid\""): method = .request
        case "event-cancelled": method = .cancel
        default: return []
        }
        let change = try EventChangeMail(parameters: mail.parameters)
        let invitation = change.invitation(
            method, writtenAt: mail.writtenAt, from: from, to: recipient)
        return [invitation?.part].compactMap { $0 }
    }

    func eventMoved(_ mail: ClaimedMail) throws(Rejection) -> MailText {
        let change = try EventChangeMail(parameters: mail.parameters)
        let target = Self.line(change.target)
        let place = change.schedule.location
        var blocks: [MailText.Block] = [
            .paragraph("Dear \(Self.line(change.givenName)),"),
            .paragraph("the times or the place of “\(target)” have changed. It is now:"),
            .paragraph(change.schedule.lines + (place.isEmpty ? "" : "\n\(place)")),
        ]
        if let was = change.was { blocks.append(.paragraph("Before, it was: \(was.words).")) }
        blocks += because(change)
        blocks += [
            .paragraph(
                change.hasPlace
                    ? "Your place is kept. If you cannot come then, please tell us."
                    : "Your interest stands as it is; there is nothing you have to do."),
            .link("\(publicURL)/events/\(change.code)"), .paragraph("Kind regards\n\(unit)"),
        ]
        return MailText(subject: "New time or place: \(target)", blocks: blocks)
    }

    func eventCancelled(_ mail: ClaimedMail) throws(Rejection) -> MailText {
        let change = try EventChangeMail(parameters: mail.parameters)
        let target = Self.line(change.target)
        return MailText(
            subject: "Cancelled: \(target)",
            blocks: [
                .paragraph("Dear \(Self.line(change.givenName)),"),
                .paragraph("“\(target)” will not take place. It was to be:"),
                .paragraph(change.schedule.lines),
            ] + because(change) + [
                .paragraph("We are sorry about it. There is nothing you have to do."),
                .link("\(publicURL)/events"), .paragraph("Kind regards\n\(unit)"),
            ])
    }

    private func because(_ change: EventChangeMail) -> [MailText.Block] {
        change.reason.map { [.paragraph("The reason: \(Self.line($0))")] } ?? []
    }

    /// One line of it: a control or a line end becomes a space.
    private static func line(_ value: String) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in value.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator: scalars.append(" ")
            default: scalars.append(scalar)
            }
        }
        return String(scalars)
    }
}
