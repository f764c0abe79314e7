public import Foundation
public import TrainingRegistry

extension Service {
    /// Mails of many before they leave, for coordinators.
    static let mailingsAPI: [StaffRoute] = [
        StaffRoute(
            .get, "/api/v1/mailings", needs: .manageMail, notesItself: true,
            Service.listMailings),
        StaffRoute(
            .get, "/api/v1/events/{code}/mailings", needs: .seeEvents, Service.listMailings),
        StaffRoute(
            .get, "/api/v1/events/{code}/mailings/{id}", needs: .seePeopleOfEvent,
            Service.showMailing),
        StaffRoute(
            .post, "/api/v1/events/{code}/mailings/{id}/release", needs: .decide,
            Service.releaseMailing),
        StaffRoute(
            .post, "/api/v1/events/{code}/mailings/{id}/discard", needs: .decide,
            Service.discardMailing),
        StaffRoute(
            .post, "/api/v1/events/{code}/mailings/{id}/mails/{mail}/discard", needs: .decide,
            Service.takeOutOfMailing),
        StaffRoute(
            .post, "/api/v1/events/{code}/mails/{mail}/resend", needs: .decide,
            Service.resendMail),
        StaffRoute(
            .get, "/api/v1/events/{code}/interests/{id}/mails", needs: .seePeopleOfEvent,
            Service.explainMails),
    ]

    /// 200 with the mails to somebody about an event, and why others are not there.
    func explainMails(_ request: Request) async throws -> Response {
        let explained = try await database.explain(
            ExplainMails(
                event: try request.capture("code", Code.init(parsing:)),
                interest: try request.capture("id", UUID.init(identity:)), now: now()))
        guard let explained else { throw Problem.notFound }
        return .json { $0.mails(explained) }
    }

    /// 200 with the number of the new mail; 409 where it would not be true.
    func resendMail(_ request: Request) async throws -> Response {
        let mail = try request.capture("mail", Int64.init(mailNumber:))
        let again = try await database.resend(
            ResendMail(
                event: try request.capture("code", Code.init(parsing:)), mail: mail,
                actor: try actor(request), reason: try request.reason(), now: now(),
                mailDomain: settings.mailDomain)
        ).get()
        return .json { json in json.object { $0.member("mail", Int(again)) } }
    }

    /// 200 with mailings of an event, or of all; nobody is named in them.
    func listMailings(_ request: Request) async throws -> Response {
        var list = ListMailings()
        if request.captures["code"] != nil {
            let code = try request.capture("code", Code.init(parsing:))
            guard try await database.staffEvent(code) != nil else { throw Problem.notFound }
            list.event = code
        }
        var fields = FieldReader(query: request.query)
        list.onlyWaiting = fields.optional("waiting", Bool.init(parameter:)) ?? false
        list.limit = fields.optionalInteger("limit", in: 1...200) ?? 100
        try fields.finish()
        let mailings = try await database.mailings(list)
        return .json { $0.items(mailings) { $0.mailing($1) } }
    }

    func showMailing(_ request: Request) async throws -> Response {
        let detail = try await mailingOfRequest(request)
        let samples = mails.samples(of: detail, now: now())
        return .json { $0.mailing(detail, samples: samples) }
    }

    /// 200 with how many mails left; 409 when it ended before.
    func releaseMailing(_ request: Request) async throws -> Response {
        try await endMailing(request, .release)
    }

    func discardMailing(_ request: Request) async throws -> Response {
        try await endMailing(request, .discard(try request.reason()))
    }

    func takeOutOfMailing(_ request: Request) async throws -> Response {
        let mail = try request.capture("mail", Int64.init(mailNumber:))
        return try await endMailing(request, .takeOut(mail, try request.reason()))
    }

    private func endMailing(
        _ request: Request, _ step: EndMailing.Step
    ) async throws -> Response {
        let end = try await database.end(
            EndMailing(
                event: try request.capture("code", Code.init(parsing:)),
                mailing: try request.capture("id", UUID.init(identity:)), step: step,
                actor: try actor(request), now: now())
        ).get()
        return .json { $0.mailingEnd(end) }
    }

    /// The mailing in the address; 404 without one.
    func mailingOfRequest(_ request: Request) async throws -> MailingDetail {
        let code = try request.capture("code", Code.init(parsing:))
        let id = try request.capture("id", UUID.init(identity:))
        guard let detail = try await database.mailing(id, of: code, now: now()) else {
            throw Problem.notFound
        }
        return detail
    }
}

extension MailRenderer {
    /// One mail of each text and language of a mailing to somebody who gets it, as it would leave.
    public func samples(
        of detail: MailingDetail, now: Date
    ) -> [(recipient: MailingRecipient, draft: MailDraft)] {
        detail.getting.compactMap { one in
            guard let parameters = one.parameters else { return nil }
            return draft(
                template: one.template, parameters: parameters, writtenAt: now,
                language: one.language
            ).map { (one, $0) }
        }
    }
}

extension FieldReader {
    /// Whether the mails of an act wait to be looked at; they do when there are many.
    mutating func mailOrder() -> MailOrder {
        MailOrder(optionalWord("mails", of: MailOrder.Choice.self))
    }
}

extension Int64 {
    /// The number of a mail in an address; nil of anything else.
    init?(mailNumber text: String) {
        guard let number = ASCII.number(Array(text.utf8)[...]), number > 0 else { return nil }
        self = Int64(number)
    }
}
