import TrainingRegistry

/// Periods: what they lack, the tables of them, and making them final.
extension Service {
    /// The work list of a period that is named; 422 where it is none.
    func showPeriods(_ request: Request) async throws -> Response {
        let page = try await periodsPage(
            request, FieldReader(query: Query(recipeForm: request.query)))
        return page.response(status: page.state.errors.isEmpty ? 200 : 422)
    }

    /// To the period when it is final; 409 with what it lacks.
    func finaliseHere(_ request: Request) async throws -> Response {
        var fields = try request.formFields()
        fields.allow("csrf")
        let sent = fields
        let period = fields.required("period", ReportPeriod.init(parsing:))
        guard let period, fields.complete().isEmpty else {
            return try await periodsPage(request, sent).response(status: 422)
        }
        let outcome = try await database.finalise(
            FinalisePeriod(period, actor: try actor(request), now: now()))
        guard case .failure(let refusal) = outcome else {
            let query = Query.escaped(period.description)
            return .redirect(to: "/console/reports/periods?period=\(query)")
        }
        let problem = Problem(refusal)
        var page = try await periodsPage(request, sent)
        page.state.errors = [
            ("period", [problem.title, problem.detail ?? ""].joined(separator: ". "))
        ]
        if problem.status == 422 { page.state.take(problem.errors) }
        return page.response(status: problem.status)
    }

    private func periodsPage(
        _ request: Request, _ sent: FieldReader
    ) async throws -> PeriodsPage {
        var fields = sent
        let period = fields.optional("period", ReportPeriod.init(parsing:))
        let final = try await database.finalPeriods()
        var page = PeriodsPage(
            layout: try layout(request, .reports),
            periods: try await recipeChoices().periodChoices,
            state: FormState(fields, [], keeping: ["period"]), final: final)
        page.state.take(fields.complete())
        guard let period, page.state.errors.isEmpty else { return page }
        switch try await gaps(of: period, for: request, via: "/console/reports/periods") {
        case .success(let gaps): page.gaps = gaps
        case .failure(let refusal): page.state.take(Problem(refusal).errors)
        }
        page.chosen = final.first { one in
            period.days.map { one.first == $0.first && one.last == $0.last }
                ?? (one.period == period.description)
        }
        return page
    }

    /// 422 with what is to be mended.
    func showAnnual(_ request: Request) async throws -> Response {
        var fields = FieldReader(query: Query(recipeForm: request.query))
        let wanted = ReadAnnualTables(reading: &fields, now: now())
        let choices = try await recipeChoices()
        var page = AnnualPage(
            layout: try layout(request, .reports), periods: choices.periodChoices,
            state: FormState(fields, [], keeping: ["period", "audience", "as_of"]))
        guard !request.query.items.isEmpty else { return page.response() }
        page.state.take(fields.complete())
        guard let wanted, page.state.errors.isEmpty else { return page.response(status: 422) }
        switch try await database.annualTables(wanted) {
        case .failure(let refusal):
            page.state.take(Problem(refusal).errors)
            return page.response(status: 422)
        case .success(let tables):
            var views: [AnnualTable.Subject: ReportView] = [:]
            for table in tables.tables {
                views[table.subject] = ReportView(
                    report: table.report, titles: try await database.titles(of: table.report))
            }
            page.found = (tables, views)
            return page.response()
        }
    }
}
