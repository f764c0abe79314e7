import Foundation
import Mailer

extension Command {
    /// What has to do with the way of mails, there and back.
    static let mail = Command(
        "mail", "Looks after the texts of mails and their way",
        subcommands: [
            .mailList, .mailPreview, .mailExplain, .mailResend, .deadMails, .requeueMails,
            .dkimRecord, .readBounces,
        ])

    private static let dkimRecord = Command(
        "dkim-record", "Prints what the DNS has to say of the keys that sign mails",
        details: "Reads the keys that dkim_keys names, and prints a line of a zone file for each.",
        options: [.json],
        run: { invocation in
            let settings = try Settings.load(config: invocation.config)
            let signers = try settings.mail.dkim.signers()
            guard !signers.isEmpty else {
                throw CommandFailure("dkim_keys is not set: mails are not signed.")
            }
            if invocation.wantsJSON { return try printJSON(signers.map(KeyRecord.init)) }
            for signer in signers {
                let (name, value) = signer.record
                print("\(name). IN TXT (\(strings(of: value)) )")
            }
        })

    /// A TXT record is of strings of up to 255 bytes, which are put together (RFC 7208 §3.3).
    private static func strings(of value: String) -> String {
        let bytes = Array(value.utf8)
        return stride(from: 0, to: bytes.count, by: 250).map { start in
            let piece = bytes[start..<min(start + 250, bytes.count)]
            return " \"\(String(decoding: piece, as: UTF8.self))\""
        }.joined()
    }
}

/// One key as `mail dkim-record --json` prints it.
private struct KeyRecord: Encodable {
    var name: String
    var type = "TXT"
    var value: String

    init(_ signer: DKIMSigner) { (name, value) = signer.record }
}
