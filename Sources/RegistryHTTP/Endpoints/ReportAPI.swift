public import TrainingRegistry

extension Service {
    /// Figures and how they were counted, for report writers and coordinators.
    static let reportAPI: [StaffRoute] = [
        StaffRoute(
            .get, "/api/v1/reports/participation", needs: .report,
            Service.reportParticipation),
        StaffRoute(.get, "/api/v1/reports/headline", needs: .report, Service.reportHeadline),
        StaffRoute(
            .get, "/api/v1/baseline-figures", needs: .report, Service.listBaselineFigures),
        StaffRoute(
            .put, "/api/v1/baseline-figures/{code}", needs: .editProgramme,
            Service.saveBaselineFigure),
        StaffRoute(
            .post, "/api/v1/figures/publications", needs: .editProgramme, Service.publishFigures),
    ]

    /// 200 with the report; 422 for a recipe that cannot be counted.
    func reportParticipation(_ request: Request) async throws -> Response {
        var fields = FieldReader(query: request.query)
        let recipe = Recipe(reading: &fields)
        try fields.finish()
        guard let recipe else { throw Problem.internalError }
        let report = try await database.report(recipe, now: now()).get()
        return .json(report.document)
    }
}

extension Report {
    /// The canonical form with its digest, and the recipe in words beside it.
    public var document: [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.member("sha256", digest)
            json.name("words")
            json.array { json in for sentence in words { json.string(sentence) } }
            if let finalSince { json.instant("final_since", finalSince) }
            json.name("report")
            json.raw(canonical)
        }
        return json.bytes
    }
}

extension Problem {
    /// Complains about the field of the recipe that is at fault.
    public init(_ refusal: ReportRefusal) {
        let (field, code, detail) =
            switch refusal {
            case .unknownPeriod:
                (
                    "period", "unknown-period",
                    "There was no such mandate or grant then, or its days are not known."
                )
            case .future: ("as_of", "in-the-future", "This is yet to come.")
            }
        self = .invalidFields([FieldError(pointer: "/\(field)", code: code, detail: detail)])
    }
}
