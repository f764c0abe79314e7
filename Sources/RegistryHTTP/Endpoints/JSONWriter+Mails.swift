import Foundation
public import TrainingRegistry

extension JSONWriter {
    /// Which mails somebody was promised about an event, and why others are not there.
    public mutating func mails(_ explained: MailsExplained) {
        object { json in
            json.member("interest", explained.standing.interest.lowercased)
            json.member("name", explained.standing.name)
            json.optional("status", explained.standing.status?.rawValue)
            json.name("hold")
            if let hold = explained.hold { json.addressHold(hold) } else { json.null() }
            json.name("mails")
            json.array { list in for mail in explained.mails { list.mail(mail) } }
            json.name("missing")
            json.array { list in for one in explained.missing { list.missing(one) } }
        }
    }

    private mutating func mail(_ mail: EventMail) {
        object { json in
            json.member("mail", Int(mail.id))
            json.member("template", mail.template)
            json.member("language", mail.language)
            json.member("address", mail.address)
            json.member("state", mail.state)
            json.instant("written_at", mail.writtenAt)
            json.instant("next_attempt_at", mail.state == "pending" ? mail.nextAttemptAt : nil)
            json.instant("ended_at", mail.endedAt)
            json.optional("mailing", mail.act?.mailing.lowercased)
            json.optional("mailing_kind", mail.act?.kind.rawValue)
            json.optional("mailing_by", mail.act?.by)
            json.optional("again_of", mail.againOf.map { Int($0) })
            json.optional("reason", mail.obstacle?.rawValue)
            json.optional("by", mail.omittedBy)
            json.optional("note", mail.note)
            json.optional("reply", mail.lastReply)
            json.optional("bounce_status", mail.bounceStatus)
            json.instant("bounced_at", mail.bouncedAt)
            json.name("attempts")
            json.array { list in for attempt in mail.attempts { list.attempt(attempt) } }
        }
    }

    private mutating func attempt(_ attempt: EventMail.Attempt) {
        object { json in
            json.instant("started_at", attempt.startedAt)
            json.instant("ended_at", attempt.endedAt)
            json.optional("outcome", attempt.outcome)
            json.optional("phase", attempt.phase)
            json.optional("code", attempt.replyCode)
            json.optional("reply", attempt.reply)
        }
    }

    private mutating func missing(_ one: MissingMail) {
        object { json in
            json.member("template", one.kind.rawValue)
            json.optional("days", one.days)
            json.member("reason", one.reason.word)
            json.member("sentence", one.reason.sentence)
            json.instant("at", one.at)
        }
    }
}
