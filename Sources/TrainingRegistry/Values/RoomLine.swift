/// The line in front of one event's room.
///
/// Whoever changes seats of an event comes one after the other, some milliseconds each. When a
/// thousand answer at once the last of them waits longer than other requests may take.
enum RoomLine {
    static let patience: Duration = .seconds(30)
}
