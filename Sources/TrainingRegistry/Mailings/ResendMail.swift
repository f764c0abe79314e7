public import Foundation
public import Postgres

/// Promises a mail again as another message, while what it says is true.
public struct ResendMail: Sendable {
    /// What the mail is about.
    public var event: Code
    /// Its number in the outbox.
    public var mail: Int64
    public var actor: RegistryActor
    public var reason: PeopleReason
    public var now: Date
    public var mailDomain: String

    public init(
        event: Code, mail: Int64, actor: RegistryActor, reason: PeopleReason, now: Date,
        mailDomain: String
    ) {
        self.event = event
        self.mail = mail
        self.actor = actor
        self.reason = reason
        self.now = now
        self.mailDomain = mailDomain
    }
}

/// Why a mail is not sent again.
public enum ResendRefusal: Error, Sendable, Hashable {
    /// There is no such mail about the event.
    case unknown
    /// It is not settled, or was promised again already and that is not.
    case underWay
    /// Invitations, nominations and accounts have their own way, which renews their links.
    case hasOwnResend
    /// The time in which an interest can be confirmed is over.
    case linkOver
    /// Nobody has the address any more.
    case unknownPerson
    /// It would say what is not so.
    case untrue(MailObstacle)

    init?(word: String) {
        switch word {
        case "unknown": self = .unknown
        case "under-way": self = .underWay
        case "has-own-resend": self = .hasOwnResend
        case "link-over": self = .linkOver
        case "unknown-person": self = .unknownPerson
        default:
            guard let obstacle = MailObstacle(rawValue: word) else { return nil }
            self = .untrue(obstacle)
        }
    }
}

extension Database {
    /// The number of the new mail.
    public func resend(
        _ request: ResendMail
    ) async throws(DatabaseError) -> Result<Int64, ResendRefusal> {
        try await run(WriteResend(request: request)).first ?? .failure(.unknown)
    }
}

/// Promises the mail, with a link of its own where its kind has one.
struct WriteResend: Statement {
    static let sql: StaticString = """
        SELECT again.outcome, again.mail
        FROM outbox o CROSS JOIN LATERAL
            resend_mail(o.id, $3, $4, $5, $6, $7, $8, $9, $10) AS again
        WHERE o.id = $1 AND (event_of_mail(o)).code = $2
        """

    var request: ResendMail

    func bind(to parameters: inout Parameters) {
        parameters.add(request.mail)
        parameters.add(request.event.description)
        parameters.add(Self.kinds { $0 == "my" })
        parameters.add(Self.kinds { $0 == "confirm" })
        parameters.add(Self.kinds { $0 != nil && $0 != "my" && $0 != "confirm" })
        parameters.add(AccessToken().bytes)
        parameters.add(request.now)
        parameters.add(request.actor.description)
        parameters.add(request.reason.description)
        parameters.add(request.mailDomain)
    }

    /// The names of the mails whose links lead to such a place.
    private static func kinds(_ leads: (String?) -> Bool) -> [String] {
        MailKind.allCases.filter { leads($0.path) }.map(\.rawValue)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> Result<Int64, ResendRefusal> {
        let word = try row.text(0)
        if let refusal = ResendRefusal(word: word) { return .failure(refusal) }
        guard word == "sent" else {
            throw .failed(sqlState: "22023", message: "no word for a refusal")
        }
        return .success(try row.bigint(1))
    }
}
