import EventLoop
import Foundation
import Mailer
import RegistryHTTP

/// The mails that the development mailbox received, the newest first; the oldest are forgotten.
actor Mailbox {
    private nonisolated let loop: Loop
    private var mails: [MailboxMessage] = []
    private var count = 0

    private static let mailsMax = 500

    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    init(on loop: Loop) {
        self.loop = loop
    }

    var newestFirst: [MailboxMessage] { mails.reversed() }

    func keep(_ mail: ReceivedMail) {
        count += 1
        let message = ReceivedMessage(parsing: mail.bytes)
        mails.append(
            MailboxMessage(
                id: String(count), receivedAt: Date(), from: mail.from,
                to: mail.recipients.joined(separator: ", "), subject: message["subject"] ?? "",
                text: message.text ?? "", source: String(decoding: mail.bytes, as: UTF8.self)))
        if mails.count > Self.mailsMax { mails.removeFirst() }
    }
}
