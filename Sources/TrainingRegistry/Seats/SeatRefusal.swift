/// Every way in which a seat, or a move of an interest, can be refused that is not a fault of ours.
///
/// The words are those of the functions in the database and of the API.
public enum SeatRefusal: String, Error, Sendable, Hashable, CaseIterable {
    /// There is no such event, interest, seat or session.
    case unknown
    case unknownInterest = "unknown-interest"
    case unknownHolder = "unknown-holder"
    /// No rule allows this move.
    case notAllowed = "not-allowed"
    /// Somebody moved it since it was read.
    case changedMeanwhile = "changed-meanwhile"
    case notOffered = "not-offered"
    case offerLapsed = "offer-lapsed"
    case offerInThePast = "offer-in-the-past"
    /// The event is cancelled or over.
    case eventClosed = "event-closed"
    case hasSeat = "has-a-seat"
    case quotaFull = "quota-full"
    case noSeatFree = "no-seat-free"
    case seatFree = "seat-is-free"
    /// More seats are taken or kept than are to be left.
    case seatsTaken = "seats-taken"
    case quotaTaken = "quota-taken"
    case full
    case noSeat = "no-seat"

    /// What a refused change of a room broke.
    init?(constraint: String) {
        switch constraint {
        case "event_room_is_never_oversold", "event_room_has_no_seat_beyond_its_number",
            "seat_is_taken", "session_room_is_never_oversold":
            self = .seatsTaken
        case "seat_is_free": self = .noSeatFree
        case "seat_quota_is_never_exceeded": self = .quotaTaken
        case "seat_kept_for_member_fkey": self = .unknownHolder
        default: return nil
        }
    }
}
