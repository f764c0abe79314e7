import Foundation
import Mailer
import TrainingRegistry

extension Service {
    /// People at the door, one at a time.
    static let checkInPages: [StaffRoute] = [
        StaffRoute(
            .get, "/console/check-in/{checkin}", needs: .takeAttendance, names: .seen,
            Service.showCheckIn),
        StaffRoute(
            .get, "/console/events/{code}/check-in", needs: .takeAttendance,
            Service.showCheckInSearch),
        StaffRoute(
            .post, "/console/events/{code}/check-in", needs: .takeAttendance, names: .seen,
            Service.checkIn),
        StaffRoute(
            .get, "/console/events/{code}/walk-in", needs: .takeAttendance, Service.showWalkIn),
        StaffRoute(
            .post, "/console/events/{code}/walk-in", needs: .takeAttendance,
            Service.takeWalkInPage),
    ]

    /// 404 for a code of an event that is none of theirs, as for one that nobody has.
    func showCheckIn(_ request: Request) async throws -> Response {
        let layout = try layout(request)
        guard let code = CheckInCode(parsing: request.captures["checkin"] ?? ""),
            let place = try await database.place(checkIn: code),
            RoleRules.verdict(
                layout.principal.grants, .takeAttendance,
                on: .event(place.event, programme: place.programme)) == .allowed,
            let door = try await database.door(of: place.code),
            let sheet = try await database.sheet(of: place.code),
            let person = sheet.people.first(where: { $0.participation == place.participation })
        else { throw Problem.notFound }
        let view = SheetView(door: door, sheet: sheet)
        var page = personPage(layout, view, person, request.query["session"])
        page.isDone = request.query["done"] != nil
        return page.response()
    }

    private func personPage(
        _ layout: ConsoleLayout, _ view: SheetView, _ person: SheetPerson, _ session: String?
    ) -> PersonCheckInPage {
        var mine = view
        mine.sheet.sessions = view.sheet.sessions.filter { person.expectedIn.contains($0.id) }
        let id = self.session(of: mine, session)
        let chosen = mine.sheet.sessions.first { $0.id == id }
        var page = PersonCheckInPage(layout: layout, view: view, person: person, session: chosen)
        if let chosen {
            page.isLate = now() > chosen.startsAt + 900 && now() < chosen.endsAt
        }
        return page
    }

    func showCheckInSearch(_ request: Request) async throws -> Response {
        CheckInPage(layout: try layout(request), view: try await sheetView(request)).response()
    }

    /// Finds somebody, or marks somebody who was found.
    func checkIn(_ request: Request) async throws -> Response {
        let layout = try layout(request)
        let form = try request.sheetForm()
        let view = try await sheetView(request)
        guard form.text("do") != "find", let id = try? UUID(identity: form.text("person")) else {
            return find(form.text("who"), view, layout)
        }
        guard let person = view.sheet.people.first(where: { $0.participation == id }),
            let session = try? UUID(identity: form.text("session")),
            let seen = SeenCell(parsing: form.text("seen"))
        else { throw Problem.notFound }
        let reason = try? Motivation(parsing: form.text("reason"))
        let isLate = form.text("do") == "late"
        // To the minute, which is what sheets show.
        let minutes = (now().timeIntervalSince1970 / 60).rounded(.down)
        let minute = Date(timeIntervalSince1970: minutes * 60)
        let mark = NewMark(
            isLate ? .partly : .present, of: id, in: session, arrivedAt: isLate ? minute : nil,
            seen: seen.version)
        let reports = try await database.mark(
            MarkAttendance(
                [mark], in: view.door.code, reason: reason?.description,
                actor: layout.principal.actor, now: now()))
        guard let report = reports?.first else { throw Problem.notFound }
        let way = "/console/check-in/\(person.checkInCode)?session=\(session.small)"
        if report.isDone { return .redirect(to: "\(way)&done") }
        let fresh = try await sheetView(request)
        guard let again = fresh.sheet.people.first(where: { $0.participation == id }) else {
            throw Problem.notFound
        }
        var page = personPage(layout, fresh, again, session.small)
        page.trouble =
            switch report.outcome {
            case .changedMeanwhile:
                ConsoleWords.CheckIn.meanwhile(
                    ActorWords.who(report.actor ?? "", for: layout.principal))
            case .needsReason: ConsoleWords.CheckIn.needsReason
            default: ConsoleWords.CheckIn.notMarked
            }
        return page.response(status: 409)
    }

    private func find(
        _ typed: String, _ view: SheetView, _ layout: ConsoleLayout
    ) -> Response {
        let wanted = SheetView.folded(typed).trimmingCharacters(in: .whitespaces)
        guard !wanted.isEmpty else { return CheckInPage(layout: layout, view: view).response() }
        let code = CheckInCode(parsing: typed)?.description
        if let one = view.sheet.people.first(where: { $0.checkInCode == code }) {
            return .redirect(to: "/console/check-in/\(one.checkInCode)")
        }
        let found = view.sheet.people.filter {
            SheetView.folded($0.name ?? "").contains(wanted)
        }
        return CheckInPage(layout: layout, view: view, typed: typed, found: found).response()
    }

    func showWalkIn(_ request: Request) async throws -> Response {
        try await walkInPage(request, FormState()).response()
    }

    private func walkInPage(
        _ request: Request, _ state: FormState
    ) async throws -> WalkInPage {
        let code = try request.capture("code", Code.init(parsing:))
        guard let door = try await database.door(of: code) else { throw Problem.notFound }
        return WalkInPage(
            layout: try layout(request), door: door,
            sectors: sectorChoices, countries: countryChoices, state: state)
    }

    /// 303 to the person, to be marked, or 422 with the form.
    func takeWalkInPage(_ request: Request) async throws -> Response {
        let code = try request.capture("code", Code.init(parsing:))
        var fields = try request.formFields()
        fields.allow("csrf")
        let form = ParticularsForm(reading: &fields, on: catalogue)
        let email = fields.required("email", EmailAddress.init(parsing:))
        let notice: String? = fields.required("notice")
        let errors = fields.complete()
        let state = FormState(fields, errors, keeping: WalkInPage.shown)
        guard let form, let email, let notice, errors.isEmpty else {
            return try await walkInPage(request, state).response(status: 422)
        }
        let outcome = try await database.take(
            TakeWalkIn(
                form.value, email: email, to: code, notice: notice, actor: try actor(request),
                now: now(), mailDomain: settings.mailDomain))
        switch outcome {
        case .success(let place):
            let person = try await database.sheet(of: code)?.people
                .first { $0.participation == place }
            guard let person else { throw Problem.internalError }
            return .redirect(to: "/console/check-in/\(person.checkInCode)")
        case .failure(let refusal):
            var state = state
            state.errors = [("", refusal.detail)]
            return try await walkInPage(request, state).response(status: 409)
        }
    }
}
