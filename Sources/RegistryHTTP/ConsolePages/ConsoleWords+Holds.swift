import TrainingRegistry

extension ConsoleWords {
    /// Words of addresses that nothing is sent to.
    enum Holds {
        static func held(_ cause: String, since: String) -> String {
            "Nothing is sent to this address since \(since): \(self.cause(cause))."
        }

        static func status(_ status: String) -> String {
            "The report of the mail server says \(status)."
        }

        static func waiting(_ mails: Int) -> String {
            mails == 1 ? "One mail waits." : "\(mails) mails wait."
        }

        static func cameBack(_ status: String) -> String { "Came back later: \(status)" }

        static func because(_ cause: String) -> String {
            "Their address is on hold: \(self.cause(cause))."
        }

        static let title = "Addresses on hold"
        static let lead = """
            Nothing is sent to an address on hold. Its mails wait, and are sent by hand when the \
            hold is over.
            """

        static let none = "No address is on hold."
        static let address = "Address"
        static let why = "Why"
        static let since = "Since"
        static let by = "By"
        static let mails = "Mails that wait"
        static let overTitle = "Over, and mails still wait"
        static let overHint = """
            Most of what waited for long is out of date. Sending it is for good; \
            what is not true any more is left out.
            """
        static let holdTitle = "Send nothing more to an address"
        static let cause = "Cause"
        static let chooseCause = "Choose a cause"
        static let holdReason = "Why nothing is sent"
        static let hold = "Put it on hold"
        static let release = "End the hold"
        static let releaseReason = "Why the address is good again"
        static let resend = "Send what waits"
        static let noReason = "Say why, in up to 500 characters on one line."
        static let noCause = "Choose a cause."
        static let noAddress = "Write an address, such as reader@example.org."

        static func choice(_ cause: HoldAddress.Cause) -> String {
            switch cause {
            case .complaint: "Its owner complained"
            case .byHand: "Another reason"
            }
        }

        /// What left and what did not.
        static func sent(_ done: HeldMailsSent) -> String {
            let verb = done.sent == 1 ? "is" : "are"
            return
                (["\(ConsoleWords.mails(done.sent)) \(verb) on the way."]
                + Desk.leftOut(done.leftOut)).joined(separator: " ")
        }

        static func refusal(_ refusal: HoldRefusal) -> String {
            switch refusal {
            case .heldAlready: "The address is on hold already; it is in the list."
            case .unknownHold: "There is no such hold."
            case .releasedAlready: "The hold is over already; what waits can be sent."
            case .stillHeld: "The address is on hold. End the hold first."
            }
        }

        static func words(_ hold: AddressHold) -> String {
            [self.cause(hold.cause), hold.status].compactMap { $0 }.joined(separator: ", ")
        }

        private static func cause(_ cause: String) -> String {
            switch cause {
            case "bounce": "a mail to it came back, because nobody is there"
            case "complaint": "its owner complained about our mail"
            case "by-hand": "a coordinator put it on hold"
            default: cause
            }
        }
    }
}
