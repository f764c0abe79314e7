import TrainingRegistry

/// Reports that are kept, and why two of them are not the same.
extension Service {
    func showKept(_ request: Request) async throws -> Response {
        KeptReportsPage(
            layout: try layout(request, .reports), kept: try await database.keptReports()
        ).response()
    }

    /// To what is kept when it is done; 422 with the report and what is to be mended.
    func keepHere(_ request: Request) async throws -> Response {
        var fields = try request.formFields()
        fields.allow("csrf")
        let title = fields.required("title", Title.init(parsing:))
        let recipe = Recipe(reading: &fields)
        let errors = fields.complete()
        guard let title, let recipe, errors.isEmpty else {
            guard let recipe else { throw Problem.invalidFields(errors) }
            var page = ReportsPage(
                layout: try layout(request, .reports), choices: try await recipeChoices(),
                state: FormState(recipe: Query(recipe), []))
            page.keeping.values["title"] = fields.typed("title")
            page.keeping.take(errors)
            return try await answer(page, recipe, status: 422)
        }
        _ = try await database.keep(
            KeepReport(title, recipe, actor: try actor(request), now: now())
        ).get()
        return .redirect(to: "/console/reports/kept")
    }

    /// The same page with what was found.
    func verifyHere(_ request: Request) async throws -> Response {
        var fields = try request.formFields()
        fields.allow("csrf")
        try fields.finish()
        return KeptReportsPage(
            layout: try layout(request, .reports), kept: try await database.keptReports(),
            different: try await database.verifyKeptReports(now: now())
        ).response()
    }

    /// 422 with what is to be mended.
    func showDifference(_ request: Request) async throws -> Response {
        var fields = FieldReader(query: request.query)
        let from = fields.required("from", RecordedInstant.init(parsing:))
        let to = fields.required("to", RecordedInstant.init(parsing:))
        let recipe = Recipe(reading: &fields)
        var page = DifferencePage(
            layout: try layout(request, .reports), recipe: recipe,
            state: FormState(fields, [], keeping: ["from", "to"]))
        page.state.take(fields.complete())
        guard let recipe, let from, let to, page.state.errors.isEmpty else {
            return page.response(status: 422)
        }
        switch try await database.difference(recipe, from: from, to: to, now: now()) {
        case .failure(let refusal):
            page.state.take(Problem(refusal).errors)
            return page.response(status: 422)
        case .success(let found):
            page.difference = (found, try await database.titles(of: found.before, found.after))
            return page.response()
        }
    }
}
