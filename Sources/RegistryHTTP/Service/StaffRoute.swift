import Foundation
import TrainingRegistry

/// A route of the secretariat with what its caller must be allowed; nobody passes it otherwise.
struct StaffRoute: Sendable {
    let permission: Permission
    /// How its answers name people, which is noted before they are sent; nil when they do not.
    let names: SeenList.Way?
    let route: Route<Service>

    /// What only reads with a permission to see names shows them; other routes say if they do.
    ///
    /// A handler that notes itself what it hands out is not noted a second time. What changes the
    /// catalogue is answered when every core knows of it, so that whoever has the answer sees it.
    init(
        _ method: Method, _ pattern: String, needs permission: Permission,
        names: SeenList.Way? = nil, notesItself: Bool = false, changesCatalogue: Bool? = nil,
        _ handler: @escaping Route<Service>.Handler
    ) {
        let shows = method.isSafe && permission.showsNames && !notesItself
        let names = names ?? (shows ? .seen : nil)
        let changes = changesCatalogue ?? (!method.isSafe && permission.changesCatalogue)
        self.permission = permission
        self.names = names
        route = Route(method, pattern) { service in
            { request in
                switch try await service.admit(
                    request, to: pattern, needs: permission, names: names)
                {
                case .admitted(let principal):
                    var request = request
                    request.principal = principal
                    let response = try await handler(service)(request)
                    if changes, response.status < 400 { await service.probes.renewCatalogues() }
                    return response
                case .turnedAway(let response):
                    return response
                }
            }
        }
    }

    /// What a request to it is about, by the codes in its address.
    static func codes(_ request: Request, of pattern: String) -> ObjectCodes {
        var codes = ObjectCodes()
        if pattern.contains("/sessions/{id}") {
            // An id that is none is of no session: absent, like one that nobody has.
            codes.session =
                request.captures["id"].flatMap { UUID(uuidString: $0) } ?? UUID()
        }
        guard let code = request.captures["code"] else { return codes }
        if pattern.contains("/events/{code}") { codes.event = code }
        if pattern.contains("/programmes/{code}") { codes.programme = code }
        return codes
    }
}

/// Whether a request comes to its handler.
enum Gate {
    case admitted(Principal)
    case turnedAway(Response)
}
