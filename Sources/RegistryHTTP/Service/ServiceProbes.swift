/// What is not of this core alone: readiness, figures of operation, mails, what others read anew.
public struct ServiceProbes {
    /// Whether the database answers and all migrations are applied.
    public var isReady: () async -> Bool
    /// Everything that is measured, in the text format of Prometheus; no personal data.
    public var metrics: () async -> String
    /// The mails of the development mailbox, newest first; nil where there is none.
    public var mailbox: (() async -> [MailboxMessage])?
    /// Returns when every core of the instance has read the catalogue after it was called.
    public var renewCatalogues: () async -> Void

    public init(
        isReady: @escaping () async -> Bool, metrics: @escaping () async -> String,
        mailbox: (() async -> [MailboxMessage])? = nil,
        renewCatalogues: @escaping () async -> Void
    ) {
        self.isReady = isReady
        self.metrics = metrics
        self.renewCatalogues = renewCatalogues
        self.mailbox = mailbox
    }
}
