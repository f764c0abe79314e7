import Foundation
import Postgres
public import TrainingRegistry

extension Service {
    /// What was done, for auditors.
    static let auditAPI: [StaffRoute] = [
        StaffRoute(.get, "/api/v1/audit", needs: .readAudit, Service.listAudit),
        StaffRoute(.post, "/api/v1/audit/verify", needs: .readAudit, Service.verifyAudit),
    ]

    func listAudit(_ request: Request) async throws -> Response {
        var query = FieldReader(query: request.query)
        var list = ListAudit(reading: &query)
        let limit = query.optionalInteger("limit", in: 1...ListAudit.largestLimit) ?? 100
        try query.finish()
        list.limit = limit + 1
        let lines = try await database.audit(list)
        return .json { $0.audit(lines, limit: limit) }
    }

    /// 200 whatever is found: that the chain is broken is an answer, not a fault.
    func verifyAudit(_ request: Request) async throws -> Response {
        let verdict = try await database.verifyAudit()
        return .json { $0.auditVerdict(verdict) }
    }
}

extension ListAudit {
    /// The names of its filters.
    static let filters = ["subject", "id", "action", "actor", "from", "until"]

    /// From a query; the limit is the caller's.
    init(reading query: inout FieldReader) {
        self.init(
            subject: query.optional("subject"), id: query.optional("id", UUID.init(field:)),
            action: query.optional("action"), actor: query.optional("actor"),
            from: query.optional("from", CalendarDay.init(parameter:)),
            until: query.optional("until", CalendarDay.init(parameter:)),
            before: query.optionalInteger("cursor", in: 1...Int.max).map { Int64($0) })
    }
}

extension JSONWriter {
    /// One line more than the limit says that there is a next page.
    mutating func audit(_ lines: [AuditLine], limit: Int) {
        let page = lines.prefix(limit)
        object { json in
            json.name("items")
            json.array { list in for line in page { list.auditLine(line) } }
            json.optional("next", lines.count > limit ? page.last.map { String($0.id) } : nil)
        }
    }

    public mutating func auditLine(_ line: AuditLine) {
        object { json in
            json.member("subject", line.subject)
            json.optional("id", line.subjectID?.lowercased)
            json.member("action", line.action)
            json.member("actor", line.actor)
            json.optional("reason", line.reason)
            json.optional("via", line.via)
            json.instant("occurred_at", line.occurredAt)
            json.instant("recorded_at", line.recordedAt)
        }
    }

    /// `{"is_whole": true, "rows": 7}`, or where it breaks and what does not fit there.
    public mutating func auditVerdict(_ verdict: AuditVerdict) {
        object { json in
            json.name("is_whole")
            switch verdict {
            case .whole(let rows):
                json.flag(true)
                json.member("rows", rows)
            case .broken(let position, let what):
                json.flag(false)
                json.member("position", Int(position))
                json.member("what", what)
            }
        }
    }
}
