import TrainingRegistry

extension ConsoleWords {
    /// Words of the desk of mails: the queue, and what was not delivered.
    enum Desk {
        static let title = "Mails"
        static let wrong = "Somebody should look at the mails"
        static let queue = "The queue"
        static let pending = "Waiting"
        static let sending = "Being sent"
        static let draft = "Drafts"
        static let held = "Held"
        static let failed = "Refused"
        static let dead = "Given up"
        static let oldest = "Late by"
        static let nothingLate = "Nothing is late."
        static let failures = "Attempts that failed in the last 24 hours"
        static let noFailures = "No attempt failed."
        static let outcome = "How it ended"
        static let phase = "When"
        static let reply = "Answer"
        static let attempts = "Attempts"
        static let noReply = "none"
        static let holds = "Addresses on hold"
        static let texts = "What the mails say"
        static let mailings = "Mails of many"
        static let lately = "Refused and given up, the newest first"
        static let none = "Every mail arrived, or is on its way."
        static let person = "The person in the event"
        static let again = "Try it once more"
        static let requeueTitle = "Try them once more"
        static let requeueHint = """
            A mail that was refused or given up can be tried once more for \(RequeueMails.days) \
            days, while what it says is true. The address of one that was refused is most likely \
            wrong, unless the mail server was.
            """
        static let requeue = "Try them once more"
        static let noMail = "Choose a mail."
        static let noReason = "Say why, in up to 500 characters on one line."

        static func minutes(_ minutes: Int) -> String {
            minutes < 120
                ? ConsoleWords.counted(minutes, "minute", "minutes")
                : ConsoleWords.counted(minutes / 60, "hour", "hours")
        }

        static func waiting(_ mailings: Int) -> String {
            ConsoleWords.counted(mailings, "mailing waits", "mailings wait") + " to be looked at"
        }

        static func trouble(_ trouble: OutboxHealth.Trouble) -> String {
            switch trouble {
            case .late(let minutes): "Mails leave late, by \(self.minutes(minutes))"
            case .givenUp(let mails): "\(ConsoleWords.mails(mails)) given up"
            case .refused(let mails):
                "\(ConsoleWords.mails(mails)) refused in the last 24 hours"
            }
        }

        static func requeued(_ mails: Int) -> String {
            "\(ConsoleWords.mails(mails)) \(mails == 1 ? "is" : "are") tried once more."
        }

        /// What was taken back instead, and why, the most frequent reason first.
        static func leftOut(_ mails: [LeftOutMail]) -> [String] {
            Dictionary(grouping: mails, by: \.obstacle)
                .sorted { ($1.value.count, $0.key.rawValue) < ($0.value.count, $1.key.rawValue) }
                .map { obstacle, mails in
                    let verb = mails.count == 1 ? "was" : "were"
                    let counted = ConsoleWords.mails(mails.count)
                    return "\(counted) \(verb) left out: \(obstacle.sentence)"
                }
        }

        /// What could not be tried, and why.
        static func left(_ done: RequeuedMails) -> String {
            var sentences = [requeued(done.requeued.count)] + leftOut(done.leftOut)
            let (forgotten, others) = (done.forgotten.count, done.notDead.count)
            if forgotten > 0 {
                let verb = forgotten == 1 ? "says" : "say"
                sentences.append(
                    "\(ConsoleWords.mails(forgotten)) \(verb) nothing any more: send a new one.")
            }
            if others > 0 {
                let verb = others == 1 ? "was" : "were"
                sentences.append(
                    "\(ConsoleWords.mails(others)) \(verb) neither refused nor given up.")
            }
            return sentences.joined(separator: " ")
        }

        static func ending(_ outcome: String) -> String {
            switch outcome {
            case "refused": "The mail was refused"
            case "deferred": "The mail was put off"
            case "unknown": "Nobody knows; it may have arrived"
            case "session-failed": "The mail server could not be used"
            default: outcome
            }
        }
    }

    /// Words of the texts of mails.
    enum Texts {
        static let title = "What the mails say"
        static let lead = """
            A text that nobody who speaks its language has read yet is unreviewed. Where there is \
            none, people get the English one.
            """
        static let mail = "Mail"
        static let reviewed = "Reviewed"
        static let unreviewed = "Unreviewed"
        static let missing = "In English"
        static let subject = "Subject"
        static let plain = "As plain text"
        static let html = "As HTML"
        static let alone = "The HTML form on a page of its own"
        static let languages = "Languages"
        static let invented = "The people, the event and the links are invented."
        static let names = "Names that the text can use"
        static let always = "In every mail of this kind"
        static let sometimes = "Only in some: a line with such a name is left out of the others"

        static func languages(_ tags: [String]) -> String {
            "The languages are \(tags.joined(separator: ", "))."
        }

        static func state(_ state: MailTexts.State) -> String {
            switch state {
            case .reviewed: reviewed
            case .unreviewed: unreviewed
            case .missing: missing
            }
        }

        static func sentence(_ state: MailTexts.State, _ language: String) -> String {
            switch state {
            case .reviewed: "Somebody who speaks \(language) has read it."
            case .unreviewed: "Nobody who speaks \(language) has read it yet."
            case .missing: "There is no text in \(language): people get this one."
            }
        }
    }
}
