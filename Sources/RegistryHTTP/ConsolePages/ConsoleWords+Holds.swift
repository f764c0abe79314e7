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
