import TrainingRegistry

extension Service {
    static let interestAPI: [Route<Service>] = [
        Route(.post, "/api/v1/interests", Service.expressInterest)
    ]

    /// 202 after the commit, the same for a known and an unknown address; 409, 422 or 429.
    func expressInterest(_ request: Request) async throws -> Response {
        var fields = try request.jsonFields()
        try await admit(request)
        let key = try idempotencyKey(of: request)
        if InterestForm.isTrapped(&fields) { return Self.confirmationSent }
        let target = readTarget(&fields)
        let form = InterestForm(reading: &fields, on: catalogue)
        let wishes = WishesForm.document(&fields, on: catalogue)
        if case .event = target, wishes != .any {
            fields.complain(
                wishes.topics.isEmpty ? "languages" : "topics", "only-for-programmes",
                "Topics and languages are for an interest in a programme.")
        }
        try fields.finish()
        guard let target, let form else { throw Problem.internalError }
        try refuseClosed(target)
        try await intake.express(form.expressing(target, wishes: wishes, key: key)).get()
        return Self.confirmationSent
    }

    private static let confirmationSent = Response.json(status: 202) { json in
        json.object { $0.member("status", "confirmation-sent") }
    }

    /// Exactly one of event and programme, and one that is published.
    private func readTarget(_ fields: inout FieldReader) -> InterestTarget? {
        let event = fields.optional("event", Code.init(parsing:))
        let programme = fields.optional("programme", Code.init(parsing:))
        if let event, catalogue.event(event) == nil {
            fields.complain("event", "unknown-event", "There is no such event.")
        }
        if let programme, catalogue.programme(programme)?.takesInterest != true {
            fields.complain(
                "programme", "unknown-programme",
                "There is no such programme that takes interest without a date.")
        }
        switch (event, programme) {
        case (let event?, nil): return .event(event)
        case (nil, let programme?): return .programme(programme)
        case (nil, nil):
            guard fields.errors.isEmpty else { return nil }
            fields.complain("event", "missing", "Either an event or a programme is needed.")
        case (_?, _?):
            fields.complain(
                "programme", "two-targets", "An interest is in an event or in a programme.")
        }
        return nil
    }

    /// Throws 409 with the reason when an event takes no interest now.
    private func refuseClosed(_ target: InterestTarget) throws(Problem) {
        guard case .event(let code) = target, let event = catalogue.event(code) else { return }
        if let problem = Problem(event.door(at: now())) { throw problem }
    }

    /// Nil when there is none; 400 when it is sent twice, empty, too long or not visible ASCII.
    private func idempotencyKey(of request: Request) throws(Problem) -> String? {
        guard request.fields.contains("idempotency-key") else { return nil }
        guard let key = request.fields["idempotency-key"], (1...255).contains(key.utf8.count),
            key.utf8.allSatisfy({ (33...126).contains($0) })
        else { throw .badIdempotencyKey }
        return key
    }
}
