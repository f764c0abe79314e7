import Foundation
import TrainingRegistry

extension Service {
    /// Certificates of an event, and the rule that they are given by.
    static let certificateConsole: [StaffRoute] = [
        StaffRoute(
            .get, "/console/events/{code}/certificates", needs: .ruleAttendance, names: .seen,
            Service.showCertificates),
        StaffRoute(
            .post, "/console/events/{code}/certificates", needs: .ruleAttendance,
            Service.changeCertificates),
        StaffRoute(
            .post, "/console/events/{code}/completion-rule", needs: .ruleAttendance,
            Service.changeCompletionRule),
    ]

    func showCertificates(_ request: Request) async throws -> Response {
        var page = try await certificatesPage(request)
        let words = ConsoleWords.Certificates.self
        if request.query["given"] != nil { page.notice = words.given }
        if request.query["revoked"] != nil { page.notice = words.revoked }
        if request.query["rule"] != nil { page.notice = words.ruleSet }
        return page.response()
    }

    private func certificatesPage(_ request: Request) async throws -> CertificatesPage {
        let view = try await sheetView(request)
        guard let rule = try await database.completionRule(of: view.door.code) else {
            throw Problem.notFound
        }
        return CertificatesPage(
            layout: try layout(request), view: view,
            given: try await database.certificates(of: view.door.code), rule: rule,
            state: FormState(values: CompletionRuleSection.values(rule)))
    }

    /// Gives certificates to all who met the rule, or takes one back.
    func changeCertificates(_ request: Request) async throws -> Response {
        let form = try request.sheetForm()
        var page = try await certificatesPage(request)
        let path = "/console/events/\(page.view.door.code.description)/certificates"
        let actor = try actor(request)
        if form.text("do") == "issue" {
            var certificates = IssueCertificates(
                for: page.view.door.code, actor: actor, now: now(),
                mailDomain: settings.mailDomain)
            certificates.mails = MailOrder(nil)
            _ = try await database.issue(certificates)
            return try await toMailing(certificates.mails, orTo: "\(path)?given")
        }
        let code = form.text("certificate")
        guard page.given.contains(where: { $0.code == code && $0.revokedAt == nil }) else {
            throw Problem.notFound
        }
        guard let reason = try? Motivation(parsing: form.text("reason")) else {
            page.state.errors = [("reason", ConsoleWords.Certificates.whyRevoked)]
            return page.response(status: 422)
        }
        _ = try await database.revokeCertificate(
            code, of: try request.capture("code", Code.init(parsing:)),
            reason: reason.description, actor: actor, now: now())
        return .redirect(to: "\(path)?revoked")
    }

    /// Back to the certificates with the rule in words, or 422 with the form kept.
    func changeCompletionRule(_ request: Request) async throws -> Response {
        var fields = try request.formFields()
        let rule = CompletionRule(reading: &fields)
        let reason = fields.optional("rule-reason", Motivation.init(parsing:))
        let errors = fields.completeForm()
        var page = try await certificatesPage(request)
        page.state = FormState()
        page.state.take(fields, errors, CompletionRuleSection.kept)
        guard errors.isEmpty else { return page.response(status: 422) }
        let event = page.view.door.code
        _ = try await database.set(
            SetCompletionRule(
                event: event, rule: rule, actor: try actor(request),
                reason: reason?.description, now: now()))
        return .redirect(to: "/console/events/\(event)/certificates?rule")
    }
}
