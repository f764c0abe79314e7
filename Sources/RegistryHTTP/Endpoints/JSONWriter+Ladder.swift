import Foundation
public import TrainingRegistry

/// The documents of the ladder, as the API and the commands write them.
extension JSONWriter {
    public mutating func completionRule(_ rule: CompletionRule) {
        object { json in
            json.member("attended_percent", rule.attendedPercent)
            json.member("partly_percent", rule.partlyPercent)
            json.name("needs_assignment")
            json.flag(rule.needsAssignment)
            json.name("needs_mentoring")
            json.flag(rule.needsMentoring)
        }
    }

    public mutating func completion(_ line: CompletionLine) {
        object { json in
            json.member("participation", line.participation.lowercased)
            json.optional("person", line.person?.lowercased)
            json.optional("name", line.name)
            json.member("role", line.role)
            json.name("meets_attendance")
            json.flag(line.completion.meetsAttendance)
            json.optional("assignment", line.completion.assignment?.rawValue)
            json.optional("mentoring", line.completion.mentoring?.rawValue)
            json.name("completed")
            json.flag(line.completion.isComplete)
            json.strings("missing", line.completion.missing)
        }
    }

    public mutating func stepAnswer(_ step: StepOutcome, _ answer: StepAnswer) {
        object { json in
            json.member("participation", step.participation.lowercased)
            json.member("step", step.step.rawValue)
            json.member("answer", answer.rawValue)
        }
    }

    public mutating func ladderLine(_ line: LadderLine) {
        object { json in
            json.member("person", line.person.lowercased)
            json.member("name", line.name)
            json.member("rung", line.rung.rawValue)
            json.name("completed")
            json.flag(line.hasCompleted)
            json.optional("event", line.event?.description)
            json.strings("missing", line.missing)
            json.instant("since", line.since)
            json.optional("reason", line.reason)
        }
    }

    /// Direct and indirect people side by side; no member holds their sum.
    public mutating func reach(_ reach: Reach) {
        object { json in
            json.name("direct")
            json.object { json in
                json.member("people", reach.directPeople)
                json.member("events", reach.directEvents)
            }
            json.name("indirect")
            json.object { json in
                json.member("people", reach.indirectPeople)
                json.member("named", reach.indirectNamed)
                json.member("counted", reach.indirectCounted)
                json.member("events", reach.indirectEvents)
            }
            json.name("trainers")
            json.array { list in
                for trainer in reach.trainers { list.trainer(trainer) }
            }
        }
    }

    private mutating func trainer(_ trainer: Reach.Trainer) {
        object { json in
            json.member("person", trainer.person.lowercased)
            json.member("name", trainer.name)
            json.member("standing", trainer.standing.rawValue)
            json.name("events")
            json.array { list in
                for held in trainer.events {
                    list.object { json in
                        json.member("event", held.event)
                        json.member("reach", held.isIndirect ? "indirect" : "direct")
                        json.member("people", held.people)
                    }
                }
            }
        }
    }
}
