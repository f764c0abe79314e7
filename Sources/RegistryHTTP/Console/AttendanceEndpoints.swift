import Foundation
import Mailer
import TrainingRegistry

extension Service {
    /// The door of an event: its sheet, and what belongs to it.
    static let attendancePages: [StaffRoute] = [
        StaffRoute(
            .get, "/console/events/{code}/attendance", needs: .seeAttendance,
            Service.showSheetPage),
        StaffRoute(
            .post, "/console/events/{code}/attendance", needs: .takeAttendance,
            Service.saveSheet),
        StaffRoute(
            .post, "/console/events/{code}/attendance/ticks", needs: .takeAttendance,
            Service.saveTicks),
        StaffRoute(
            .post, "/console/events/{code}/attendance/heads", needs: .takeAttendance,
            Service.saveHeads),
        StaffRoute(
            .get, "/console/events/{code}/attendance/close/{session}", needs: .ruleAttendance,
            Service.askToClose),
        StaffRoute(
            .post, "/console/events/{code}/attendance/close/{session}", needs: .ruleAttendance,
            Service.closeSheet),
        StaffRoute(
            .get, "/console/events/{code}/attendance/history/{session}/{person}",
            needs: .seeAttendance, Service.showMarkHistoryPage),
    ]

    /// The sheet of the event in the address with what surrounds it; 404 without.
    func sheetView(_ request: Request) async throws -> SheetView {
        let code = try request.capture("code", Code.init(parsing:))
        guard let door = try await database.door(of: code),
            let sheet = try await database.sheet(of: code)
        else { throw Problem.notFound }
        var view = SheetView(door: door, sheet: sheet)
        view.bands = try await database.ageBands(on: door.startsOn)
        return view
    }

    func showSheetPage(_ request: Request) async throws -> Response {
        let layout = try layout(request)
        var view = try await sheetView(request)
        let isAll = request.query["all"] != nil
        view.session = isAll ? nil : session(of: view, request.query["session"])
        if request.query["saved"] != nil { view.notice = ConsoleWords.Sheet.saved }
        return SheetPage(layout: layout, view: view).response()
    }

    /// The one that is asked for, or that runs now, or was the last to begin.
    func session(of view: SheetView, _ text: String?) -> UUID? {
        if let id = text.flatMap({ try? UUID(identity: $0) }),
            view.sheet.sessions.contains(where: { $0.id == id })
        {
            return id
        }
        let soon = now() + 3600
        return (view.sheet.sessions.last { $0.startsAt <= soon } ?? view.sheet.sessions.first)?.id
    }

    /// Keeps what was changed; 303 when all of it is, else the page with what is left to choose.
    func saveSheet(_ request: Request) async throws -> Response {
        let layout = try layout(request)
        let form = try request.sheetForm()
        var view = try await sheetView(request)
        let asked = form.text("session")
        view.session = asked.isEmpty ? nil : session(of: view, asked)
        view.filter = form.text("q")
        view.reason = form.text("reason")
        var change = SheetChange(
            reading: form, of: view, marksRest: form.text("do") == "rest")
        guard form.text("do") != "show" else {
            view.typed = change.typed
            view.badClocks = change.badClocks
            return SheetPage(layout: layout, view: view).response()
        }
        let reason = try? Motivation(parsing: view.reason)
        let reports = try await database.mark(
            MarkAttendance(
                change.marks, in: view.door.code, reason: reason?.description,
                actor: layout.principal.actor, now: now()))
        guard let reports else { throw Problem.notFound }
        change.settle(reports, in: view, for: layout.principal)
        if change.isSettled {
            let where_ = view.session.map { "session=\($0.small)" } ?? "all"
            return .redirect(to: "\(view.path)?\(where_)&saved")
        }
        // What holds now, with what was typed and is not kept over it.
        guard let sheet = try await database.sheet(of: view.door.code) else {
            throw Problem.notFound
        }
        view.sheet = sheet
        change.explain(on: &view)
        return SheetPage(layout: layout, view: view)
            .response(status: change.conflicts.isEmpty ? 422 : 409)
    }

    /// 200 with what became of each tick of the script, and what holds.
    func saveTicks(_ request: Request) async throws -> Response {
        let view = try await sheetView(request)
        let principal = try layout(request).principal
        var fields = try request.jsonFields()
        let marks = fields.objects("marks") { NewMark(tick: &$0, of: view) }
        if let marks, !(1...MarkAttendance.marksMax).contains(marks.count) {
            fields.complain("marks", "out-of-range", ConsoleWords.Sheet.tooMany)
        }
        try fields.finish()
        let reports = try await database.mark(
            MarkAttendance(
                marks ?? [], in: view.door.code, reason: nil, actor: principal.actor, now: now()))
        guard let reports else { throw Problem.notFound }
        return .json { json in
            json.object { json in
                json.name("items")
                json.array { list in
                    for report in reports { list.tick(report, view.clock, principal) }
                }
            }
        }
    }

    func showMarkHistoryPage(_ request: Request) async throws -> Response {
        let layout = try layout(request)
        let view = try await sheetView(request)
        let session = try request.capture("session", UUID.init(identity:))
        let person = try request.capture("person", UUID.init(identity:))
        guard view.sheet.sessions.contains(where: { $0.id == session }),
            view.sheet.people.contains(where: { $0.participation == person })
        else { throw Problem.notFound }
        return MarkHistoryPage(
            layout: layout, view: view, person: person, session: session,
            marks: try await database.history(of: person, in: session)
        ).response()
    }

    /// Counts what was changed; one that somebody else changed is shown as it is now.
    func saveHeads(_ request: Request) async throws -> Response {
        let layout = try layout(request)
        let form = try request.sheetForm()
        var view = try await sheetView(request)
        guard let session = session(of: view, form.text("session")) else { throw Problem.notFound }
        view.session = session
        let reason = try? Motivation(parsing: form.text("reason"))
        for band in view.bands {
            let typed = form.text("h-\(band.code)").trimmingCharacters(in: .whitespaces)
            if typed.isEmpty { continue }
            guard let people = Int(typed), (0...CountHeads.peopleMax).contains(people) else {
                view.errors.append(
                    ("h-\(band.code)", "\(band.title): a whole number from 0 is needed."))
                continue
            }
            let outcome = try await database.count(
                CountHeads(
                    people, of: band.code, in: session, of: view.door.code,
                    seen: Int64(form.text("o-\(band.code)")) ?? 0, reason: reason?.description,
                    actor: layout.principal.actor, now: now()))
            if case .failure(let refusal) = outcome {
                view.errors.append(("h-\(band.code)", "\(band.title): \(refusal.detail)"))
            }
        }
        if view.errors.isEmpty {
            return .redirect(to: "\(view.path)?session=\(session.small)&saved")
        }
        if let sheet = try await database.sheet(of: view.door.code) { view.sheet = sheet }
        return SheetPage(layout: layout, view: view).response(status: 422)
    }

    func askToClose(_ request: Request) async throws -> Response {
        let (page, _) = try await closing(request)
        return page.response()
    }

    /// 303 to the closed sheet, or the question again with what is in the way.
    func closeSheet(_ request: Request) async throws -> Response {
        var (page, session) = try await closing(request)
        let form = try request.sheetForm()
        let outcome = try await database.seal(
            SealSheet(
                session, of: page.view.door.code, restIsAbsent: form.text("rest") == "absent",
                actor: page.layout.principal.actor, now: now()))
        switch outcome {
        case .success:
            return .redirect(to: "\(page.view.path)?session=\(session.small)")
        case .failure(let refusal):
            page.trouble = refusal.detail
            return page.response(status: 409)
        }
    }

    private func closing(_ request: Request) async throws -> (CloseSheetPage, UUID) {
        let layout = try layout(request)
        let view = try await sheetView(request)
        let id = try request.capture("session", UUID.init(identity:))
        guard let session = view.sheet.sessions.first(where: { $0.id == id }) else {
            throw Problem.notFound
        }
        return (CloseSheetPage(layout: layout, view: view, session: session), id)
    }
}
