import TrainingRegistry

extension Service {
    static let dashboardPages: [StaffRoute] = [
        StaffRoute(.get, "/console", needs: .ownAccount, Service.showDashboard),
        StaffRoute(.get, "/console/account", needs: .ownAccount, Service.showAccount),
    ]

    /// The frame of every page of the console, for who sent the request.
    func layout(
        _ request: Request, _ section: ConsoleLayout.Section? = nil
    ) throws(Problem) -> ConsoleLayout {
        guard let principal = request.principal, let session = StaffCookie.session(of: request)
        else { throw .unauthorized }
        return ConsoleLayout(
            site: site, principal: principal, csrf: CSRFField(token: CSRFToken(of: session).text),
            section: section)
    }

    /// The events of whoever may see some; others are led to what they may do.
    func showDashboard(_ request: Request) async throws -> Response {
        let layout = try layout(request, .dashboard)
        let principal = layout.principal
        let isHelper = principal.may(.takeAttendance)
        guard principal.may(.seeEvents) || isHelper else {
            return .redirect(
                to: principal.may(.readAudit) ? "/console/audit" : "/console/account")
        }
        let events = try await database.dashboard(
            ReadDashboard(principal.reach(for: .seeEvents), now: now()))
        let seen = Set(events.map(\.id))
        let doors =
            isHelper
            ? try await database.dashboard(
                ReadDashboard(principal.reach(for: .takeAttendance), now: now())
            ).filter { !seen.contains($0.id) } : []
        let mail =
            principal.may(.manageMail) ? try await database.outboxHealth(at: now()) : nil
        return DashboardPage(layout: layout, events: events, doors: doors, mail: mail).response()
    }

    func showAccount(_ request: Request) async throws -> Response {
        let layout = try layout(request)
        let places = try await database.rolePlaces(now: now())
        let roles = layout.principal.grants.map { RoleWords.grant($0, places) }
        return AccountPage(layout: layout, roles: roles).response()
    }
}
