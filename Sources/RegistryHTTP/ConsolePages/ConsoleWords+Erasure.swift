import TrainingRegistry

extension ConsoleWords {
    enum Erasure {
        static let title = "Erase this person"
        static let hint = "For somebody who asks to be forgotten. What is counted stays counted."
        static let look = "Look at what would go"
        static let lead =
            "This is for good: nothing brings the person back. Nothing has been changed yet."
        static let goes = "What goes"
        static let stays = "What stays, without a name"
        static let nothing = "Nothing."
        static let what = "What"
        static let becomes = "What becomes of it"
        static let rows = "Rows"
        static let email = "Email"
        static let also = "Also"
        static let reasonHint = "Kept in the log for good, such as “asked by letter of 3 March”."
        static let sure = "I have made sure that the person asks for it themselves"
        static let notSure = "Make sure who asks, and tick the box."
        static let now = "Erase for good"
        static let done = "The person is erased"
        static let doneHint =
            "Tell them from your own mailbox: the registry does not know their address any more."
        static let refused = "The person cannot be erased yet"
        static let home = "To the console"

        static func deed(_ deed: ErasureLine.Deed) -> String {
            switch deed {
            case .deleted: "Deleted"
            case .emptied: "Emptied"
            case .replaced: "Replaced by a word that means nobody"
            case .cancelled: "Not sent any more"
            case .freed: "Free for others"
            case .withdrawn: "Does not come"
            case .searched: "The name in it is taken out"
            case .kept: "Stays"
            }
        }

        /// Tables as people call what is in them.
        static func table(_ table: String) -> String { names[table] ?? table }

        private static let names = [
            "person": "Names and addresses", "interest": "Interests",
            "interest_status": "History of interests", "access_token": "Personal links",
            "outbox": "Mails", "outbox_attempt": "What mail servers answered",
            "invitation": "Invitations", "nomination": "Nominations",
            "nomination_status": "History of nominations", "nomination_link": "Links of nominees",
            "pool_offer": "Offers from the pool", "person_merge": "Merges of people",
            "person_merge_change": "What merges changed",
            "person_distinct": "Notes that two people are two", "seat": "Seats",
            "session_place": "Places in sessions", "participation": "Participations",
            "participation_fact": "Facts about participations", "attendance": "Attendance",
            "completion_step": "Steps of completion", "trainer_standing": "Standing as a trainer",
            "certificate": "Certificates", "focal_point": "Focal point in the past",
            "staff": "Ended account", "roster_entry": "Published roster, by name",
            "audit": "Lines of the log that name them", "selection_decision": "Decisions in words",
            "room_change": "Reasons for changes of rooms", "event_chair": "Reasons for a chair",
            "head_count": "Reasons for head counts", "indirect_count": "Sources of counts",
        ]
    }
}
