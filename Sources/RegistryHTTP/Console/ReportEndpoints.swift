import TrainingRegistry

extension Service {
    /// Reports for people: counted, kept, compared, printed.
    static let reportPages: [StaffRoute] =
        [
            StaffRoute(.get, "/console/reports", needs: .report, Service.showReport),
            StaffRoute(.get, "/console/reports/difference", needs: .report, Service.showDifference),
            StaffRoute(.get, "/console/reports/annual", needs: .report, Service.showAnnual),
            StaffRoute(.get, "/console/reports/periods", needs: .report, Service.showPeriods),
            StaffRoute(.post, "/console/reports/periods", needs: .finalise, Service.finaliseHere),
            StaffRoute(.get, "/console/reports/kept", needs: .report, Service.showKept),
            StaffRoute(.post, "/console/reports/kept", needs: .report, Service.keepHere),
            StaffRoute(.post, "/console/reports/kept/verify", needs: .report, Service.verifyHere),
            StaffRoute(.get, "/console/reports/kept/{id}", needs: .report, Service.readKeptReport),
        ]
        + FileFormat.allCases.map { format in
            StaffRoute(.get, "/console/reports/report.\(format.rawValue)", needs: .report) {
                service in
                { request in
                    var fields = FieldReader(query: request.query)
                    let hasMark = fields.flag("bom")
                    return try await service.report(&fields, as: format, hasMark: hasMark)
                }
            }
        }

    /// The form alone before a recipe was sent; 422 with what is to be mended.
    func showReport(_ request: Request) async throws -> Response {
        var page = ReportsPage(
            layout: try layout(request, .reports), choices: try await recipeChoices(),
            state: FormState(recipe: Query(), []))
        guard !request.query.items.isEmpty else { return page.response() }
        let query = Query(recipeForm: request.query)
        var fields = FieldReader(query: query)
        let recipe = Recipe(readingForm: &fields)
        page.state = FormState(recipe: query, fields.complete())
        guard let recipe, page.state.errors.isEmpty else { return page.response(status: 422) }
        return try await answer(page, recipe)
    }

    /// The report on its page; 422 where it cannot be counted.
    func answer(
        _ page: ReportsPage, _ recipe: Recipe, status: Int = 200
    ) async throws -> Response {
        var page = page
        switch try await database.report(recipe, now: now()) {
        case .failure(let refusal):
            page.state.take(Problem(refusal).errors)
            return page.response(status: 422)
        case .success(let report):
            page.view = ReportView(
                report: report, titles: try await database.titles(of: report))
            return page.response(status: status)
        }
    }

    func recipeChoices() async throws -> RecipeChoices {
        let links = try await database.eventLinks()
        func choices(_ kind: EventLink.Kind) -> [Choice] {
            links.filter { $0.kind == kind }.map { Choice(value: $0.code, title: $0.title) }
        }
        return RecipeChoices(
            periods: try await database.reportPeriods(),
            programmes: try await database.programmes(in: .everything).map {
                Choice(value: $0.code, title: $0.title)
            },
            phases: choices(.phase), grants: choices(.grant))
    }
}

extension FormState {
    /// What was sent as a recipe, as its form shows it, and what is wrong with it.
    init(recipe query: Query, _ errors: [Problem.FieldError]) {
        self.init()
        for item in query.items { values[item.name] = item.value }
        for name in ["roles", "kinds"] {
            values[name] = value(name).replacing(",", with: " ")
        }
        if value("roles").isEmpty { values["roles"] = ParticipationRole.participant.rawValue }
        let group = value("group").split(separator: ",").map(String.init)
        values["group"] = group.first
        values["group-2"] = group.dropFirst().first
        take(errors)
    }

    /// Says of each what is wrong with it, by the name that its field has in the form.
    mutating func take(_ errors: [Problem.FieldError]) {
        self.errors = FormState(FieldReader(query: Query()), errors, keeping: []).errors.map {
            error in
            let label = ConsoleWords.RecipeForm.label(error.field)
            return (error.field, label.map { "\($0): \(error.message)" } ?? error.message)
        }
    }
}
