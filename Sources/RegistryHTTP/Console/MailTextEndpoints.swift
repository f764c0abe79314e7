import TrainingRegistry

extension Service {
    /// What mails say, to invented people.
    static let mailTextPages: [StaffRoute] = [
        StaffRoute(.get, "/console/mails/texts", needs: .seeEvents, Service.showMailTexts),
        StaffRoute(
            .get, "/console/mails/texts/{template}", needs: .seeEvents, Service.showMailText),
        StaffRoute(
            .get, "/console/mails/texts/{template}/html", needs: .seeEvents,
            Service.showMailAsHTML),
    ]

    /// Of a mail as it is read: nothing is fetched, nothing runs, and only we show it in a frame.
    ///
    /// It has styles of its own and pictures in it; `sandbox` makes it a stranger to the console.
    private static let policyOfMail =
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox; "
        + "frame-ancestors 'self'"

    func showMailTexts(_ request: Request) async throws -> Response {
        MailTextsPage(layout: try layout(request, .mails), mails: mails).response()
    }

    /// 404 without such a mail; 422 where the registry has no such language.
    func showMailText(_ request: Request) async throws -> Response {
        let (kind, language, sample) = try mailSample(request)
        var response = MailTextPage(
            layout: try layout(request, .mails), kind: kind, language: language,
            languages: mails.languages, sample: sample
        ).response()
        response[Field.contentPolicy] = "\(ResponseEncoder.policy); frame-src 'self'"
        return response
    }

    func showMailAsHTML(_ request: Request) async throws -> Response {
        var response = Response.html(Array(try mailSample(request).sample.draft.page.utf8))
        response[Field.contentPolicy] = Self.policyOfMail
        // Browsers refuse a page that is in a sandbox and asks for more (WHATWG HTML §7.1.3).
        response["Cross-Origin-Opener-Policy"] = "unsafe-none"
        return response
    }

    private func mailSample(
        _ request: Request
    ) throws -> (kind: MailKind, language: String, sample: TrainingRegistry.MailSample) {
        let kind = try request.capture("template", MailKind.init(rawValue:))
        var fields = FieldReader(query: request.query)
        let language = fields.optional("language") ?? MailTexts.fallback
        if !mails.languages.contains(language) {
            fields.complain(
                "language", "unknown-value", ConsoleWords.Texts.languages(mails.languages))
        }
        try fields.finish()
        guard let sample = mails.sample(of: kind, in: language, writtenAt: now()) else {
            throw Problem.internalError
        }
        return (kind, language, sample)
    }
}
