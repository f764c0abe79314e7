import Foundation
public import TrainingRegistry

extension JSONWriter {
    /// What an act that tells many answers; `mailing` is null when its mails left.
    mutating func items<Item>(
        _ items: [Item], mailing: Mailing?, _ write: (inout JSONWriter, Item) -> Void
    ) {
        object { json in
            json.optional("mailing", mailing?.id.lowercased)
            json.name("items")
            json.array { list in
                for item in items { write(&list, item) }
            }
        }
    }

    /// How many certificates were given.
    public mutating func issued(_ count: Int, mailing: Mailing?) {
        object { json in
            json.member("issued", count)
            json.optional("mailing", mailing?.id.lowercased)
        }
    }

    public mutating func mailing(_ mailing: Mailing) {
        object { $0.members(of: mailing) }
    }

    private mutating func members(of mailing: Mailing) {
        member("id", mailing.id.lowercased)
        member("kind", mailing.kind.rawValue)
        member("event", mailing.event)
        member("title", mailing.title)
        instant("written_at", mailing.writtenAt)
        member("written_by", mailing.writtenBy)
        member("state", mailing.state.rawValue)
        instant("ended_at", mailing.endedAt)
        optional("ended_by", mailing.endedBy)
        member("recipients", mailing.recipients)
        member("drafts", mailing.drafts)
        instant("runs_out_at", mailing.runsOutAt)
    }

    /// A mailing with who gets it, who does not and why, and a sample of each text and language.
    public mutating func mailing(
        _ detail: MailingDetail, samples: [(recipient: MailingRecipient, draft: MailDraft)]
    ) {
        object { json in
            json.members(of: detail.mailing)
            json.name("gets")
            json.array { list in for one in detail.getting { list.recipient(one) } }
            json.name("does_not")
            json.array { list in
                for one in detail.missing { list.recipient(one) }
                for one in detail.bystanders { list.bystander(one, of: detail.mailing) }
            }
            json.name("samples")
            json.array { list in
                for sample in samples {
                    list.sample(
                        sample.recipient, sample.draft,
                        mails: detail.getting(like: sample.recipient).count)
                }
            }
        }
    }

    private mutating func recipient(_ one: MailingRecipient) {
        object { json in
            json.member("mail", Int(one.id))
            json.optional("interest", one.interest?.lowercased)
            json.member("name", one.name)
            json.member("address", one.address)
            json.member("template", one.template)
            json.member("language", one.language)
            json.member("state", one.state)
            json.optional("reason", one.obstacle?.rawValue)
            json.instant("since", one.obstacleSince)
            json.optional("by", one.omittedBy)
            json.optional("note", one.note)
            json.optional("hold_cause", one.holdCause)
            json.instant("runs_out_at", one.runsOutAt)
        }
    }

    private mutating func bystander(_ one: MailingBystander, of mailing: Mailing) {
        let reason = mailing.kind.absence(of: one, writtenAt: mailing.writtenAt)
        object { json in
            json.optional("interest", one.interest?.lowercased)
            json.member("name", one.name)
            json.optional("status", one.status?.rawValue)
            json.member("reason", reason.rawValue)
            json.instant("since", one.withdrawnAt ?? one.since)
        }
    }

    private mutating func sample(_ one: MailingRecipient, _ draft: MailDraft, mails: Int) {
        object { json in
            json.member("template", one.template)
            json.member("language", draft.language)
            json.member("name", one.name)
            json.member("mails", mails)
            json.member("subject", draft.subject)
            json.member("text", draft.text)
        }
    }

    /// What became of a mailing, or of a part of it.
    public mutating func mailingEnd(_ end: MailingEnd) {
        object { json in
            json.member("released", end.released)
            json.member("held", end.held)
            json.member("omitted", end.omitted)
        }
    }
}
