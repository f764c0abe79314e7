extension Settings.Mail {
    init?(_ reader: inout SettingsReader, need: String?) {
        relay = reader.required("smtp_url", need: need) { text throws(SettingsReader.Unfit) in
            try Relay(parsing: text)
        }
        authoritiesFile = reader.optional("smtp_ca", Settings.path)
        helo = reader.optional("smtp_helo", Self.hostName)
        let sender = reader.required("mail_from", need: need, Self.sender)
        sessions = reader.integer("smtp_sessions", default: 2, in: 1...64)
        // The minutes are those of RFC 5321 §4.5.3.2.
        connectTimeout = reader.milliseconds("smtp_connect_timeout_ms", default: 30_000)
        greetingTimeout = reader.milliseconds("smtp_greeting_timeout_ms", default: 300_000)
        commandTimeout = reader.milliseconds("smtp_command_timeout_ms", default: 300_000)
        dataTimeout = reader.milliseconds("smtp_data_timeout_ms", default: 180_000)
        endOfDataTimeout = reader.milliseconds("smtp_end_of_data_timeout_ms", default: 600_000)
        mailboxListen = reader.optional("mailbox_listen", Settings.address)
        if need == nil {
            mailboxListen = mailboxListen ?? NetworkAddress(host: "127.0.0.1", port: 0)
        } else if mailboxListen != nil {
            reader.complain("mailbox_listen: the development mailbox is for demos only")
        }
        let fallback = try? Self.sender("Training registry <registry@example.org>")
        guard let from = sender ?? (need == nil ? fallback : nil) else { return nil }
        self.from = from
        if need != nil, relay == nil { return nil }
    }

    private static func sender(_ text: String) throws(SettingsReader.Unfit) -> Sender {
        try Sender(parsing: text)
    }

    /// What follows EHLO: a name or an address literal (RFC 5321 §4.1.1.1), so nothing that could
    /// end the line.
    private static func hostName(_ text: String) throws(SettingsReader.Unfit) -> String {
        guard (1...255).contains(text.utf8.count),
            text.utf8.allSatisfy({ (0x21...0x7e).contains($0) })
        else {
            throw SettingsReader.Unfit("must be a host name, such as registry.example.org")
        }
        return text
    }
}
