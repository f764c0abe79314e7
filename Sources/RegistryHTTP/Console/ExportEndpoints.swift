import TrainingRegistry

extension Service {
    /// Tables to take along, for a browser.
    static let exportPages: [StaffRoute] = [
        StaffRoute(.get, "/console/exports", needs: .report, Service.showExports),
        StaffRoute(.get, "/console/exports/{name}", needs: .report, Service.exportHere),
        StaffRoute(
            .get, "/console/events/{code}/exports/{name}", needs: .seePeopleOfEvent,
            notesItself: true,
            Service.exportOfEvent),
    ]

    func showExports(_ request: Request) async throws -> Response {
        ExportsPage(layout: try layout(request, .exports)).response()
    }

    /// The file; 422 with the form and what is to be mended.
    func exportHere(_ request: Request) async throws -> Response {
        do {
            return try await exportTable(request)
        } catch let problem as Problem where problem.status == 422 {
            var page = ExportsPage(layout: try layout(request, .exports))
            page.state = FormState(
                FieldReader(query: request.query), [], keeping: ExportsPage.shown)
            page.state.take(problem.errors)
            return page.response(status: 422)
        }
    }
}
