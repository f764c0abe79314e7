/// The mails about nominations: to who speaks for a member, and to who is nominated.
extension MailRenderer {
    func nominationInvitation(_ values: Values) throws(Rejection) -> MailText {
        let target = try values.line(values.target, "target")
        let member = try values.line(values.member, "member")
        let until = try values.line(values.until, "until")
        guard let seats = values.seats else { throw .missing("seats") }
        let kept = seats == 1 ? "1 seat is kept" : "\(seats) seats are kept"
        return MailText(
            subject: "Please nominate for \(target)",
            blocks: [
                try greeting(values),
                .paragraph(
                    "in “\(target)” \(kept) for \(member). Please tell us until \(until) who "
                        + "comes. Here you can nominate people, rank alternates and put somebody "
                        + "else in the place of a person:"),
                .link(try link("nominate", values)),
                .paragraph(
                    "Each person whom you name gets a mail from us and confirms their own data. "
                        + "The link is meant for you alone. Please do not pass it on."),
                signOff,
            ])
    }

    /// Says what is owed to people whose data came from somebody else.
    func nominationNotice(_ values: Values) throws(Rejection) -> MailText {
        let target = try values.line(values.target, "target")
        let member = try values.line(values.member, "member")
        let namedBy = try values.line(values.namedBy, "named_by")
        let until = try values.line(values.until, "until")
        return MailText(
            subject: "You are nominated for \(target)",
            blocks: [
                try greeting(values),
                .paragraph(
                    "\(namedBy) has nominated you for “\(target)” on behalf of \(member). Please "
                        + "look at what we were told about you, correct it, and confirm or "
                        + "decline until \(until):"),
                .link(try link("nominated", values)),
                .paragraph(
                    "We were given your name, your email address, your organisation, sector, "
                        + "country and language, to organise this event and to count who took "
                        + "part by country and sector. Nobody else is told. What the law says "
                        + "about it and who is responsible: \(publicURL)/privacy"),
                .paragraph(
                    "If you decline, or do not answer, this is erased 30 days later. You may "
                        + "object at any time, ask what we hold, and have it corrected or erased: "
                        + "use the link, or answer this mail. You may also complain to the data "
                        + "protection authority of your country."),
                signOff,
            ])
    }

    func nominationEnded(_ values: Values) throws(Rejection) -> MailText {
        let target = try values.line(values.target, "target")
        let member = try values.line(values.member, "member")
        return MailText(
            subject: "You are no longer nominated for \(target)",
            blocks: [
                try greeting(values),
                .paragraph(
                    "your nomination for “\(target)” on behalf of \(member) was withdrawn, or "
                        + "somebody else was named in your place. A seat that you had is no "
                        + "longer kept for you."),
                .paragraph("What we were told about you for it is erased within 30 days."),
                signOff,
            ])
    }
}
