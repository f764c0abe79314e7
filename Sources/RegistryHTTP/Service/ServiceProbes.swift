/// What others know that the service is asked for: readiness, figures of operation, mails.
public struct ServiceProbes {
    /// Whether the database answers and all migrations are applied.
    public var isReady: () async -> Bool
    /// Everything that is measured, in the text format of Prometheus; no personal data.
    public var metrics: () async -> String
    /// The mails of the development mailbox, newest first; nil where there is none.
    public var mailbox: (() async -> [MailboxMessage])?

    public init(
        isReady: @escaping () async -> Bool, metrics: @escaping () async -> String,
        mailbox: (() async -> [MailboxMessage])? = nil
    ) {
        self.isReady = isReady
        self.metrics = metrics
        self.mailbox = mailbox
    }
}
