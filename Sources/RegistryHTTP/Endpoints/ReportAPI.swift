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
            .get, "/api/v1/baseline-figures/{code}", needs: .report,
            Service.listBaselineEntries),
        StaffRoute(
            .put, "/api/v1/baseline-figures/{code}", needs: .editProgramme,
            Service.saveBaselineFigure),
        StaffRoute(
            .post, "/api/v1/figures/publications", needs: .editProgramme, Service.publishFigures),
    ]

    /// 200 with the report; 422 for a recipe that cannot be counted.
    func reportParticipation(_ request: Request) async throws -> Response {
        var fields = FieldReader(query: request.query)
        let format = fields.word("format", of: FileFormat.self, default: .json)
        let hasMark = fields.flag("bom")
        return try await report(&fields, as: format, hasMark: hasMark)
    }

    /// 200 with the report of a recipe as a file.
    func report(
        _ fields: inout FieldReader, as format: FileFormat?, hasMark: Bool
    ) async throws -> Response {
        let recipe = Recipe(reading: &fields)
        try fields.finish()
        guard let recipe, let format else { throw Problem.internalError }
        let report = try await database.report(recipe, now: now()).get()
        var response = Response(
            status: 200, fields: [Field("Content-Type", format.mediaType)],
            body: report.file(as: format, hasMark: hasMark))
        if format != .json {
            response["Content-Disposition"] =
                "attachment; filename=\"report.\(format.rawValue)\""
        }
        return response
    }
}

extension Report {
    /// With a byte order mark Excel knows that CSV is UTF-8.
    public func file(as format: FileFormat, hasMark: Bool = false) -> [UInt8] {
        switch format {
        case .csv: hasMark ? FileFormat.byteOrderMark + csv : csv
        case .xlsx: workbook
        case .json: document
        }
    }

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
