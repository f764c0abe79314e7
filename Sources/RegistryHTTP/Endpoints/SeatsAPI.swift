import Foundation
import Mailer
import TrainingRegistry

extension Service {
    /// The room of an event, for coordinators.
    static let seatsAPI: [StaffRoute] = [
        StaffRoute(.get, "/api/v1/events/{code}/seats", needs: .seePeopleOfEvent, Service.showRoom),
        StaffRoute(
            .put, "/api/v1/events/{code}/seats", needs: .decide, changesCatalogue: true,
            Service.setSeats),
        StaffRoute(.put, "/api/v1/events/{code}/quotas", needs: .decide, Service.setQuotas),
        StaffRoute(.put, "/api/v1/events/{code}/targets", needs: .decide, Service.setTargets),
        StaffRoute(.post, "/api/v1/events/{code}/seats/keep", needs: .decide, Service.keepSeats),
        StaffRoute(
            .post, "/api/v1/events/{code}/seats/{number}/free", needs: .decide,
            Service.freeSeat),
        StaffRoute(
            .post, "/api/v1/events/{code}/seats/{number}/substitute", needs: .decide,
            Service.substitute),
    ]

    func showRoom(_ request: Request) async throws -> Response {
        try await room(of: request.capture("code", Code.init(parsing:)))
    }

    /// 200 with the room; 409 when more seats are taken or kept.
    func setSeats(_ request: Request) async throws -> Response {
        let actor = try self.actor(request)
        var fields = try request.jsonFields()
        let seats = fields.requiredInteger("seats", in: 1...SetSeats.seatsMax)
        let hours = fields.optionalInteger("offer_hours", in: 1...SetSeats.offerHoursMax)
        let change = try change(request, by: actor, &fields)
        guard let seats else { throw Problem.internalError }
        try await database.setSeats(SetSeats(change, seats: seats, offerHours: hours)).get()
        return try await room(of: change.event)
    }

    /// 200 with the room; 409 when more seats are taken than a quota allows.
    func setQuotas(_ request: Request) async throws -> Response {
        let actor = try self.actor(request)
        var fields = try request.jsonFields()
        let quotas = fields.objects("quotas") { SeatQuota(reading: &$0, on: catalogue) }
        if let quotas, Set(quotas.map(\.name)).count < quotas.count {
            fields.complain("quotas", "repeated", "A quota is named twice.")
        }
        let change = try change(request, by: actor, &fields)
        try await database.setQuotas(SetQuotas(change, quotas: quotas ?? [])).get()
        return try await room(of: change.event)
    }

    /// 200 with the targets.
    func setTargets(_ request: Request) async throws -> Response {
        let actor = try self.actor(request)
        var fields = try request.jsonFields()
        let targets = fields.objects("targets") { SelectionTarget(reading: &$0, on: catalogue) }
        if let targets, Set(targets.map(\.name)).count < targets.count {
            fields.complain("targets", "repeated", "A target is named twice.")
        }
        let change = try change(request, by: actor, &fields)
        try await database.setTargets(targets ?? [], change).get()
        let kept = try await database.targets(of: change.event)
        return .json { json in json.items(kept) { $0.target($1) } }
    }

    /// 200 with the room; 409 when not so many are free, or more are taken.
    func keepSeats(_ request: Request) async throws -> Response {
        let actor = try self.actor(request)
        var fields = try request.jsonFields()
        let member = fields.optional("member", CountryCode.init(parsing:))
        let organisation: String? = fields.optional("organisation")
        let seats = fields.requiredInteger("seats", in: 0...SetSeats.seatsMax)
        if (member == nil) == (organisation == nil), fields.errors.isEmpty {
            fields.complain(
                "member", "one-holder", "Seats are kept for a member or for an organisation.")
        }
        let change = try change(request, by: actor, &fields)
        guard let seats else { throw Problem.internalError }
        let holder =
            member.map { KeepSeats.Holder.member($0.description) }
            ?? .organisation(organisation ?? "")
        try await database.keepSeats(KeepSeats(change, for: holder, seats: seats)).get()
        return try await room(of: change.event)
    }

    /// 200 with the room: the seat is free, or offered to the next.
    func freeSeat(_ request: Request) async throws -> Response {
        let actor = try self.actor(request)
        let number = try number(of: request)
        var fields = try request.jsonFields()
        let change = try change(request, by: actor, &fields)
        try await database.free(FreeSeat(change, number: number)).get()
        return try await room(of: change.event)
    }

    /// 200 with the room: the seat has its number still, and somebody else.
    func substitute(_ request: Request) async throws -> Response {
        let actor = try self.actor(request)
        let number = try number(of: request)
        var fields = try request.jsonFields()
        let newcomer = newcomer(&fields)
        let change = try change(request, by: actor, &fields)
        guard let newcomer else { throw Problem.internalError }
        try await database.substitute(
            SubstitutePerson(change, number: number, newcomer: newcomer)
        ).get()
        return try await room(of: change.event)
    }

    /// Who comes: of an interest, or a person by name; nil with complaints.
    private func newcomer(_ fields: inout FieldReader) -> SubstitutePerson.Newcomer? {
        if let interest = fields.optional("interest", UUID.init(identity:)) {
            return .interest(interest)
        }
        let form = ParticularsForm(reading: &fields, on: catalogue)
        let email = fields.required("email", EmailAddress.init(parsing:))
        guard let form, let email else { return nil }
        return .person(form.value, email)
    }

    /// What every change says beside itself; throws all complaints about the fields.
    func change(
        _ request: Request, by actor: RegistryActor, _ fields: inout FieldReader
    ) throws(Problem) -> RoomChange {
        let event = try request.capture("code", Code.init(parsing:))
        let reason = fields.optional("reason", Motivation.init(parsing:))
        try fields.finish()
        return RoomChange(
            event: event, actor: actor, reason: reason?.description, now: now(),
            mailDomain: settings.mailDomain)
    }

    private func room(of event: Code) async throws -> Response {
        guard let room = try await database.room(of: event) else { throw Problem.notFound }
        return .json { $0.room(room) }
    }

    private func number(of request: Request) throws(Problem) -> Int {
        try request.capture("number") { text in
            ASCII.number(Array(text.utf8)[...]).flatMap { (1...100_000).contains($0) ? $0 : nil }
        }
    }
}

extension SeatQuota {
    /// Of a code that is known, so that a slip of the pen is no quota of nothing.
    fileprivate init?(reading fields: inout FieldReader, on catalogue: Catalogue) {
        let dimension = fields.required("dimension", Dimension.init(parameter:))
        let value: String? = fields.required("value")
        let seatsMax = fields.requiredInteger("seats_max", in: 0...SetSeats.seatsMax)
        guard let dimension, let value, let seatsMax else { return nil }
        // Ids of organisations are compared as PostgreSQL writes them.
        let id = UUID(uuidString: value)?.uuidString.lowercased()
        let isKnown =
            switch dimension {
            case .country: catalogue.countries.contains { $0.code == value }
            case .sector: catalogue.sectors.contains { $0.code == value }
            case .organisation: id != nil
            }
        if !isKnown {
            fields.complain("value", "unknown-value", "This is not a \(dimension) that we know.")
        }
        self.init(dimension, id ?? value, seatsMax: seatsMax)
    }
}

extension SeatQuota.Dimension {
    fileprivate init(parameter text: String) throws(BadParameter) {
        guard let dimension = Self(rawValue: text) else {
            throw BadParameter("unknown-dimension", "A quota is by country, sector, organisation.")
        }
        self = dimension
    }
}

extension SelectionTarget {
    fileprivate init?(reading fields: inout FieldReader, on catalogue: Catalogue) {
        let rule = fields.required("rule", Rule.init(parameter:))
        let value: String? = fields.optional("value")
        let people = fields.requiredInteger("people", in: 1...SetSeats.seatsMax)
        guard let rule, let people else { return nil }
        let isKnown =
            switch rule {
            case .countryMin: catalogue.countries.contains { $0.code == value }
            case .sectorMin: catalogue.sectors.contains { $0.code == value }
            case .organisationMax: value == nil
            }
        if !isKnown {
            fields.complain(
                "value", "bad-target", "A minimum is of a code, a maximum of any organisation.")
        }
        self.init(rule, value ?? "", people: people)
    }
}

extension SelectionTarget.Rule {
    fileprivate init(parameter text: String) throws(BadParameter) {
        guard let rule = Self(rawValue: text) else {
            let known = Self.allCases.map(\.rawValue).joined(separator: ", ")
            throw BadParameter("unknown-rule", "The rules are \(known).")
        }
        self = rule
    }
}

extension UUID {
    init(identity text: String) throws(BadParameter) {
        guard let uuid = UUID(uuidString: text) else {
            throw BadParameter("bad-identity", "This is not the identity of an interest.")
        }
        self = uuid
    }
}
