/// What every page says about the service, from the settings.
struct Site: Sendable, Equatable {
    /// The office that runs the trainings.
    var unit = "Children at Risk Unit"
    /// The body the office belongs to.
    var organisation = "Council of the Baltic Sea States"
    /// Where people write to about their data; shown as it is, linked when it is an address.
    var contact: String
    /// Whether this is a demonstration with invented people and the development mailbox.
    var isDemo: Bool
    /// What nobody confirmed is deleted after so many days.
    var unconfirmedDays: Int

    init(contact: String, isDemo: Bool, unconfirmedDays: Int = 7) {
        self.contact = contact
        self.isDemo = isDemo
        self.unconfirmedDays = unconfirmedDays
    }

    /// How long an interest may stay unconfirmed, in words.
    var unconfirmedTime: String { unconfirmedDays == 1 ? "one day" : "\(unconfirmedDays) days" }

    /// The contact as a link where it is a mail address.
    var contactLink: HTML {
        guard contact.utf8.contains(UInt8(ascii: "@")) else { return "\(contact)" }
        return "<a href=\"mailto:\(contact)\">\(contact)</a>"
    }
}
