import EventLoop
import Foundation
import Mailer
import TrainingRegistry

extension Service {
    /// The pages of the console that nobody has to be signed in for.
    static let signInPages: [Route<Service>] = [
        Route(.get, "/console/sign-in", Service.showSignIn),
        Route(.post, "/console/sign-in", Service.signIn),
        Route(.get, "/console/set-up/{token}", Service.showSetUp),
        Route(.post, "/console/set-up/{token}", Service.setUp),
    ]

    static let accountPages: [StaffRoute] = [
        StaffRoute(.post, "/console/sign-out", needs: .ownAccount, Service.signOut),
        StaffRoute(.post, "/console/sign-out-everywhere", needs: .ownAccount, Service.signOutAll),
    ]

    func showSignIn(_ request: Request) async throws -> Response {
        var query = FieldReader(query: request.query)
        let next = query.optional("next").flatMap(ConsolePath.init(parsing:))
        return signInPage(next: next, FormState()).response()
    }

    /// 303 into the console with a session, or 401 with the form; both take the same time.
    func signIn(_ request: Request) async throws -> Response {
        try refuseCrossSite(request)
        let answerAt = Instant.now() + settings.signInPause
        let response = try await answerSignIn(request)
        // Nobody learns from the time whether an address is known or a code was right.
        try? await Loop.current?.sleep(until: answerAt)
        return response
    }

    private func answerSignIn(_ request: Request) async throws -> Response {
        var fields = try request.formFields()
        let email = fields.required("email", EmailAddress.init(parsing:))
        let password: String? = fields.required("password")
        let code = fields.required("code", OneTimeCode.init(parsing:))
        let next = fields.optional("next").flatMap(ConsolePath.init(parsing:))
        checkFormToken(&fields)
        let errors = fields.complete()
        let state = FormState(fields, errors, keeping: ["email"])
        guard let email, let password, let code, errors.isEmpty else {
            return signInPage(next: next, state).response(status: 422)
        }
        let secret = AccessToken()
        let outcome = try await database.signIn(
            SignIn(
                email: email, password: Password(typed: password), code: code,
                source: SourceLimiter.key(of: request.source),
                browser: request.fields.cookie(StaffCookie.browser.rawValue)
                    .flatMap { KnownBrowser(parsing: $0, key: settings.formKey) },
                secret: secret, now: now(), lifetime: settings.session.longest,
                mailDomain: settings.mailDomain))
        switch outcome {
        case .success(let account):
            try await endSession(of: request)
            var response = Response.redirect(to: next?.text ?? "/console")
            response.fields.append(StaffCookie.session.field(secret.description))
            let browser = KnownBrowser(of: account, key: settings.formKey)
            response.fields.append(
                StaffCookie.browser.field(
                    browser.text, maxAgeSeconds: KnownBrowser.days * 86_400))
            return response
        case .failure(.refused):
            var state = state
            state.errors = [
                ("email", ConsoleWords.SignIn.refused)
            ]
            return signInPage(next: next, state).response(status: 401)
        case .failure(.busy):
            throw Problem.unavailable
        }
    }

    /// A session that the browser brought along ends: none is ever taken over.
    private func endSession(of request: Request) async throws {
        guard let old = StaffCookie.session(of: request) else { return }
        try await database.endSessions(of: old, everywhere: false, now: now())
    }

    func showSetUp(_ request: Request) async throws -> Response {
        guard let token = request.captures["token"].flatMap(AccessToken.init(parsing:)),
            let setUp = try await database.staffSetUp(token, at: now())
        else { return LinkPage(site: site, trouble: .unknown).response(status: 404) }
        return setUpPage(setUp, token, FormState()).response()
    }

    /// 303 to sign in, or 422 with the form.
    func setUp(_ request: Request) async throws -> Response {
        try refuseCrossSite(request)
        guard let token = request.captures["token"].flatMap(AccessToken.init(parsing:)),
            let setUp = try await database.staffSetUp(token, at: now())
        else { return LinkPage(site: site, trouble: .unknown).response(status: 404) }
        var fields = try request.formFields()
        fields.allow("username")
        let password = fields.required("password") { text throws(Password.Rejection) in
            (try Password(choosing: text, known: [setUp.email, setUp.name]), text)
        }
        let repeated: String? = fields.required("repeated")
        let code = fields.required("code", OneTimeCode.init(parsing:))
        if let password, let repeated, password.1 != repeated {
            fields.complain("repeated", "differs", ConsoleWords.SetUp.differ)
        }
        let step = code.flatMap { setUp.codeSecret.step(of: $0, at: now(), after: nil) }
        if code != nil, step == nil {
            fields.complain(
                "code", "wrong-code", ConsoleWords.SetUp.wrongCode)
        }
        checkFormToken(&fields)
        let errors = fields.complete()
        guard let password, let step, errors.isEmpty else {
            let state = FormState(fields, errors, keeping: [])
            return setUpPage(setUp, token, state).response(status: 422)
        }
        guard let hash = await PasswordHash(deriving: password.0) else {
            throw Problem.unavailable
        }
        let isDone = try await database.setUp(
            SetUpStaff(link: token, password: hash, codeStep: step, now: now()))
        guard isDone else { return LinkPage(site: site, trouble: .unknown).response(status: 404) }
        return .redirect(to: "/console/sign-in")
    }

    func signOut(_ request: Request) async throws -> Response {
        try await end(request, everywhere: false)
    }

    func signOutAll(_ request: Request) async throws -> Response {
        try await end(request, everywhere: true)
    }

    private func end(_ request: Request, everywhere: Bool) async throws -> Response {
        if let session = StaffCookie.session(of: request) {
            try await database.endSessions(of: session, everywhere: everywhere, now: now())
        }
        var response = Response.redirect(to: "/console/sign-in")
        response.fields.append(StaffCookie.session.ended)
        // What a browser keeps of pages that others should not see by going back.
        response.fields.append(Field("Clear-Site-Data", "\"cache\""))
        return response
    }

    private func signInPage(next: ConsolePath?, _ state: FormState) -> SignInPage {
        SignInPage(
            site: site, formToken: formToken.issue(at: now()), next: next?.text, state: state)
    }

    private func setUpPage(
        _ setUp: StaffSetUp, _ token: AccessToken, _ state: FormState
    ) -> SetUpPage {
        let address = setUp.codeSecret.address(
            issuer: "\(site.unit) trainings", account: setUp.email)
        return SetUpPage(
            site: site, token: token.description, formToken: formToken.issue(at: now()),
            email: setUp.email, name: setUp.name, secret: setUp.codeSecret.base32,
            address: address,
            picture: CodePicture(of: address, words: "QR code with the key below")?.html,
            state: state)
    }
}
