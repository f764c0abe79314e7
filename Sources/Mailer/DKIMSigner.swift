public import EventLoop
import Foundation

/// Signs mails for a domain, so that whoever gets them can tell that they are ours and unchanged
/// (RFC 6376; RFC 8463 for Ed25519).
public struct DKIMSigner: Sendable {
    /// The domain that answers for the mail (d=).
    public let domain: String
    /// Which of its keys this is (s=).
    public let selector: String
    public let kind: SigningKey.Kind
    private let key: SigningKey

    /// What is signed, each once more than it is there, so that none can be added (§8.15).
    static let names = [
        "from", "to", "cc", "subject", "date", "message-id", "reply-to", "mime-version",
        "content-type", "content-transfer-encoding", "list-unsubscribe", "list-unsubscribe-post",
    ]

    /// Why a mail cannot be signed so; a plain complaint.
    public struct Rejection: Error, Sendable, Equatable, CustomStringConvertible {
        public let description: String
    }

    /// RFC 8301 §3.2: no signer should use less, and nobody has to check more.
    private static let rsaBits = 2_048...4_096

    /// Takes a private key in PEM, RSA of 2048 to 4096 bits or Ed25519.
    public init(domain: String, selector: String, pem: [UInt8]) throws(Rejection) {
        let key: SigningKey
        do throws(SigningKey.Rejection) {
            key = try SigningKey(pem: pem)
        } catch {
            let complaint =
                switch error {
                case .noPrivateKey: "holds no private key in PEM without a passphrase"
                case .otherKind: "must be a key for RSA or Ed25519"
                }
            throw Rejection(description: complaint)
        }
        if case .rsa(let bits) = key.kind, !Self.rsaBits.contains(bits) {
            throw Rejection(
                description: "has \(bits) bits; an RSA key must have 2048 to 4096")
        }
        self.init(domain: domain, selector: selector, key: key)
    }

    init(domain: String, selector: String, key: SigningKey) {
        self.domain = domain
        self.selector = selector
        self.key = key
        kind = key.kind
    }

    /// What has to be in the DNS as a TXT record (§3.6.1).
    public var record: (name: String, value: String) {
        (
            "\(selector)._domainkey.\(domain)",
            "v=DKIM1; k=\(kind == .ed25519 ? "ed25519" : "rsa"); p=\(Self.base64(key.publicKey))"
        )
    }

    /// The field to be put before the mail; nil when no signature can be made.
    ///
    /// The same mail and date give the same bytes.
    func field(for mail: [UInt8], signedAt date: Date) -> [UInt8]? {
        let (header, body) = MIMEPart.split(mail[...])
        let fields = Self.fields(of: header)
        let bodyHash = Digest.sha256(DKIMCanonical.body(body))
        let seconds = Int(date.timeIntervalSince1970.rounded(.down))
        let tags = """
            v=1; a=\(kind == .ed25519 ? "ed25519" : "rsa")-sha256; c=relaxed/relaxed; d=\(domain); \
            s=\(selector); t=\(seconds); h=\(Self.signedNames(fields).joined(separator: ": ")); \
            bh=\(Self.base64(bodyHash)); b=
            """
        let own = HeaderField.verbatim("DKIM-Signature", tags)
        guard
            let signature = signature(
                of: Self.signedText(fields, names: Self.signedNames(fields), own: own))
        else { return nil }
        // Blanks in base64 mean nothing (§3.2), so that the lines can be folded.
        return HeaderField.verbatim(
            "DKIM-Signature", tags + Self.pieces(Self.base64(signature)).joined(separator: " "))
    }

    /// RFC 8463 §3: Ed25519 signs the SHA-256 of the text, where RSA takes it by itself.
    func signature(of text: [UInt8]) -> [UInt8]? {
        key.signature(of: kind == .ed25519 ? Digest.sha256(text) : text)
    }

    /// What is signed (§3.7): the fields from the last one up, each once, and our own without b=.
    static func signedText(_ fields: [Field], names: [String], own: [UInt8]) -> [UInt8] {
        var left = Dictionary(grouping: fields, by: \.name)
        var text: [UInt8] = []
        for name in names {
            guard let field = left[name]?.popLast() else { continue }
            text += field.canonical
            text += [UInt8].crlf
        }
        return text + DKIMCanonical.field(own)
    }

    /// A field of the mail in its relaxed form.
    struct Field {
        let name: String
        let canonical: [UInt8]
    }

    static func fields(of header: ArraySlice<UInt8>) -> [Field] {
        var lines: [[UInt8]] = []
        for line in header.split(separator: UInt8.lf) {
            if line.first == .space || line.first == .tab, !lines.isEmpty {
                lines[lines.count - 1] += line
            } else {
                lines.append(Array(line))
            }
        }
        return lines.map { line in
            let canonical = DKIMCanonical.field(line)
            let name = canonical.prefix { $0 != UInt8(ascii: ":") }
            return Field(name: String(decoding: name, as: UTF8.self), canonical: canonical)
        }
    }

    private static func signedNames(_ fields: [Field]) -> [String] {
        names.flatMap { name in
            Array(repeating: name, count: fields.count { $0.name == name } + 1)
        }
    }

    private static func base64(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }

    private static func pieces(_ text: String) -> [String] {
        let bytes = Array(text.utf8)
        return stride(from: 0, to: bytes.count, by: 64).map {
            String(decoding: bytes[$0..<min($0 + 64, bytes.count)], as: UTF8.self)
        }
    }
}

extension MIMEMessage {
    /// The mail with a signature by each of the signers before it.
    ///
    /// The time in them is the mail's own, so that the same mail always has the same bytes.
    public func bytes(signedBy signers: [DKIMSigner]) throws(Rejection) -> [UInt8] {
        let mail = try bytes()
        var signatures: [UInt8] = []
        for signer in signers {
            guard let field = signer.field(for: mail, signedAt: date) else { throw .notSigned }
            signatures += field
        }
        return signatures + mail
    }
}
