import Foundation
import TrainingRegistry

extension Service {
    /// The log, for auditors.
    static let auditPages: [StaffRoute] = [
        StaffRoute(.get, "/console/audit", needs: .readAudit, Service.showAudit),
        StaffRoute(.post, "/console/audit/verify", needs: .readAudit, Service.checkAudit),
    ]

    private static let linesOnPage = 50

    /// 422 with the form where a filter is none.
    func showAudit(_ request: Request) async throws -> Response {
        try await auditPage(request, FieldReader(query: request.query), nil)
    }

    /// The first page of the log with what was found.
    func checkAudit(_ request: Request) async throws -> Response {
        var fields = try request.formFields()
        fields.allow("csrf")
        try fields.finish()
        let verdict = try await database.verifyAudit()
        return try await auditPage(request, FieldReader(query: Query()), verdict)
    }

    private func auditPage(
        _ request: Request, _ query: FieldReader, _ verdict: AuditVerdict?
    ) async throws -> Response {
        var query = query
        var list = ListAudit(reading: &query)
        let errors = query.complete()
        let state = FormState(query, errors, keeping: ListAudit.filters)
        list.limit = Self.linesOnPage + 1
        let lines = errors.isEmpty ? try await database.audit(list) : []
        let page = lines.prefix(Self.linesOnPage)
        var next: String?
        if lines.count > page.count, let last = page.last {
            let filters = ListAudit.filters.filter { !state.value($0).isEmpty }
            next =
                "/console/audit?"
                + (filters.map { "\($0)=\(Query.escaped(state.value($0)))" }
                + ["cursor=\(last.id)"]).joined(separator: "&")
        }
        return AuditPage(
            layout: try layout(request, .audit), lines: Array(page), next: next, verdict: verdict,
            state: state
        ).response(status: errors.isEmpty ? 200 : 422)
    }
}
