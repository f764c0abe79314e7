import TrainingRegistry

/// Says above somebody's facts that no mail reaches them.
struct HoldNotice {
    var hold: AddressHold

    var html: HTML {
        let words = ConsoleWords.Holds.self
        let since = DateWords.instant(hold.heldAt, in: "UTC")
        var sentences = [words.held(hold.cause, since: since)]
        if let status = hold.status { sentences.append(words.status(status)) }
        if hold.heldMails > 0 { sentences.append(words.waiting(hold.heldMails)) }
        return "<p class=\"problem\">\(sentences.joined(separator: " "))</p>\n"
    }
}
