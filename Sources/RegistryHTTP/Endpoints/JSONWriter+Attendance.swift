import Foundation
import TrainingRegistry

/// The documents about attendance.
extension JSONWriter {
    mutating func sheet(_ sheet: AttendanceSheet) {
        object { json in
            json.name("sessions")
            json.array { list in
                for session in sheet.sessions { list.sheetSession(session) }
            }
            json.name("people")
            json.array { list in
                for person in sheet.people { list.sheetPerson(person) }
            }
            json.name("head_counts")
            json.array { list in
                for heads in sheet.heads {
                    list.object { json in
                        json.member("session", heads.session.uuidString.lowercased())
                        json.member("age_band", heads.band)
                        json.member("people", heads.people)
                        json.member("version", Int(heads.version))
                    }
                }
            }
        }
    }

    private mutating func sheetSession(_ session: SheetSession) {
        object { json in
            json.member("id", session.id.uuidString.lowercased())
            json.member("title", session.title)
            json.instant("starts_at", session.startsAt)
            json.instant("ends_at", session.endsAt)
            json.member("expected", session.expected)
            json.member("marked", session.marked)
            json.instant("sealed_at", session.sealedAt)
            json.optional("digest", session.digest.map(FormToken.hexadecimal))
            json.name("is_intact")
            session.isIntact.map { json.flag($0) } ?? json.null()
        }
    }

    private mutating func sheetPerson(_ person: SheetPerson) {
        object { json in
            json.member("participation", person.participation.uuidString.lowercased())
            json.optional("name", person.name)
            json.optional("organisation", person.organisation)
            json.member("role", person.role)
            json.member("check_in_code", person.checkInCode)
            json.name("meets_rule")
            json.flag(person.meetsRule)
            json.name("marks")
            json.array { list in
                for mark in person.marks {
                    list.object { json in
                        json.member("session", mark.session.uuidString.lowercased())
                        json.optional("status", mark.status?.rawValue)
                        json.instant("arrived_at", mark.arrivedAt)
                        json.member("version", Int(mark.version))
                    }
                }
            }
        }
    }

    mutating func markReport(_ report: MarkReport) {
        object { json in
            json.member("session", report.mark.session.uuidString.lowercased())
            json.member("participation", report.mark.participation.uuidString.lowercased())
            json.member("outcome", report.outcome.rawValue)
            json.optional("status", report.status?.rawValue)
            json.instant("arrived_at", report.arrivedAt)
            json.member("version", Int(report.version))
            json.optional("actor", report.actor)
            json.instant("recorded_at", report.recordedAt)
        }
    }

    mutating func pastMark(_ mark: PastMark) {
        object { json in
            json.optional("status", mark.status?.rawValue)
            json.instant("arrived_at", mark.arrivedAt)
            json.member("actor", mark.actor)
            json.optional("reason", mark.reason)
            json.instant("occurred_at", mark.occurredAt)
            json.instant("recorded_at", mark.recordedAt)
        }
    }
}
