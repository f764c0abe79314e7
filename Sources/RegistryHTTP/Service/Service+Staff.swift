import TrainingRegistry

extension Service {
    /// Who uses the coordinators' API, by a bearer token (RFC 6750 §2.1).
    ///
    /// - Throws: 401 without a token that is good now, whatever is wrong with it.
    func staff(_ request: Request) async throws -> RegistryActor {
        guard let text = request.fields["authorization"], let secret = Self.bearer(text),
            let actor = try await database.actor(of: secret, now: now())
        else { throw Problem.unauthorized }
        return actor
    }

    /// The scheme is case-insensitive (RFC 9110 §11.1).
    private static func bearer(_ text: String) -> AccessToken? {
        let parts = text.utf8.split(separator: UInt8(ascii: " "))
        guard parts.count == 2, parts[0].map(ASCII.lowered) == Array("bearer".utf8) else {
            return nil
        }
        return AccessToken(parsing: String(decoding: parts[1], as: UTF8.self))
    }
}

extension Problem {
    /// RFC 6750 §3: nothing is said about what is wrong with a token.
    static let unauthorized = Problem(
        "unauthorized", 401, "This is for coordinators",
        detail: "Send a staff token: Authorization: Bearer …",
        fields: [Field("WWW-Authenticate", "Bearer realm=\"registry\"")])
}
