import Foundation
import TrainingRegistry

/// What a person reads about their seat on their own page, and the buttons to answer.
struct SeatWords {
    var token: String
    var interest: HeldInterest

    /// Nothing once the interest is withdrawn: the page says so already.
    func html(_ standing: HeldInterest.Standing) -> HTML {
        switch standing.status {
        case .received, .shortlisted:
            words("It is not decided yet who gets a seat. We write to you when it is.")
        case .offered:
            """
            \(words(offer(standing)))\
            <form class="answer" method="post" action="/my/\(token)/offer">
            \(identity)<p><button class="button" name="answer" value="accept" type="submit">Accept
            <span class="unseen">the seat in \(interest.title)</span></button>
            <button class="button quiet" name="answer" value="decline" type="submit">Decline
            <span class="unseen">the seat in \(interest.title)</span></button></p>
            </form>

            """
        case .accepted:
            """
            \(words(seat(standing)))\
            <details><summary>Give the seat back</summary>
            <form method="post" action="/my/\(token)/offer">
            \(identity)<p>Somebody else can then have it.</p>
            <p><button class="button grave" name="answer" value="decline" type="submit">Yes, give it
            back <span class="unseen">in \(interest.title)</span></button></p>
            </form></details>

            """
        case .waiting: words(place(standing))
        case .declined: words("You have no seat in it.")
        case .lapsed: words("The offer of a seat ended before we heard from you.")
        case .withdrawn: .empty
        }
    }

    private var identity: HTML {
        """
        <input type="hidden" name="interest" value="\(interest.id.uuidString.lowercased())">

        """
    }

    private func words(_ text: String) -> HTML { "<p class=\"standing\">\(text)</p>\n" }

    private func offer(_ standing: HeldInterest.Standing) -> String {
        guard let until = standing.promisedUntil else { return "A seat is offered to you." }
        let zone = standing.timeZone
        return "A seat is offered to you. It is kept until \(DateWords.instant(until, in: zone))."
    }

    private func seat(_ standing: HeldInterest.Standing) -> String {
        standing.seat.map { "You have seat \($0)." } ?? "You have a seat."
    }

    private func place(_ standing: HeldInterest.Standing) -> String {
        guard let place = standing.place else { return "You are on the waiting list." }
        return "No seat is free for you now. You are on the waiting list, in place \(place)."
    }
}
