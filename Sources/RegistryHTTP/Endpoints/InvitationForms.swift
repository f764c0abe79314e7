import Mailer
public import TrainingRegistry

/// The documents that invite people, read into requests.
public enum InvitationForms {
    /// Whom a document invites.
    public static func guests(
        json: [UInt8]
    ) throws -> (guests: [InvitePeople.Guest], reason: String?, mails: MailOrder) {
        var fields = try FieldReader(json: json)
        return try guests(&fields)
    }

    static func guests(
        _ fields: inout FieldReader
    ) throws -> (guests: [InvitePeople.Guest], reason: String?, mails: MailOrder) {
        let guests = fields.objects("invitations") { guest -> InvitePeople.Guest? in
            let email = guest.required("email", EmailAddress.init(parsing:))
            let givenName = guest.optionalText("given_name", PersonName.init(parsing:))
            let familyName = guest.optionalText("family_name", PersonName.init(parsing:))
            let language = guest.optionalText("language", LanguageTag.init(parsing:))
            return email.map {
                InvitePeople.Guest(
                    email: $0, givenName: givenName, familyName: familyName, language: language)
            }
        }
        let reason = fields.optionalText("reason", Title.init(parsing:))
        if let guests, !(1...InvitePeople.guestsMax).contains(guests.count) {
            fields.complain(
                "invitations", "out-of-range",
                "From 1 to \(InvitePeople.guestsMax) addresses are invited at once.")
        }
        for (index, guest) in (guests ?? []).enumerated()
        where (guests ?? [])[..<index].contains(where: { $0.email.folded == guest.email.folded }) {
            fields.complain([
                Complaint("/invitations/\(index)/email", "repeated", "This address is there twice.")
            ])
        }
        let mails = fields.mailOrder()
        try fields.finish()
        guard let guests else { throw Problem.internalError }
        return (guests, reason?.description, mails)
    }
}
