import Foundation
import Mailer

extension Settings {
    /// What mails are signed with (RFC 6376); without keys they are not.
    struct DKIM: Sendable, Equatable {
        /// The domain of the sender, or one above it.
        var domain: String
        var keys: [Key]

        /// A file in PEM, and the name under which the DNS has its other half.
        struct Key: Sendable, Equatable {
            var selector: String
            var file: String
        }
    }
}

extension Settings.DKIM {
    init(_ reader: inout SettingsReader, sender: String?) {
        let named = reader.optional("dkim_domain", Self.domain)
        keys = reader.read("dkim_keys", default: [], Self.keys)
        domain = named ?? sender ?? ""
        // Others would take the mail for one that somebody else signed (RFC 7489 §3.1.1).
        if let named, let sender, sender != named, !sender.hasSuffix(".\(named)") {
            reader.complain("dkim_domain: must be the domain of mail_from, or one above it")
        }
    }

    /// Reads the keys.
    ///
    /// - Throws: `CommandFailure` that names the file.
    func signers() throws(CommandFailure) -> [DKIMSigner] {
        var signers: [DKIMSigner] = []
        for key in keys {
            guard let pem = FileManager.default.contents(atPath: key.file) else {
                throw CommandFailure("dkim_keys: \(key.file) cannot be read")
            }
            do throws(DKIMSigner.Rejection) {
                signers.append(
                    try DKIMSigner(domain: domain, selector: key.selector, pem: Array(pem)))
            } catch {
                throw CommandFailure("dkim_keys: \(key.file) \(error)")
            }
        }
        return signers
    }

    /// A, without the dot at its end, in lower case.
    private static func domain(_ text: String) throws(SettingsReader.Unfit) -> String {
        // What may follow the @ of an address.
        guard let address = try? EmailAddress(parsing: "a@\(text)") else {
            throw SettingsReader.Unfit("must be a domain, such as example.org")
        }
        return address.domain
    }

    /// `selector:file`, separated by commas.
    private static func keys(_ text: String) throws(SettingsReader.Unfit) -> [Key] {
        var keys: [Key] = []
        for item in text.utf8.split(separator: UInt8(ascii: ",")) {
            let parts = item.split(separator: UInt8(ascii: ":"), maxSplits: 1)
            guard parts.count == 2, isSelector(parts[0]) else {
                throw SettingsReader.Unfit(
                    "must list selectors and files, such as 2026a:/etc/training-registry/dkim.pem")
            }
            keys.append(
                Key(selector: String(Substring(parts[0])), file: String(Substring(parts[1]))))
        }
        guard Set(keys.map(\.selector)).count == keys.count, keys.count <= 4 else {
            throw SettingsReader.Unfit("must list 4 keys at most, each with a selector of its own")
        }
        return keys
    }

    /// Labels of letters, digits and hyphens with dots between them (RFC 6376 §3.1).
    private static func isSelector(_ text: Substring.UTF8View) -> Bool {
        let labels = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        let hyphen = UInt8(ascii: "-")
        return text.count <= 100
            && labels.allSatisfy { label in
                (1...63).contains(label.count) && label.first != hyphen && label.last != hyphen
                    && label.allSatisfy { byte in
                        switch byte {
                        case UInt8(ascii: "a")...UInt8(ascii: "z"),
                            UInt8(ascii: "A")...UInt8(ascii: "Z"),
                            UInt8(ascii: "0")...UInt8(ascii: "9"), hyphen:
                            true
                        default: false
                        }
                    }
            }
    }
}
