import EventLoop
import Mailer
import RegistryHTTP
import TrainingRegistry

/// Everything an operator can set, read once at the start and handed on as values.
///
/// config/registry.json5 explains each key.
struct Settings: Sendable, Equatable {
    var environment: Environment
    var listen: SocketAddress
    /// Threads that serve, each with an event loop of its own; 0 for one per processor.
    var cores: Int
    var publicURL: PublicURL
    /// How long requests and mails in flight may take to end after SIGTERM.
    var drainTimeout: Duration
    /// Unconfirmed interests are deleted when they are this old.
    var unconfirmedDays: Int
    var console: Console
    var migrationsDirectory: String
    var demoDirectory: String
    /// Where the texts of the mails are.
    var mailsDirectory: String
    var database: Database
    var mail: Mail
    var outbox: Outbox
    var intake: Intake
    var http: HTTP

    /// What the service is for, which decides what must be set.
    enum Environment: String, Sendable, CaseIterable {
        /// Nothing that matters has a default.
        case production
        /// Everything has one, and mails go to a mailbox of our own.
        case demo
    }

    /// How long somebody stays signed in to the console.
    struct Console: Sendable, Equatable {
        /// Without a request for so long a session ends.
        var idle: Duration
        /// It ends after this, however busy it is.
        var longest: Duration
    }

    /// Where the data is.
    struct Database: Sendable, Equatable {
        /// A libpq connection string or URI, of the role that may use the tables.
        var url: Secret
        /// Of the role that may change them; `migrate` uses it and nothing else does.
        var migrationURL: Secret
        var connectionsPerCore: Int
        var timeout: Duration
    }

    /// How mails leave us.
    struct Mail: Sendable, Equatable {
        /// Nil in a demo without one: mails then go to the development mailbox.
        var relay: SMTPSettings?
        var from: MIMEMessage.Mailbox
        var dkim: DKIM
        /// Sessions with the relay at a time, in each instance; with 0 `serve` sends nothing.
        var sessions: Int
        /// How long each step with the relay, or with the development mailbox, may take.
        var timeouts: SMTPTimeouts
        /// What we say in EHLO.
        var helo: String
        /// Where the development mailbox receives, port 0 for any that is free; nil in production.
        var mailboxListen: SocketAddress?
    }

    /// How long a claim on a mail holds, when what was not sent is tried again, and how many mails
    /// leave in a minute.
    struct Outbox: Sendable, Equatable {
        var lease: Duration
        var retry: RetryPolicy
        var pace: MailPace
    }

    /// How much anybody may ask of the public intake; 0 for no limit.
    struct Intake: Sendable, Equatable {
        var perSourceAndMinute: Int
        var perAddressAndHour: Int
        /// Whose `X-Forwarded-For` is believed.
        var trustedProxies: TrustedProxies
    }

    /// The limits of a connection, and whether it is TLS.
    struct HTTP: Sendable, Equatable {
        var limits: HTTPLimits
        /// Nil without TLS, which a proxy in front then has to speak.
        var certificate: Certificate?
    }

    /// Files in PEM.
    struct Certificate: Sendable, Equatable {
        var certificateFile: String
        var keyFile: String
    }

    /// Wrong settings are reported together, so that an operator mends a file once and not six
    /// times.
    struct Rejection: Error, Equatable, CustomStringConvertible {
        var complaints: [String]

        var description: String {
            "The settings are wrong:" + complaints.map { "\n  " + $0 }.joined()
        }
    }
}
