public import TrainingRegistry

/// What the web service has to know of its settings.
public struct ServiceSettings: Sendable {
    /// Such as `https://trainings.example.org`, without a slash at its end.
    public var publicURL: String
    /// Where people write to about their data.
    public var contact: String
    /// Whether this is a demonstration with invented people and a development mailbox.
    public var isDemo: Bool
    /// The domain after the `@` of a Message-ID.
    public var mailDomain: String
    /// An interest that nobody confirmed is deleted after so many days.
    public var unconfirmedDays: Int
    /// `production` or `demo`.
    public var environment: String
    /// Signs the tokens of forms; the same for all cores and instances, 32 bytes or more.
    public var formKey: [UInt8]

    /// How long a session of the console lasts.
    public var session: SessionTimes
    /// Every answer to a sign-in takes so long, whatever became of it.
    public var signInPause: Duration

    public init(
        publicURL: String, contact: String, isDemo: Bool, mailDomain: String,
        unconfirmedDays: Int, environment: String, formKey: [UInt8],
        session: SessionTimes = SessionTimes(idle: 2 * 3_600, longest: 12 * 3_600),
        signInPause: Duration = .milliseconds(500)
    ) {
        self.publicURL = publicURL
        self.contact = contact
        self.isDemo = isDemo
        self.mailDomain = mailDomain
        self.unconfirmedDays = unconfirmedDays
        self.environment = environment
        self.formKey = formKey
        self.session = session
        self.signInPause = signInPause
    }

    var site: Site { Site(contact: contact, isDemo: isDemo, unconfirmedDays: unconfirmedDays) }
}
