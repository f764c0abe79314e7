import Foundation
public import TrainingRegistry

extension Service {
    /// What was changed and looked at, for auditors.
    static let auditAPI: [StaffRoute] = [
        StaffRoute(.get, "/api/v1/audit", needs: .readAudit, Service.listAudit)
    ]

    func listAudit(_ request: Request) async throws -> Response {
        var query = FieldReader(query: request.query)
        let subject: String? = query.optional("subject")
        let id = query.optional("id", UUID.init(field:))
        let cursor = query.optionalInteger("cursor", in: 1...Int.max)
        let limit = query.optionalInteger("limit", in: 1...ListAudit.largestLimit)
        try query.finish()
        let count = limit ?? 100
        let lines = try await database.audit(
            ListAudit(
                subject: subject, id: id, before: cursor.map { Int64($0) }, limit: count + 1))
        return .json { $0.audit(lines, limit: count) }
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
            json.instant("occurred_at", line.occurredAt)
            json.instant("recorded_at", line.recordedAt)
        }
    }
}
