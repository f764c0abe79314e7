import Postgres

/// Every way in which something about nominations can be refused that is not a fault of ours.
///
/// The words are those of the functions in the database and of the API.
public enum NominationRefusal: String, Error, Sendable, Hashable, CaseIterable {
    /// There is no such event, member, nomination or link.
    case unknown
    /// Members were not asked to nominate for this event.
    case noRound = "no-round"
    case badDeadline = "bad-deadline"
    /// The deadline is over.
    case tooLate = "too-late"
    case eventClosed = "event-closed"
    /// It was declined, withdrawn, substituted or has lapsed.
    case nominationOver = "nomination-over"
    case answeredAlready = "answered-already"
    case nominatedAlready = "nominated-already"
    case hasSeat = "has-a-seat"
    case tooMany = "too-many"
    case noSeatFree = "no-seat-free"
    case seatsTaken = "seats-taken"

    /// What a refused change broke.
    init?(constraint: String) {
        switch constraint {
        case "seat_is_free": self = .noSeatFree
        case "seat_is_taken": self = .seatsTaken
        case "seat_kept_for_member_fkey", "roster_entry_member_fkey": self = .unknown
        default: return nil
        }
    }
}

extension Database {
    /// Runs a change that answers in one word, which is one of `words` or a refusal.
    func nominationWord<S: Statement>(
        _ statement: S
    ) async throws(DatabaseError) -> Result<String, NominationRefusal> where S.Row == String {
        let word =
            try await run(statement, within: RoomLine.patience).first
            ?? NominationRefusal.unknown.rawValue
        if let refusal = NominationRefusal(rawValue: word) { return .failure(refusal) }
        return .success(word)
    }
}
