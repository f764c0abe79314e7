extension Command {
    /// The mails' words, and what is around their delivery.
    static let mail = Command(
        "mail", "Shows the texts of the mails", subcommands: [.mailList, .mailPreview])
}
