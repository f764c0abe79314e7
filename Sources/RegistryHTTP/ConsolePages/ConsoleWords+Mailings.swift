import TrainingRegistry

extension ConsoleWords {
    /// Words of mails of many before they leave.
    enum Mailings {
        static let title = "Mails to look at"
        static let all = "Mails of many"
        static let none = "Nothing waits, and nothing was sent to many."
        static let toAll = "All mails to this event that were sent to many"
        static let look = "Look at them"
        static let gets = "Who gets it"
        static let got = "Who got it"
        static let nobody = "Nobody."
        static let getsNot = "Who does not, and why"
        static let everybody = "Everybody connected with the event gets it."
        static let samples = "What it says"
        static let who = "Who"
        static let what = "What"
        static let state = "State"
        static let why = "Why not"
        static let written = "Written"
        static let takeOutTitle = "Take somebody out"
        static let takeOutHint = "They get nothing; what was decided about them stays."
        static let whom = "Whom"
        static let choose = "Choose somebody"
        static let takeOut = "Take out"
        static let takeOutReason = "Why they get nothing"
        static let releaseTitle = "Let them go"
        static let releaseHint = """
            Who withdrew or was erased meanwhile gets nothing, nor does anybody of whom what the \
            mail says is not true any more.
            """
        static let release = "Send the mails"
        static let discardTitle = "Send nothing"
        static let discardHint = "The mails are taken back. What was done stays done."
        static let discard = "Discard the mails"
        static let discardReason = "Why nothing is sent"
        static let missing = "Choose whom to take out."
        static let noReason = "Say why, in up to 500 characters on one line."
        static let over = "It was released or discarded already; this is how it stands now."

        static let waiting = "mails of many wait to be looked at"

        static func waiting(_ mails: Int) -> String {
            mails == 1 ? "One mail waits to be looked at" : "\(mails) mails wait to be looked at"
        }

        static func runsOut(_ until: String) -> String { "Something in it runs out: \(until)." }

        static func ranOut(_ until: String) -> String {
            "Something in it ran out: \(until). It is left out when the mails are sent."
        }

        static func takenOut(by actor: String) -> String { "Taken out by \(actor)." }

        static func kind(_ kind: Mailing.Kind) -> String {
            switch kind {
            case .eventMoved: "The event was moved"
            case .eventCancelled: "The event was cancelled"
            case .moves: "People were moved"
            case .invitations: "People were invited"
            case .nominations: "Members were asked to nominate"
            case .poolOffers: "People in the pool were offered a place"
            case .certificates: "Certificates were given"
            }
        }

        static func state(_ state: Mailing.State) -> String {
            switch state {
            case .waiting: "Waits"
            case .released: "Sent"
            case .discarded: "Not sent"
            }
        }
    }
}
