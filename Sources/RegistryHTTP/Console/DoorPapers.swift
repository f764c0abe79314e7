import Foundation
import TrainingRegistry

extension Service {
    /// What leaves the door on paper, as a file, or by mail.
    static let doorPapers: [StaffRoute] = [
        StaffRoute(
            .get, "/console/events/{code}/sign-in-sheet", needs: .seeAttendance, names: .exported,
            Service.showSignInSheet),
        StaffRoute(
            .get, "/console/events/{code}/attendance.csv", needs: .seeAttendance, names: .exported,
            Service.downloadSheet),
        StaffRoute(
            .get, "/console/events/{code}/attendance/csv", needs: .takeAttendance,
            Service.showSheetTable),
        StaffRoute(
            .post, "/console/events/{code}/attendance/csv", needs: .takeAttendance, names: .seen,
            Service.takeSheetTable),
    ]

    func showSignInSheet(_ request: Request) async throws -> Response {
        SignInSheetPage(layout: try layout(request), view: try await sheetView(request)).response()
    }

    func downloadSheet(_ request: Request) async throws -> Response {
        let view = try await sheetView(request)
        return Response(
            status: 200,
            fields: [
                Field("Content-Type", "text/csv; charset=utf-8; header=present"),
                Field(
                    "Content-Disposition",
                    "attachment; filename=\"attendance-\(view.door.code.description).csv\""),
            ],
            body: Array(SheetTable(view: view).text.utf8))
    }

    func showSheetTable(_ request: Request) async throws -> Response {
        SheetTablePage(layout: try layout(request), door: try await sheetView(request).door)
            .response()
    }

    /// Shows what a file would change, or applies it; stale lines change nothing.
    func takeSheetTable(_ request: Request) async throws -> Response {
        let layout = try layout(request)
        let form = try request.sheetForm()
        let view = try await sheetView(request)
        var page = SheetTablePage(layout: layout, door: view.door)
        let file = form.files["file"].flatMap { $0.isEmpty ? nil : $0 }
        let bytes = file ?? Array(form.text("csv").utf8)
        guard let text = String(validating: bytes, as: UTF8.self), !bytes.isEmpty else {
            page.errors = [("file", ConsoleWords.File.noFile)]
            return page.response(status: 422)
        }
        let lines: [SheetTable.Line]
        do {
            lines = try SheetTable(view: view).lines(bytes)
        } catch {
            page.errors = [("file", error.detail)]
            return page.response(status: 422)
        }
        let marks = lines.compactMap { line in
            if case .changes(let mark) = line.verdict { mark } else { nil }
        }
        page.needsReason = view.sheet.sessions.contains { $0.sealedAt != nil }
        guard form.text("do") == "apply" else {
            page.text = text
            page.show(lines, marks.count)
            return page.response()
        }
        let reason = try? Motivation(parsing: form.text("reason"))
        let reports = try await database.mark(
            MarkAttendance(
                marks, in: view.door.code, reason: reason?.description,
                actor: layout.principal.actor, now: now()))
        guard let reports else { throw Problem.notFound }
        let done = reports.count { $0.isDone }
        page.notice = ConsoleWords.File.applied(done)
        if done < reports.count {
            page.text = text
            page.show(
                try SheetTable(view: try await sheetView(request)).lines(bytes),
                reports.count - done)
            page.errors = [
                ("reason", ConsoleWords.File.refused(reports.count - done))
            ]
        }
        return page.response(status: done < reports.count ? 409 : 200)
    }
}

extension SheetTablePage {
    /// Shows the lines that do something or cannot; the others are counted.
    fileprivate mutating func show(_ lines: [SheetTable.Line], _ changing: Int) {
        changes = changing
        unchanged = 0
        rows = lines.compactMap { line in
            var row = Row(
                line: line.number, name: line.name, session: line.session, before: line.before,
                after: line.after, verdict: ConsoleWords.File.changes, isGood: true)
            switch line.verdict {
            case .changes: break
            case .unchanged:
                unchanged += 1
                return nil
            case .stale:
                row.verdict = ConsoleWords.File.stale
                row.isGood = false
            case .wrong(let detail):
                row.verdict = detail
                row.isGood = false
            }
            return row
        }
    }
}
