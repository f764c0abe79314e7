import Foundation
import TrainingRegistry

extension Service {
    /// Places in sessions that have fewer of them than their event has seats.
    static let sessionPlacesAPI: [StaffRoute] = [
        StaffRoute(.put, "/api/v1/sessions/{id}/places", needs: .decide, Service.setPlaces),
        StaffRoute(.post, "/api/v1/sessions/{id}/places", needs: .decide, Service.takePlace),
        StaffRoute(
            .delete, "/api/v1/sessions/{id}/places/{participation}", needs: .decide,
            Service.releasePlace),
    ]

    /// 204; 409 when more places are taken.
    func setPlaces(_ request: Request) async throws -> Response {
        let actor = try self.actor(request)
        let session = try request.capture("id", UUID.init(identity:))
        var fields = try request.jsonFields()
        let places = fields.requiredInteger("places", in: 0...SetSeats.seatsMax)
        try fields.finish()
        guard let places else { throw Problem.internalError }
        let change = PlaceChange(session: session, actor: actor, now: now())
        try await database.setPlaces(change, to: places).get()
        return .empty
    }

    /// 204, however often it is asked for; 409 when the session is full.
    func takePlace(_ request: Request) async throws -> Response {
        let actor = try self.actor(request)
        let session = try request.capture("id", UUID.init(identity:))
        var fields = try request.jsonFields()
        let participation = fields.required("participation", UUID.init(identity:))
        try fields.finish()
        guard let participation else { throw Problem.internalError }
        let change = PlaceChange(session: session, actor: actor, now: now())
        try await database.takePlace(change, for: participation).get()
        return .empty
    }

    /// 204; 404 when there is no such place.
    func releasePlace(_ request: Request) async throws -> Response {
        let actor = try self.actor(request)
        let session = try request.capture("id", UUID.init(identity:))
        let participation = try request.capture("participation", UUID.init(identity:))
        let change = PlaceChange(session: session, actor: actor, now: now())
        try await database.releasePlace(change, of: participation).get()
        return .empty
    }
}
