import EventLoop
import Mailer

extension Settings.Mail {
    init?(_ reader: inout SettingsReader, need: String?, host: String?) {
        relay = reader.required("smtp_url", need: need, Self.relay)
        let authorities = reader.optional("smtp_ca", Settings.path)
        // The name in `public_url` is ours; an address is said in brackets (RFC 5321 §4.1.3).
        helo = reader.optional("smtp_helo", Self.hostName) ?? host ?? "[127.0.0.1]"
        let sender = reader.required("mail_from", need: need, Self.sender)
        dkim = Settings.DKIM(&reader, sender: sender?.address.domain)
        sessions = reader.integer("smtp_sessions", default: 2, in: 0...64)
        timeouts = Self.timeouts(&reader)
        mailboxListen = reader.optional("mailbox_listen", Settings.address)
        if need == nil {
            mailboxListen = mailboxListen ?? .loopback(port: 0)
        } else if mailboxListen != nil {
            reader.complain("mailbox_listen: the development mailbox is for demos only")
        }
        relay?.helloName = helo
        relay?.timeouts = timeouts
        if let authorities { relay?.authorities = .file(authorities) }
        let fallback = try? Self.sender("Training registry <registry@example.org>")
        guard let from = sender ?? (need == nil ? fallback : nil) else { return nil }
        self.from = from
        if need != nil, relay == nil { return nil }
    }

    /// The minutes are those of RFC 5321 §4.5.3.2.
    private static func timeouts(_ reader: inout SettingsReader) -> SMTPTimeouts {
        var timeouts = SMTPTimeouts()
        timeouts.connect = reader.milliseconds("smtp_connect_timeout_ms", default: 30_000)
        timeouts.handshake = timeouts.connect
        timeouts.greeting = reader.milliseconds("smtp_greeting_timeout_ms", default: 300_000)
        let command = reader.milliseconds("smtp_command_timeout_ms", default: 300_000)
        timeouts.hello = command
        timeouts.startTLS = command
        timeouts.authentication = command
        timeouts.mail = command
        timeouts.recipient = command
        timeouts.data = command
        timeouts.quit = min(timeouts.quit, command)
        timeouts.block = reader.milliseconds("smtp_data_timeout_ms", default: 180_000)
        timeouts.endOfData = reader.milliseconds("smtp_end_of_data_timeout_ms", default: 600_000)
        return timeouts
    }

    static func relay(_ text: String) throws(SettingsReader.Unfit) -> SMTPSettings {
        do throws(SMTPSettings.Rejection) {
            return try SMTPSettings(parsing: text)
        } catch {
            throw SettingsReader.Unfit(error.description)
        }
    }

    /// An address alone, or after a name and in angle brackets (RFC 5322 §3.4).
    static func sender(_ text: String) throws(SettingsReader.Unfit) -> MIMEMessage.Mailbox {
        let unfit = SettingsReader.Unfit(
            "must be an address, such as Training registry <registry@example.org>")
        // CR and LF would end a header field (RFC 5322 §2.2).
        guard text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7f }) else { throw unfit }
        var name = Substring()
        var address = Substring(text)
        if let open = text.utf8.firstIndex(of: UInt8(ascii: "<")) {
            guard text.utf8.last == UInt8(ascii: ">") else { throw unfit }
            name = trimmed(text[..<open])
            address = text[text.utf8.index(after: open)...].dropLast()
        }
        guard let parsed = try? EmailAddress(parsing: String(address)) else { throw unfit }
        return MIMEMessage.Mailbox(name: name.isEmpty ? nil : String(name), address: parsed)
    }

    /// Without the blanks and one pair of quotation marks around it.
    private static func trimmed(_ text: Substring) -> Substring {
        var text = text
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        guard text.utf8.count >= 2, text.first == "\"", text.last == "\"" else { return text }
        return text.dropFirst().dropLast()
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
