import Foundation
import Mailer
import TrainingRegistry

extension Service {
    /// Attendance and certificates, for coordinators and whoever helps at the door.
    static let attendanceAPI: [StaffRoute] = [
        StaffRoute(
            .get, "/api/v1/events/{code}/attendance", needs: .seeAttendance, Service.showSheet),
        StaffRoute(
            .post, "/api/v1/events/{code}/attendance", needs: .takeAttendance,
            Service.markAttendance),
        StaffRoute(
            .get, "/api/v1/events/{code}/attendance/history", needs: .seeAttendance,
            Service.showMarkHistory),
        StaffRoute(
            .post, "/api/v1/events/{code}/head-counts", needs: .takeAttendance,
            Service.countHeads),
        StaffRoute(
            .post, "/api/v1/events/{code}/walk-ins", needs: .takeAttendance, Service.takeWalkIn),
        StaffRoute(
            .post, "/api/v1/events/{code}/seals", needs: .ruleAttendance, Service.sealSheet),
        StaffRoute(
            .post, "/api/v1/events/{code}/certificates", needs: .ruleAttendance,
            Service.issueCertificates),
        StaffRoute(
            .delete, "/api/v1/events/{code}/certificates/{certificate}", needs: .ruleAttendance,
            Service.revokeCertificate),
    ]

    /// 200 with everybody and every session of an event.
    func showSheet(_ request: Request) async throws -> Response {
        let event = try request.capture("code", Code.init(parsing:))
        guard let sheet = try await database.sheet(of: event) else { throw Problem.notFound }
        return .json { $0.sheet(sheet) }
    }

    /// 200 with one row for each mark: made, or why not and what holds.
    func markAttendance(_ request: Request) async throws -> Response {
        let event = try request.capture("code", Code.init(parsing:))
        var fields = try request.jsonFields()
        let marks = fields.objects("marks") { NewMark(reading: &$0) }
        if let marks, !(1...MarkAttendance.marksMax).contains(marks.count) {
            fields.complain(
                "marks", "out-of-range", "This has to be 1 to \(MarkAttendance.marksMax) marks.")
        }
        let reason = fields.optional("reason", Motivation.init(parsing:))
        try fields.finish()
        let reports = try await database.mark(
            MarkAttendance(
                marks ?? [], in: event, reason: reason?.description,
                actor: try actor(request), now: now()))
        guard let reports else { throw Problem.notFound }
        return .json { json in json.items(reports) { $0.markReport($1) } }
    }

    /// 200 with every mark of somebody in a session, the latest first.
    func showMarkHistory(_ request: Request) async throws -> Response {
        var query = FieldReader(query: request.query)
        let participation = query.required("participation", UUID.init(identity:))
        let session = query.required("session", UUID.init(identity:))
        try query.finish()
        let event = try request.capture("code", Code.init(parsing:))
        guard let participation, let session,
            let sheet = try await database.sheet(of: event),
            sheet.sessions.contains(where: { $0.id == session })
        else { throw Problem.notFound }
        let history = try await database.history(of: participation, in: session)
        return .json { json in json.items(history) { $0.pastMark($1) } }
    }

    /// 204; 409 when somebody counted since, or the sheet is closed and there is no reason.
    func countHeads(_ request: Request) async throws -> Response {
        let event = try request.capture("code", Code.init(parsing:))
        var fields = try request.jsonFields()
        let session = fields.required("session", UUID.init(identity:))
        let band: String? = fields.required("age_band")
        let people = fields.requiredInteger("people", in: 0...CountHeads.peopleMax)
        let seen = fields.optionalInteger("seen", in: 0...Int(Int32.max))
        let reason = fields.optional("reason", Motivation.init(parsing:))
        try fields.finish()
        guard let session, let band, let people else { throw Problem.internalError }
        try await database.count(
            CountHeads(
                people, of: band, in: session, of: event, seen: Int64(seen ?? 0),
                reason: reason?.description, actor: try actor(request), now: now())
        ).get()
        return .empty
    }

    /// 200 with the participation; 409 when no seat is free.
    func takeWalkIn(_ request: Request) async throws -> Response {
        let event = try request.capture("code", Code.init(parsing:))
        var fields = try request.jsonFields()
        let form = ParticularsForm(reading: &fields, on: catalogue)
        let email = fields.required("email", EmailAddress.init(parsing:))
        let notice: String? = fields.required("notice")
        try fields.finish()
        guard let form, let email, let notice else { throw Problem.internalError }
        let place = try await database.take(
            TakeWalkIn(
                form.value, email: email, to: event, notice: notice, actor: try actor(request),
                now: now(), mailDomain: settings.mailDomain)
        ).get()
        return .json { json in
            json.object { $0.member("participation", place.uuidString.lowercased()) }
        }
    }

    /// 204; 409 when somebody has no mark, it was closed before, or the session has not begun.
    func sealSheet(_ request: Request) async throws -> Response {
        let event = try request.capture("code", Code.init(parsing:))
        var fields = try request.jsonFields()
        let session = fields.required("session", UUID.init(identity:))
        let restIsAbsent = fields.flag("rest_is_absent")
        try fields.finish()
        guard let session else { throw Problem.internalError }
        try await database.seal(
            SealSheet(
                session, of: event, restIsAbsent: restIsAbsent, actor: try actor(request),
                now: now())
        ).get()
        return .empty
    }

    /// 200 with how many were given: none while a sheet is open.
    func issueCertificates(_ request: Request) async throws -> Response {
        let event = try request.capture("code", Code.init(parsing:))
        var fields = try request.jsonFields()
        let mails = fields.mailOrder()
        try fields.finish()
        var certificates = IssueCertificates(
            for: event, actor: try actor(request), now: now(), mailDomain: settings.mailDomain)
        certificates.mails = mails
        guard let count = try await database.issue(certificates) else { throw Problem.notFound }
        let mailing = try await database.waiting(mails)
        return .json { $0.issued(count, mailing: mailing) }
    }

    /// 204; 404 when there is none, or it was revoked before.
    func revokeCertificate(_ request: Request) async throws -> Response {
        let code: String = try request.capture("certificate") { Optional($0) }
        var query = FieldReader(query: request.query)
        let reason = query.required("reason", Motivation.init(parsing:))
        try query.finish()
        guard let reason else { throw Problem.internalError }
        let isDone = try await database.revokeCertificate(
            code, of: try request.capture("code", Code.init(parsing:)),
            reason: reason.description, actor: try actor(request), now: now())
        guard isDone else { throw Problem.notFound }
        return .empty
    }
}

extension NewMark {
    fileprivate init?(reading fields: inout FieldReader) {
        let session = fields.required("session", UUID.init(identity:))
        let participation = fields.required("participation", UUID.init(identity:))
        let status = fields.optional("status", AttendanceStatus.init(parameter:))
        let arrivedAt = fields.optional("arrived_at", Date.init(arrival:))
        let seen = fields.optionalInteger("seen", in: 0...Int.max)
        guard let session, let participation else { return nil }
        if arrivedAt != nil, status != .present, status != .partly {
            fields.complain("arrived_at", "was-away", "Who arrived was present, or partly so.")
        }
        self.init(
            status, of: participation, in: session, arrivedAt: arrivedAt, seen: Int64(seen ?? 0))
    }
}

extension AttendanceStatus {
    init(parameter text: String) throws(BadParameter) {
        guard let status = Self(rawValue: text) else {
            let known = Self.allCases.map(\.rawValue).joined(separator: ", ")
            throw BadParameter("unknown-status", "The statuses are \(known).")
        }
        self = status
    }
}

extension Date {
    fileprivate init(arrival text: String) throws(BadParameter) {
        guard let date = try? Date(text, strategy: .iso8601) else {
            throw BadParameter("bad-instant", "An instant is written like 2027-04-28T09:00:00Z.")
        }
        self = date
    }
}
