import Postgres
public import TrainingRegistry

/// The documents about final periods and kept reports.
extension JSONWriter {
    public mutating func difference(_ difference: ReportDifference) {
        object { json in
            json.member("from", difference.before.asOf.description)
            json.member("to", difference.after.asOf.description)
            json.member("before", difference.before.total ?? 0)
            json.member("after", difference.after.total ?? 0)
            json.strings("group", difference.after.recipe.group.map(\.rawValue))
            json.name("causes")
            json.array { list in
                for change in difference.changes { list.change(change) }
            }
        }
    }

    private mutating func change(_ change: ReportDifference.Change) {
        object { json in
            json.member("cause", change.cause.rawValue)
            json.member("change", change.total)
            json.name("figures")
            json.array { list in
                for figure in change.figures {
                    list.object { json in
                        json.name("keys")
                        json.array { keys in
                            for key in figure.keys { key.map { keys.string($0) } ?? keys.null() }
                        }
                        json.member("change", figure.value ?? 0)
                    }
                }
            }
            json.name("head_counts")
            json.array { list in
                for head in change.heads {
                    list.object { json in
                        json.member("age_band", head.ageBand)
                        json.member("change", head.people ?? 0)
                    }
                }
            }
        }
    }

    public mutating func reportGap(_ gap: ReportGap, showsNames: Bool) {
        object { json in
            json.member("event", gap.event)
            json.member("title", gap.title)
            json.member("gap", gap.kind.rawValue)
            json.member("detail", gap.sentence)
            if let session = gap.session { json.member("session", session) }
            if let id = gap.sessionID { json.member("session_id", id.lowercased) }
            if let people = gap.people { json.member("people", people) }
            if showsNames { json.strings("in_charge", gap.inCharge) }
        }
    }

    public mutating func finalPeriod(_ period: FinalPeriod) {
        object { json in
            json.member("id", period.id.lowercased)
            json.member("period", period.period)
            json.member("first_day", period.first.description)
            json.member("last_day", period.last.description)
            json.member("as_of", period.asOf.description)
            json.instant("final_since", period.madeAt)
        }
    }

    public mutating func keptReport(_ kept: KeptReport) {
        object { json in
            json.member("id", kept.id.lowercased)
            json.member("title", kept.title)
            json.optional("period", kept.period)
            json.member("sha256", kept.digest)
            json.member("as_of", kept.asOf.description)
            json.member("kept_by", kept.keptBy)
            json.instant("kept_at", kept.keptAt)
        }
    }
}
