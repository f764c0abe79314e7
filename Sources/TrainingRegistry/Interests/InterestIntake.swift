import EventLoop
public import Foundation
import Mailer
public import Postgres

/// Writes interests in batches: what arrives while one batch is on the wire is the next batch.
///
/// A batch never waits for company, so one waiting request is a batch of one. It lives on the loop
/// of its database, one for each core.
public final class InterestIntake {
    private let database: Database
    private let policy: IntakePolicy
    private let now: () -> Date
    private var waiting: [Member] = []
    private var isWriting = false

    private static let membersMax = 256

    public init(
        database: Database, perAddressAndHour: Int, mailDomain: String, unconfirmedDays: Int,
        now: @escaping () -> Date = { Date() }
    ) {
        self.database = database
        self.now = now
        policy = IntakePolicy(
            perAddressAndHour: perAddressAndHour, mailDomain: mailDomain,
            unconfirmedDays: unconfirmedDays)
    }

    /// Returns once the interest is committed, or refused; success says nothing of the address.
    ///
    /// - Throws: `unavailable` when it is not known whether it was committed; asking again is safe.
    public func express(
        _ interest: ExpressInterest
    ) async throws(DatabaseError) -> Result<Void, InterestRefusal> {
        try await withCheckedContinuation { continuation in
            waiting.append(Member(interest: interest, continuation: continuation))
            if !isWriting { startWriting() }
        }.get()
    }

    private func startWriting(isolation: isolated (any Actor)? = #isolation) {
        isWriting = true
        let loop = database.loop
        Task {
            // Named, so that the task is isolated to this loop.
            _ = isolation
            await withTaskExecutorPreference(loop) { await writeWaiting() }
        }
    }

    private func writeWaiting() async {
        while !waiting.isEmpty {
            let batch = takeBatch()
            let answers = await write(batch.map(\.interest))
            for (member, answer) in zip(batch, answers) {
                member.continuation.resume(returning: answer)
            }
        }
        isWriting = false
    }

    /// The next members: at most one of an address and of a key, in the order of addresses.
    ///
    /// Rows are then locked in one order by every instance, and no statement meets itself.
    private func takeBatch() -> [Member] {
        var addresses: Set<String> = []
        var keys: Set<String> = []
        var batch: [Member] = []
        var rest: [Member] = []
        for member in waiting {
            let key = member.interest.idempotencyKey
            let isFree = key.map { !keys.contains($0) } ?? true
            if batch.count < Self.membersMax, isFree,
                addresses.insert(member.interest.email.folded).inserted
            {
                if let key { keys.insert(key) }
                batch.append(member)
            } else {
                rest.append(member)
            }
        }
        waiting = rest
        return batch.sorted { $0.interest.email.folded < $1.interest.email.folded }
    }

    /// One statement for all; when it fails, each alone, so that a bad neighbour hurts nobody.
    private func write(_ interests: [ExpressInterest]) async -> [Answer] {
        do throws(DatabaseError) {
            let rows = try await database.run(
                WriteInterests(interests: interests, policy: policy, now: now()))
            guard rows.count == interests.count else {
                throw .failed(sqlState: "XX000", message: "an interest got no answer")
            }
            return rows.map { .success($0) }
        } catch {
            guard interests.count > 1 else { return [.failure(error)] }
            var answers: [Answer] = []
            for interest in interests { answers += await write([interest]) }
            return answers
        }
    }

    private struct Member {
        let interest: ExpressInterest
        let continuation: CheckedContinuation<Answer, Never>
    }

    private typealias Answer = Result<Result<Void, InterestRefusal>, DatabaseError>
}

/// What the intake is bound to, whoever asks.
struct IntakePolicy: Sendable {
    var perAddressAndHour: Int
    var mailDomain: String
    var unconfirmedDays: Int
}
