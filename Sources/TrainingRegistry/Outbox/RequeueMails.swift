public import Foundation
public import Postgres

/// Has mails that did not arrive tried once more, while they are true; their attempts count on.
public struct RequeueMails: Sendable {
    /// Which mails are meant.
    public enum Choice: Sendable, Equatable {
        case named([Int64])
        case all(Loss)
    }

    /// How a mail did not arrive; the words are those of its state.
    public enum Loss: String, Sendable, CaseIterable {
        /// A mail server refused it.
        case failed
        /// It was given up.
        case dead
    }

    public var choice: Choice
    public var actor: RegistryActor
    public var reason: PeopleReason
    public var now: Date

    /// How long a mail that did not arrive keeps what it says.
    public static let days = 30

    public init(choice: Choice, actor: RegistryActor, reason: PeopleReason, now: Date) {
        self.choice = choice
        self.actor = actor
        self.reason = reason
        self.now = now
    }
}

/// What a list of mails to be tried again came to.
public struct RequeuedMails: Sendable, Equatable {
    public let requeued: [Int64]
    /// Those that were taken back, because what they say is not so any more.
    public let leftOut: [LeftOutMail]
    /// Those that say nothing any more: lost too long ago, or of somebody who was erased.
    public let forgotten: [Int64]
    /// Those that were named and were neither refused nor given up.
    public let notDead: [Int64]
}

extension Database {
    /// Whatever was named and is neither refused nor given up stays as it is.
    public func requeue(_ request: RequeueMails) async throws(DatabaseError) -> RequeuedMails {
        let mails = try await run(WriteRequeued(request: request))
        return RequeuedMails(
            requeued: mails.filter { $0.end == .requeued }.map(\.id),
            leftOut: mails.compactMap { mail in
                guard case .leftOut(let obstacle) = mail.end else { return nil }
                return LeftOutMail(id: mail.id, obstacle: obstacle)
            },
            forgotten: mails.filter { $0.end == .forgotten }.map(\.id),
            notDead: Set(request.choice.named).subtracting(mails.map(\.id)).sorted())
    }
}

extension RequeueMails.Choice {
    fileprivate var named: [Int64] {
        if case .named(let ids) = self { ids } else { [] }
    }
}

extension MailKind {
    /// The names of those that are nothing without their link.
    static var linked: [String] { allCases.filter { $0.path != nil }.map(\.rawValue) }
}

/// Makes lost mails due that still have what they say and are true; a row for each lost one that
/// was meant.
struct WriteRequeued: Statement {
    static let sql: StaticString = """
        SELECT mail, outcome
        FROM requeue_mails(
            $1, $6, $7, $2::timestamptz - make_interval(days => $5), $2, $3, $4)
        ORDER BY mail
        """

    /// What became of one.
    enum End: Sendable, Equatable {
        case requeued, forgotten
        case leftOut(MailObstacle)
    }

    var request: RequeueMails

    func bind(to parameters: inout Parameters) {
        parameters.add(request.choice.named)
        parameters.add(request.now)
        parameters.add(request.actor.description)
        parameters.add(request.reason.description)
        parameters.add(Int32(RequeueMails.days))
        if case .all(let loss) = request.choice {
            parameters.add(loss.rawValue)
        } else {
            parameters.add(String?.none)
        }
        parameters.add(MailKind.linked)
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> (id: Int64, end: End) {
        let end: End =
            switch try row.text(1) {
            case "requeued": .requeued
            case "forgotten": .forgotten
            default: .leftOut(try row.word(1, of: MailObstacle.self))
            }
        return (try row.bigint(0), end)
    }
}
