import Foundation
import TrainingRegistry

extension Service {
    /// The room of an event in the console.
    static let seatPages: [StaffRoute] = [
        StaffRoute(
            .get, "/console/events/{code}/seats", needs: .seePeopleOfEvent, Service.showSeats),
        StaffRoute(
            .post, "/console/events/{code}/seats/number", needs: .decide, changesCatalogue: true,
            Service.changeNumber),
        StaffRoute(
            .post, "/console/events/{code}/seats/quotas", needs: .decide, Service.changeQuotas),
        StaffRoute(
            .post, "/console/events/{code}/seats/targets", needs: .decide, Service.changeTargets),
        StaffRoute(.post, "/console/events/{code}/seats/keep", needs: .decide, Service.keep),
        StaffRoute(
            .get, "/console/events/{code}/seats/{number}", needs: .seePeopleOfEvent,
            Service.showSeat),
        StaffRoute(
            .post, "/console/events/{code}/seats/{number}/free", needs: .decide, Service.freeOne),
        StaffRoute(
            .post, "/console/events/{code}/seats/{number}/substitute", needs: .decide,
            Service.substituteOne),
    ]

    func showSeats(_ request: Request) async throws -> Response {
        try await seatsPage(request).response()
    }

    func changeNumber(_ request: Request) async throws -> Response {
        var fields = try request.formFields()
        let seats = fields.optionalNumber("seats", in: 1...SetSeats.seatsMax)
        let hours = fields.optionalNumber("offer_hours", in: 1...SetSeats.offerHoursMax)
        if seats == nil, fields.errors.isEmpty {
            fields.complain("seats", "missing", ConsoleWords.Seats.chooseNumber)
        }
        return try await answer(request, &fields, at: "seats") { change in
            guard let seats else { return .success(()) }
            return try await self.database.setSeats(
                SetSeats(change, seats: seats, offerHours: hours))
        }
    }

    func changeQuotas(_ request: Request) async throws -> Response {
        var fields = try request.formFields()
        let quotas = fields.rows("quota", "max") { name, number -> SeatQuota? in
            let parts = name.split(separator: ":", maxSplits: 1).map(String.init)
            guard parts.count == 2, let dimension = SeatQuota.Dimension(rawValue: parts[0])
            else { return nil }
            return SeatQuota(dimension, parts[1], seatsMax: number)
        }
        return try await answer(request, &fields, at: "max-new") { change in
            try await self.database.setQuotas(SetQuotas(change, quotas: quotas))
        }
    }

    func changeTargets(_ request: Request) async throws -> Response {
        var fields = try request.formFields()
        let targets = fields.rows("target", "people") { name, number -> SelectionTarget? in
            let parts = name.split(separator: ":", maxSplits: 1).map(String.init)
            guard let rule = parts.first.flatMap(SelectionTarget.Rule.init), number > 0,
                (rule == .organisationMax) == (parts.count == 1)
            else { return nil }
            return SelectionTarget(rule, parts.count == 2 ? parts[1] : "", people: number)
        }
        return try await answer(request, &fields, at: "people-new") { change in
            try await self.database.setTargets(targets, change)
        }
    }

    func keep(_ request: Request) async throws -> Response {
        var fields = try request.formFields()
        let parts = (fields.optional("holder") ?? "").split(separator: ":", maxSplits: 1)
            .map(String.init)
        let seats = fields.optionalNumber("kept", in: 0...SetSeats.seatsMax)
        if parts.count != 2 {
            fields.complain("holder", "missing", ConsoleWords.Seats.chooseHolder)
        }
        if seats == nil, !fields.errors.contains(where: { $0.pointer == "/kept" }) {
            fields.complain("kept", "missing", ConsoleWords.Seats.chooseNumber)
        }
        return try await answer(request, &fields, at: "kept") { change in
            guard let seats else { return .success(()) }
            let holder: KeepSeats.Holder =
                parts[0] == "member" ? .member(parts[1]) : .organisation(parts[1])
            return try await self.database.keepSeats(
                KeepSeats(change, for: holder, seats: seats))
        }
    }

    /// Back to the seats when it is done; otherwise the page with all that was typed.
    private func answer(
        _ request: Request, _ fields: inout FieldReader, at field: String,
        _ act: (RoomChange) async throws -> Result<Void, SeatRefusal>
    ) async throws -> Response {
        fields.allow("csrf")
        let errors = fields.complete()
        var page = try await seatsPage(request)
        page.state.take(fields, errors, SeatsPage.kept)
        guard errors.isEmpty else { return page.response(status: 422) }
        switch try await act(try roomChange(request, reason: nil)) {
        case .success: return .redirect(to: "/console/events/\(page.event.code)/seats")
        case .failure(let refusal):
            let allowed = ConsoleWords.Seats.allowed(refusal, room: page.room)
            page.state.errors = [(field, refusal.detail + allowed)]
            return page.response(status: 409)
        }
    }

    func roomChange(_ request: Request, reason: String?) throws -> RoomChange {
        guard let actor = request.principal?.actor else { throw Problem.unauthorized }
        return RoomChange(
            event: try request.capture("code", Code.init(parsing:)), actor: actor, reason: reason,
            now: now(), mailDomain: settings.mailDomain)
    }

    private func seatsPage(_ request: Request) async throws -> SeatsPage {
        let event = try await eventOfPage(request)
        let code = try event.code()
        guard let room = try await database.room(of: code) else { throw Problem.notFound }
        let targets = try await database.targets(of: code)
        let organisations = try await database.organisationsToChoose().map {
            Choice(value: $0.id.uuidString.lowercased(), title: $0.title)
        }
        var values = ["offer_hours": String(room.offerHours)]
        values["seats"] = room.published.map(String.init)
        for (index, use) in room.quotas.enumerated() {
            values["max-\(index)"] = String(use.quota.seatsMax)
        }
        for (index, target) in targets.enumerated() {
            values["people-\(index)"] = String(target.people)
        }
        let members = catalogue.members.map {
            Choice(value: "member:\($0.code)", title: $0.name)
        }
        return SeatsPage(
            layout: try layout(request, .events), event: event, room: room,
            holders: try await database.seatHolders(of: code), targets: targets,
            names: codeNames,
            keepers: members
                + organisations.map { Choice(value: "organisation:\($0.value)", title: $0.title) },
            organisations: organisations, state: FormState(values: values))
    }
}

extension Service {
    func showSeat(_ request: Request) async throws -> Response {
        try await seatPage(request).response()
    }

    func freeOne(_ request: Request) async throws -> Response {
        var fields = try request.formFields()
        fields.allow("csrf")
        let reason = fields.optional("reason", Motivation.init(parsing:))
        let errors = fields.complete()
        var page = try await seatPage(request)
        page.state.take(fields, errors, SeatPage.kept)
        guard errors.isEmpty else { return page.response(status: 422) }
        let change = try roomChange(request, reason: reason?.description)
        let result = try await database.free(FreeSeat(change, number: page.seat.number))
        return try answer(result, page)
    }

    func substituteOne(_ request: Request) async throws -> Response {
        var fields = try request.formFields()
        fields.allow("csrf")
        let reason = fields.optional("other-reason", Motivation.init(parsing:))
        let interest = fields.optional("interest", UUID.init(identity:))
        if interest == nil, fields.errors.isEmpty {
            fields.complain("interest", "missing", ConsoleWords.Seats.choosePerson)
        }
        let errors = fields.complete()
        var page = try await seatPage(request)
        page.state.take(fields, errors, SeatPage.kept)
        guard let interest, errors.isEmpty else { return page.response(status: 422) }
        let change = try roomChange(request, reason: reason?.description)
        let result = try await database.substitute(
            SubstitutePerson(change, number: page.seat.number, newcomer: .interest(interest)))
        return try answer(result, page)
    }

    private func answer(
        _ result: Result<Void, SeatRefusal>, _ page: SeatPage
    ) throws -> Response {
        guard case .failure(let refusal) = result else {
            return .redirect(to: "/console/events/\(page.event.code)/seats")
        }
        var page = page
        page.state.errors = [("seat", refusal.detail)]
        return page.response(status: 409)
    }

    private func seatPage(_ request: Request) async throws -> SeatPage {
        let event = try await eventOfPage(request)
        let code = try event.code()
        let number = try request.capture("number") { Int($0) }
        guard
            let seat = try await database.room(of: code)?.seats.first(where: {
                $0.number == number
            })
        else { throw Problem.notFound }
        let people = try await database.people(
            ListEventPeople(event: code, order: .name, size: 500))
        let others = people.filter { $0.status != .accepted && $0.status != .withdrawn }
        return SeatPage(
            layout: try layout(request, .events), event: event, seat: seat,
            holder: try await database.seatHolders(of: code).first { $0.number == number },
            others: others.map {
                Choice(
                    value: $0.interest.uuidString.lowercased(),
                    title: "\($0.name) (\(ConsoleWords.status($0.status)))")
            })
    }
}

extension FormState {
    /// Puts what was typed over what was there.
    mutating func take(
        _ fields: FieldReader, _ errors: [Problem.FieldError], _ names: [String]
    ) {
        for name in names + Array(values.keys) where fields.isNamed(name) {
            values[name] = fields.typed(name)
        }
        self.errors = FormState(fields, errors, keeping: []).errors.map { error in
            let label = ConsoleWords.label(error.field)
            return (error.field, label.map { "\($0): \(error.message)" } ?? error.message)
        }
    }
}

extension FieldReader {
    /// A number of a form that may be left empty.
    mutating func optionalNumber(_ name: String, in bounds: ClosedRange<Int>) -> Int? {
        guard !typed(name).isEmpty else {
            allow(name)
            return nil
        }
        return optionalInteger(name, in: bounds)
    }

    /// Rows of a name and a number, and a new one; those without a number are left out.
    fileprivate mutating func rows<Row>(
        _ name: String, _ number: String, _ make: (String, Int) -> Row?
    ) -> [Row] {
        var rows: [Row] = []
        var names: Set<String> = []
        let indices = (0..<SeatsPage.rowsMax).map(String.init) + ["new"]
        for index in indices where isNamed("\(name)-\(index)") {
            let text = optional("\(name)-\(index)") ?? ""
            let amount = optionalNumber("\(number)-\(index)", in: 0...SetSeats.seatsMax)
            guard let amount else {
                if index == "new", !text.isEmpty {
                    complain("\(number)-new", "missing", ConsoleWords.Seats.chooseNumber)
                }
                continue
            }
            guard let row = make(text, amount) else {
                complain("\(name)-\(index)", "missing", ConsoleWords.Seats.chooseWhat)
                continue
            }
            if !names.insert(text).inserted {
                complain("\(name)-\(index)", "repeated", ConsoleWords.Seats.twice)
            }
            rows.append(row)
        }
        return rows
    }
}
