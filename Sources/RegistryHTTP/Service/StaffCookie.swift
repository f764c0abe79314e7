import EventLoop
import Foundation
import TrainingRegistry

/// The cookies of the console: the session, and that this browser was here before.
///
/// The prefix `__Host-` has browsers refuse them without TLS, from another host, and for a part of
/// the site (draft-ietf-httpbis-rfc6265bis §4.1.3.2). No script reads them.
enum StaffCookie: String {
    case session = "__Host-session"
    case browser = "__Host-browser"

    func field(_ value: String, maxAgeSeconds: Int? = nil) -> Field {
        let age = maxAgeSeconds.map { "; Max-Age=\($0)" } ?? ""
        return Field(
            "Set-Cookie", "\(rawValue)=\(value); Path=/; Secure; HttpOnly; SameSite=Lax\(age)")
    }

    var ended: Field { field("", maxAgeSeconds: 0) }

    static func session(of request: Request) -> AccessToken? {
        request.fields.cookie(session.rawValue).flatMap(AccessToken.init(parsing:))
    }
}

/// Shows that a form of the console was made for this session.
///
/// Derived from the session's secret: a page of another origin knows neither, and nothing is kept.
struct CSRFToken: Equatable {
    let text: String

    /// The name of the hidden field.
    static let field = "csrf"

    init(of session: AccessToken) {
        let mac = Digest.hmacSHA256(key: session.bytes, message: Array("console form".utf8))
        text = FormToken.hexadecimal(mac)
    }

    func matches(_ typed: String) -> Bool {
        Digest.areEqual(Array(text.utf8), Array(typed.utf8))
    }
}
