import FoundationEssentials
import Mailer
import Postgres

/// How one attempt ended, and what becomes of its message.
struct AttemptEnd: Sendable, Equatable {
    /// The words that are stored with the attempt.
    enum Outcome: String, Sendable {
        case sent, refused, deferred, unknown, released
        case sessionFailed = "session-failed"
    }

    /// The states that the end of an attempt leads to.
    enum State: String, Sendable {
        case pending, sent, failed, dead
    }

    let id: Int64
    let number: Int
    let endedAt: Date
    let outcome: Outcome
    let state: State
    /// Nil when it is settled.
    var nextAttemptAt: Date?
    /// What was, or may have been, on the way: every later attempt sends the same bytes.
    var content: [UInt8]?
    var phase: String?
    var replyCode: Int?
    var reply: String?
    /// Why nothing will ever arrive at the address (RFC 3463), when the server said so.
    var gone: String?
}

extension AttemptEnd {
    /// Stored replies and troubles have at most so many bytes.
    static let longestReply = 500

    /// Gives a mail back that nothing was done with.
    init(releasing mail: ClaimedMail, now: Date) {
        self.init(
            id: mail.id, number: mail.number, endedAt: now, outcome: .released, state: .pending,
            nextAttemptAt: now)
    }

    /// Decides what follows from an outcome; `bytes` are what was to be sent.
    init(
        of mail: ClaimedMail, _ outcome: SMTPOutcome, bytes: [UInt8], policy: RetryPolicy,
        now: Date, jitter: Double
    ) {
        let failure: SMTPFailure
        let trouble: RetryPolicy.Trouble
        let word: Outcome
        switch outcome {
        case .sent(let reply):
            self.init(
                id: mail.id, number: mail.number, endedAt: now, outcome: .sent, state: .sent,
                phase: SMTPPhase.endOfData.rawValue, replyCode: reply.code,
                reply: Self.shortened(reply.description))
            return
        case .staleConnection:
            self.init(releasing: mail, now: now)
            return
        case .refused(let refusal):
            self.init(
                id: mail.id, number: mail.number, endedAt: now, outcome: .refused, state: .failed,
                content: Self.onTheWay(bytes, in: refusal.phase),
                phase: refusal.phase.rawValue, replyCode: refusal.reply?.code,
                reply: Self.shortened(refusal.reason), gone: Self.gone(refusal))
            return
        case .deferred(let cause): (failure, trouble, word) = (cause, .deferred, .deferred)
        case .unknown(let cause): (failure, trouble, word) = (cause, .unknown, .unknown)
        case .sessionFailed(let cause):
            (failure, trouble, word) = (cause, .sessionFailed, .sessionFailed)
        }
        let next = policy.nextAttempt(
            after: trouble, attempt: mail.attempts,
            ownAttempts: mail.ownTroubles + (trouble == .sessionFailed ? 0 : 1),
            writtenAt: mail.writtenAt, now: now, jitter: jitter)
        self.init(
            id: mail.id, number: mail.number, endedAt: now, outcome: word,
            state: next == nil ? .dead : .pending, nextAttemptAt: next,
            content: Self.onTheWay(bytes, in: failure.phase),
            phase: failure.phase.rawValue, replyCode: failure.reply?.code,
            reply: Self.shortened(failure.reason))
    }

    /// The bytes where some of them were sent; the words of these phases are those of the function
    /// `server_may_have`.
    private static func onTheWay(_ bytes: [UInt8], in phase: SMTPPhase) -> [UInt8]? {
        switch phase {
        case .body, .endOfData: bytes
        default: nil
        }
    }

    /// Said of the recipient alone: a refused sender or mail says nothing of the address.
    private static func gone(_ refusal: SMTPFailure) -> String? {
        guard refusal.phase == .recipient, let status = refusal.reply?.status, status.isAddressGone
        else { return nil }
        return status.description
    }

    /// Whole characters only: half of one is no text to the server.
    static func shortened(_ text: String) -> String {
        guard text.utf8.count > longestReply else { return text }
        var short = ""
        for scalar in text.unicodeScalars {
            guard short.utf8.count + String(scalar).utf8.count <= longestReply - 3 else { break }
            short.unicodeScalars.append(scalar)
        }
        return short + "…"
    }
}

/// Ends attempts and settles or puts off their messages, as many as have gathered.
///
/// Whoever lost the lease changes nothing any more, but for one fact: what was sent is sent.
/// An attempt that was taken for `unknown` stays so, because the next one may be a duplicate. A
/// mail that was refused or given up keeps what it says for a month, for whoever has it tried
/// again, and its bytes where a server may have them. A recipient whom the server calls gone is put
/// on hold.
struct RecordOutcome: Statement {
    static let sql: StaticString = """
        WITH ended AS (
            SELECT * FROM unnest($1::bigint[], $2::integer[], $3::timestamptz[], $4::text[],
                                 $5::text[], $6::timestamptz[], $7::bytea[], $8::text[],
                                 $9::integer[], $10::text[], $12::text[])
                AS ended (id, number, ended_at, outcome, state, next_attempt_at, content, phase,
                          reply_code, reply, gone)
        ), attempt AS (
            UPDATE outbox_attempt
            SET ended_at = ended.ended_at, outcome = ended.outcome, phase = ended.phase,
                reply_code = ended.reply_code, reply = ended.reply
            FROM ended
            WHERE outbox_id = ended.id AND outbox_attempt.number = ended.number
              AND outbox_attempt.outcome IS NULL
        ), settled AS (
            UPDATE outbox
            SET state = ended.state,
                attempts = attempts - CASE ended.outcome WHEN 'released' THEN 1 ELSE 0 END,
                next_attempt_at = coalesce(ended.next_attempt_at, ended.ended_at),
                parameters = CASE ended.state WHEN 'sent' THEN parameters - 'token'
                                  ELSE parameters END,
                content = CASE WHEN ended.state <> 'sent'
                               THEN coalesce(ended.content, outbox.content) END,
                ended_at = CASE ended.state WHEN 'pending' THEN NULL ELSE ended.ended_at END,
                lease_until = NULL,
                lease_holder = NULL,
                last_reply = coalesce(ended.reply, last_reply)
            FROM ended
            WHERE outbox.id = ended.id
              AND (outbox.state = 'sending' AND lease_holder = $11
                   AND ended.number = (SELECT max(number) FROM outbox_attempt
                                       WHERE outbox_id = ended.id)
                   OR ended.state = 'sent' AND outbox.state IN ('pending', 'sending', 'held'))
            RETURNING outbox.id, recipient, ended.gone, ended.ended_at
        ), held AS (
            INSERT INTO address_hold (address, cause, status_code, outbox_id, held_at, held_by)
            SELECT recipient, 'bounce', gone, id, ended_at, 'system' FROM settled
            WHERE gone IS NOT NULL AND recipient <> 'erased@invalid'
            ON CONFLICT (address_folded) WHERE released_at IS NULL DO NOTHING
            RETURNING id, status_code, held_at
        ), noted AS (
            INSERT INTO audit (subject, subject_id, action, actor, reason, occurred_at)
            SELECT 'address_hold', id, 'hold', 'system', status_code, held_at FROM held
        )
        SELECT id FROM settled
        """

    var ends: [AttemptEnd]
    var instance: UUID

    func bind(to parameters: inout Parameters) {
        parameters.add(ends.map(\.id))
        parameters.add(ends.map { Int32(clamping: $0.number) })
        parameters.add(ends.map(\.endedAt))
        parameters.add(ends.map(\.outcome.rawValue))
        parameters.add(ends.map(\.state.rawValue))
        parameters.add(ends.map(\.nextAttemptAt))
        parameters.add(ends.map(\.content))
        parameters.add(ends.map(\.phase))
        parameters.add(ends.map { $0.replyCode.map { Int32(clamping: $0) } })
        parameters.add(ends.map(\.reply))
        parameters.add(instance)
        parameters.add(ends.map(\.gone))
    }

    static func decode(_ row: RowReader) throws(DatabaseError) -> Int64 { try row.bigint(0) }
}
