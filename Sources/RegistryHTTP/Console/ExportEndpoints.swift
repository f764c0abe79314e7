import TrainingRegistry

extension Service {
    /// Tables to take along, for a browser.
    static let exportPages: [StaffRoute] = [
        StaffRoute(.get, "/console/exports", needs: .report, Service.showExports),
        StaffRoute(.get, "/console/exports/{name}", needs: .report, Service.exportTable),
        StaffRoute(
            .get, "/console/events/{code}/exports/{name}", needs: .seePeopleOfEvent,
            notesItself: true,
            Service.exportOfEvent),
    ]

    func showExports(_ request: Request) async throws -> Response {
        ExportsPage(layout: try layout(request, .exports)).response()
    }
}
