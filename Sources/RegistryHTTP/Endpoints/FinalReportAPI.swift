import EventLoop
import Foundation
import TrainingRegistry

extension Service {
    /// Final periods, kept reports, and why figures changed.
    static let finalReportAPI: [StaffRoute] = [
        StaffRoute(.get, "/api/v1/reports/difference", needs: .report, Service.compareReports),
        StaffRoute(.get, "/api/v1/reports/gaps", needs: .report, Service.listReportGaps),
        StaffRoute(.get, "/api/v1/reports/periods", needs: .report, Service.listFinalPeriods),
        StaffRoute(.post, "/api/v1/reports/periods", needs: .finalise, Service.finalisePeriod),
        StaffRoute(.get, "/api/v1/reports/kept", needs: .report, Service.listKeptReports),
        StaffRoute(.post, "/api/v1/reports/kept", needs: .report, Service.keepReport),
        StaffRoute(
            .post, "/api/v1/reports/kept/verify", needs: .report, Service.verifyKeptReports),
        StaffRoute(.get, "/api/v1/reports/kept/{id}", needs: .report, Service.readKeptReport),
    ]

    /// 200 with what each cause changed; 422 for instants or a recipe that cannot be compared.
    func compareReports(_ request: Request) async throws -> Response {
        var fields = FieldReader(query: request.query)
        let from = fields.required("from", RecordedInstant.init(parsing:))
        let to = fields.required("to", RecordedInstant.init(parsing:))
        if fields.isPresent("as_of") {
            fields.complain("as_of", "not-asked", "The instants are from and to.")
        }
        let recipe = Recipe(reading: &fields)
        try fields.finish()
        guard let recipe, let from, let to else { throw Problem.internalError }
        let difference = try await database.difference(recipe, from: from, to: to, now: now()).get()
        return .json { $0.difference(difference) }
    }

    /// 200 with the work list; names of those in charge for whoever may make the period final.
    func listReportGaps(_ request: Request) async throws -> Response {
        var fields = FieldReader(query: request.query)
        let period = fields.required("period", ReportPeriod.init(parsing:))
        try fields.finish()
        guard let period else { throw Problem.internalError }
        let gaps = try await gaps(of: period, for: request, via: "/api/v1/reports/gaps").get()
        let showsNames = request.principal?.may(.finalise) == true
        return .json { json in json.items(gaps) { $0.reportGap($1, showsNames: showsNames) } }
    }

    /// The work list of a period; who is in charge is for whoever may make it final, and noted.
    func gaps(
        of period: ReportPeriod, for request: Request, via pattern: String
    ) async throws -> Result<[ReportGap], ReportRefusal> {
        let gaps = try await database.gaps(of: period, now: now())
        guard request.principal?.may(.finalise) == true else {
            return gaps.map { gaps in
                gaps.map { gap in
                    var gap = gap
                    gap.inCharge = []
                    return gap
                }
            }
        }
        if case .success(let found) = gaps, found.contains(where: { !$0.inCharge.isEmpty }) {
            try await database.note(
                SeenList(
                    .seen, object: .all, via: pattern, actor: try actor(request), now: now()))
        }
        return gaps
    }

    /// 200 with the final periods, the latest first.
    func listFinalPeriods(_ request: Request) async throws -> Response {
        let periods = try await database.finalPeriods()
        return .json { json in json.items(periods) { $0.finalPeriod($1) } }
    }

    /// 201 with the period; 409 with what is missing, or why it cannot be final.
    func finalisePeriod(_ request: Request) async throws -> Response {
        var fields = try request.jsonFields()
        let period = fields.required("period", ReportPeriod.init(parsing:))
        try fields.finish()
        guard let period else { throw Problem.internalError }
        let made = try await database.finalise(
            FinalisePeriod(period, actor: try actor(request), now: now())
        ).get()
        return .json(status: 201) { $0.finalPeriod(made) }
    }

    /// 200 with what is kept, the latest first.
    func listKeptReports(_ request: Request) async throws -> Response {
        let kept = try await database.keptReports()
        return .json { json in json.items(kept) { $0.keptReport($1) } }
    }

    /// 201 with its id and digest; 422 for a recipe that cannot be counted.
    func keepReport(_ request: Request) async throws -> Response {
        var fields = try request.jsonFields()
        let title = fields.required("title", Title.init(parsing:))
        let recipe = Recipe(reading: &fields)
        try fields.finish()
        guard let title, let recipe else { throw Problem.internalError }
        let kept = try await database.keep(
            KeepReport(title, recipe, actor: try actor(request), now: now())
        ).get()
        return .json(status: 201) { $0.keptReport(kept) }
    }

    /// 200 with the bytes that were kept, and their SHA-256 beside them (RFC 9530).
    func readKeptReport(_ request: Request) async throws -> Response {
        let id: UUID = try request.capture("id", UUID.init(uuidString:))
        guard let body = try await database.keptReport(id) else { throw Problem.notFound }
        var response = Response.json(body)
        let digest = Data(Digest.sha256(body)).base64EncodedString()
        response.fields.append(Field("Repr-Digest", "sha-256=:\(digest):"))
        return response
    }

    /// 200 whatever is found: that a report is not the same is an answer, not a fault.
    func verifyKeptReports(_ request: Request) async throws -> Response {
        let different = try await database.verifyKeptReports(now: now())
        return .json { json in json.items(different) { $0.keptReport($1) } }
    }
}
