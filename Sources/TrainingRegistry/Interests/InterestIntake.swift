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
    private var waiting = IntakeQueue<Member>()
    private var isWriting = false
    /// What was written since it was made.
    public private(set) var counts = IntakeCounts()

    private static let membersMax = 256
    /// One address asked for thousands of times holds nobody up for longer than this.
    private static let looksMax = 4 * membersMax

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
            counts.add(IntakeCounts(batches: 1, members: batch.count, largestBatch: batch.count))
            let answers = await write(batch.map(\.interest))
            for (member, answer) in zip(batch, answers) {
                member.continuation.resume(returning: answer)
            }
        }
        isWriting = false
    }

    /// The next members: at most one of an address and of a key, so no statement meets itself.
    ///
    /// Who is passed over holds back the later ones of the same address or key: first come, first
    /// served. The order within the batch does not matter, because the statement sorts.
    private func takeBatch() -> [Member] {
        var addresses: Set<String> = []
        var keys: Set<String> = []
        return waiting.take(atMost: Self.membersMax, looksMax: Self.looksMax) { member in
            let isNewAddress = addresses.insert(member.interest.email.folded).inserted
            let isNewKey = member.interest.idempotencyKey.map { keys.insert($0).inserted } ?? true
            return isNewAddress && isNewKey
        }
    }

    /// One statement for all; when one of them is at fault, each alone: it hurts no neighbour.
    private func write(_ batch: [ExpressInterest]) async -> [Answer] {
        do throws(DatabaseError) {
            return try await attempt(batch).map { .success($0) }
        } catch {
            guard error.isWorthAnotherTry || (batch.count > 1 && error.isOfOneStatement) else {
                return batch.map { _ in .failure(error) }
            }
            return await writeEachAlone(batch)
        }
    }

    /// A database that is gone meanwhile is asked for nobody any more.
    private func writeEachAlone(_ batch: [ExpressInterest]) async -> [Answer] {
        var answers: [Answer] = []
        var outage: DatabaseError?
        for interest in batch {
            if let outage {
                answers.append(.failure(outage))
                continue
            }
            do throws(DatabaseError) {
                answers += try await attempt([interest]).map { .success($0) }
            } catch {
                answers.append(.failure(error))
                if !error.isOfOneStatement { outage = error }
            }
        }
        return answers
    }

    private func attempt(
        _ batch: [ExpressInterest]
    ) async throws(DatabaseError) -> [Result<Void, InterestRefusal>] {
        let answers = try await database.run(
            WriteInterests(interests: batch, policy: policy, now: now()))
        guard answers.count == batch.count else {
            throw .failed(sqlState: "XX000", message: "an interest got no answer")
        }
        return answers
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

/// How many interests were asked for, in how many batches.
public struct IntakeCounts: Sendable, Equatable {
    public var batches: Int
    public var members: Int
    public var largestBatch: Int

    public init(batches: Int = 0, members: Int = 0, largestBatch: Int = 0) {
        self.batches = batches
        self.members = members
        self.largestBatch = largestBatch
    }

    /// Adds what another core has counted.
    public mutating func add(_ other: IntakeCounts) {
        batches += other.batches
        members += other.members
        largestBatch = max(largestBatch, other.largestBatch)
    }
}

extension DatabaseError {
    /// The server rolled it back for the sake of another transaction, so nothing took effect.
    ///
    /// A constraint too: a link may have been promised for an interest just as it was swept.
    fileprivate var isWorthAnotherTry: Bool {
        if case .constraintViolated = self { return true }
        return sqlState == "40P01" || sqlState == "40001"
    }

    /// Others on the same connection may succeed.
    fileprivate var isOfOneStatement: Bool {
        if case .unavailable = self { return isWorthAnotherTry }
        return true
    }
}
