import TrainingRegistry

extension ConsoleWords {
    enum SignIn {
        static let title = "Sign in"
        static let email = "Email address"
        static let password = "Password"
        static let code = "Code"
        static let codeHint = "Six digits, from the authenticator on your phone."
        static let lost =
            "Lost your phone, or forgot the password? An administrator can send you a new link."
        static let refused =
            "This did not work. Check the address, the password and the code; a code works once. "
            + "After many tries it takes a quarter of an hour."
        static let signedOut = "You are signed out"
        static let signedOutBefore = "Your session is over, so nothing was changed. "
        static let signedOutLink = "Sign in in a new tab"
        static let signedOutAfter =
            ", then come back here, go back one page and send the form again: what you typed is "
            + "still there."

        static func lead(_ unit: String) -> String { "For the people of the \(unit)." }
    }

    enum SetUp {
        static let title = "Set up your account"
        static let signInBefore = "You sign in as "
        static let signInAfter =
            ", with a password and a code from your phone. This link works once."
        static let phone = "1. Your phone"
        static let phoneBefore = "Open an authenticator on your phone and add an account: "
        static let scan = "scan the picture, "
        static let openLink = "open this link on the phone"
        static let phoneAfter = ", or type the key."
        static let key = "Key"
        static let choose = "2. Your password"
        static let passwordHint =
            "12 characters or more. A sentence that nobody else knows is good."
        static let repeated = "The password again"
        static let codeHint = "Six digits, that your phone shows now."
        static let setUp = "Set up"
        static let differ = "The two passwords differ."
        static let wrongCode = "This is not the code that the phone shows now."

        static func welcome(_ name: String) -> String { "Welcome, \(name). " }
    }

    enum Account {
        static let title = "Your account"
        static let name = "Name"
        static let roles = "Roles"
        static let elsewhere = "Signed in elsewhere?"
        static let elsewhereHint = "This ends your session in every browser, this one too."
        static let signOutEverywhere = "Sign out everywhere"
    }

    enum Staff {
        static let title = "Staff"
        static let add = "Add somebody"
        static let addNow = "Add"
        static let accounts = "Accounts of the console"
        static let name = "Name"
        static let nameHint = "As the console greets them."
        static let address = "Address"
        static let email = "Email address"
        static let roles = "Roles"
        static let state = "State"
        static let signedIn = "Signed in"
        static let added = "Added"
        static let noRole = "No role"
        static let noRoles = "None, so the console shows nothing."
        static let giveRole = "Give a role"
        static let giveTheRole = "Give the role"
        static let end = "End"
        static let access = "Access"
        static let isEnded = "The account is ended: nobody signs in with it."
        static let letIn = "Let them sign in again"
        static let linkHint =
            "A new link lets them choose a new password and add a new phone. It ends links before "
            + "it, and is mailed to them."
        static let makeLink = "Make a new link"
        static let endHint = "Ending the account signs it out everywhere, at once."
        static let endAccount = "End the account"
        static let link = "Link"
        static let toAccount = "To the account"
        static let mailedBefore = "It was mailed to "
        static let role = "Role"
        static let chooseRole = "Choose a role"
        static let place = "Where"
        static let everywhere = "Everywhere"
        static let placeHint =
            "Coordinators may be bound; check-in helpers are always of one event."
        static let gone = "something that is gone"

        static func browsers(_ number: Int) -> String {
            ConsoleWords.counted(number, "browser", "browsers")
        }
        static func addHint(_ hours: Int) -> String {
            "They get a mail with a link, with which they choose a password and add a phone. It "
                + "works once, for \(hours) hours."
        }
        static func endRole(_ role: String) -> String { " the role \(role)" }
        static func link(for whom: String) -> String { "A link for \(whom)" }
        static func mailedAfter(_ hours: Int) -> String {
            ". Here it is shown this one time, should the mail not arrive. It works once, for "
                + "\(hours) hours; links before it do not work any more."
        }
        static func programme(_ title: String) -> String { "Programme: \(title)" }
        static func event(_ title: String) -> String { "Event: \(title)" }

        static func role(_ role: StaffRole) -> String {
            switch role {
            case .administrator: "Administrator"
            case .coordinator: "Coordinator"
            case .checkIn: "Check-in helper"
            case .reportWriter: "Report writer"
            case .auditor: "Auditor"
            }
        }

        static func state(_ state: StaffAccount.State) -> String {
            switch state {
            case .invited: "Invited"
            case .setUp: "Set up"
            case .ended: "Ended"
            }
        }
    }

    enum Log {
        static let title = "Log"
        static let linked = "Each line is linked to the one before it."
        static let check = "Check that the log is whole"
        static let about = "About"
        static let aboutHint = "Such as event or staff"
        static let id = "Id"
        static let idHint = "Of one event, person or account"
        static let action = "Action"
        static let actionHint = "Such as cancel or see"
        static let who = "Who"
        static let whoHint = "Such as staff: with an id"
        static let from = "From"
        static let until = "Until"
        static let filter = "Filter"
        static let whole = "The log is whole."
        static let broken = "The log was changed."
        static let none = "Nothing like this is in the log."
        static let caption = "What was done, the latest first"
        static let columns = ["When (UTC)", action, about, who, "More"]
        static let older = "Older lines"

        static func checked(_ rows: Int) -> String {
            "\(ConsoleWords.counted(rows, "line was", "lines were")) checked, from the first to "
                + "the last."
        }
        static func broken(at position: Int, _ what: String) -> String {
            "At position \(Words.number(position)): \(what). Nothing from there on can be relied "
                + "on."
        }
    }

    enum Frame {
        static let console = "Console"
        static let skip = "Skip to the content"
        static let account = "Account"
        static let signOut = "Sign out"

        static func title(_ page: String) -> String { "\(page) – \(console)" }
    }

    enum Numbers {
        static let interested = "Interested"
        static let pending = "Pending"
        static let offered = "Offered"
        static let confirmed = "Confirmed"
        static let waiting = "Waiting"
        static let seatsLeft = "Seats left"
        static let noLimit = "No limit of seats."
        static let quotas = "Quotas"
        static let overNotHeld = "Over, not marked as held"

        static func seats(_ taken: Int, of seats: Int, offered: Int) -> String {
            "\(taken) of \(seats) seats taken, \(offered) offered"
        }
        static func quota(_ taken: Int, of seats: Int) -> String { "\(taken) of \(seats)" }
    }
}
