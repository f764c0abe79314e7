import Foundation
import TrainingRegistry

extension Service {
    /// Completion and the way from trainee to trainer, for coordinators.
    static let ladderAPI: [StaffRoute] = [
        StaffRoute(
            .get, "/api/v1/events/{code}/completion-rule", needs: .seeAttendance,
            Service.showCompletionRule),
        StaffRoute(
            .put, "/api/v1/events/{code}/completion-rule", needs: .ruleAttendance,
            Service.setCompletionRule),
        StaffRoute(
            .get, "/api/v1/events/{code}/completions", needs: .seePeopleOfEvent,
            Service.listCompletions),
        StaffRoute(
            .post, "/api/v1/events/{code}/completion-steps", needs: .ruleAttendance,
            Service.recordSteps),
        StaffRoute(
            .get, "/api/v1/programmes/{code}/trainers", needs: .managePeople,
            Service.listLadder),
        StaffRoute(
            .post, "/api/v1/programmes/{code}/trainers/invite", needs: .managePeople,
            Service.inviteTrainer),
        StaffRoute(
            .post, "/api/v1/programmes/{code}/trainers/end", needs: .managePeople,
            Service.endTrainer),
    ]

    func showCompletionRule(_ request: Request) async throws -> Response {
        try await rule(of: request.capture("code", Code.init(parsing:)))
    }

    /// 200 with the rule as it is then.
    func setCompletionRule(_ request: Request) async throws -> Response {
        let actor = try actor(request)
        let event = try request.capture("code", Code.init(parsing:))
        var fields = try request.jsonFields()
        let rule = CompletionRule(reading: &fields)
        let reason = fields.optional("reason", Motivation.init(parsing:))
        try fields.finish()
        let isDone = try await database.set(
            SetCompletionRule(
                event: event, rule: rule, actor: actor, reason: reason?.description, now: now()))
        guard isDone else { throw Problem.notFound }
        return try await self.rule(of: event)
    }

    private func rule(of event: Code) async throws -> Response {
        guard let rule = try await database.completionRule(of: event) else {
            throw Problem.notFound
        }
        return .json { $0.completionRule(rule) }
    }

    /// 200 with each confirmed participation, and what is missing.
    func listCompletions(_ request: Request) async throws -> Response {
        let event = try request.capture("code", Code.init(parsing:))
        guard let lines = try await database.completions(of: event) else { throw Problem.notFound }
        return .json { json in json.items(lines) { $0.completion($1) } }
    }

    /// 200 with one answer for each step, in their order.
    func recordSteps(_ request: Request) async throws -> Response {
        let actor = try actor(request)
        let event = try request.capture("code", Code.init(parsing:))
        var fields = try request.jsonFields()
        let steps = fields.objects("steps") { StepOutcome(reading: &$0) }
        if let steps, !(1...RecordCompletionSteps.stepsMax).contains(steps.count) {
            fields.complain(
                "steps", "out-of-range",
                "This has to be 1 to \(RecordCompletionSteps.stepsMax) steps.")
        }
        try fields.finish()
        let answers = try await database.record(
            RecordCompletionSteps(event: event, steps: steps ?? [], actor: actor, now: now()))
        guard !answers.isEmpty else { throw Problem.notFound }
        return .json { json in
            json.items(Array(zip(steps ?? [], answers))) { $0.stepAnswer($1.0, $1.1) }
        }
    }

    /// 200 with everybody on the ladder, or on one rung.
    func listLadder(_ request: Request) async throws -> Response {
        let programme = try request.capture("code", Code.init(parsing:))
        var query = FieldReader(query: request.query)
        let rung = query.isPresent("rung") ? query.word("rung", of: LadderRung.self) : nil
        try query.finish()
        return try await ladder(ListLadder(programme: programme, rung: rung))
    }

    /// 200 with the ladder; 409 when nothing was completed, or they were invited before.
    func inviteTrainer(_ request: Request) async throws -> Response {
        let actor = try actor(request)
        let programme = try request.capture("code", Code.init(parsing:))
        var fields = try request.jsonFields()
        let person = fields.required("person", UUID.init(field:))
        let reason = fields.optional("reason", Motivation.init(parsing:))
        try fields.finish()
        guard let person else { throw Problem.internalError }
        try await database.invite(
            InviteTrainer(
                programme: programme, person: person, actor: actor, reason: reason?.description,
                now: now(), mailDomain: settings.mailDomain)
        ).get()
        return try await ladder(ListLadder(programme: programme))
    }

    /// 200 with the ladder; 409 when there is nothing to end.
    func endTrainer(_ request: Request) async throws -> Response {
        let actor = try actor(request)
        let programme = try request.capture("code", Code.init(parsing:))
        var fields = try request.jsonFields()
        let person = fields.required("person", UUID.init(field:))
        let reason = fields.required("reason", Motivation.init(parsing:))
        try fields.finish()
        guard let person, let reason else { throw Problem.internalError }
        try await database.end(
            EndTrainer(
                programme: programme, person: person, actor: actor, reason: reason.description,
                now: now())
        ).get()
        return try await ladder(ListLadder(programme: programme))
    }

    private func ladder(_ list: ListLadder) async throws -> Response {
        guard let lines = try await database.ladder(list) else { throw Problem.notFound }
        return .json { json in json.items(lines) { $0.ladderLine($1) } }
    }
}

extension CompletionRule {
    /// What is not sent has its default; complaints are kept by the reader.
    init(reading fields: inout FieldReader) {
        let attended = fields.optionalInteger("attended_percent", in: 1...100)
        let partly = fields.optionalInteger("partly_percent", in: 0...100)
        self.init(
            attendedPercent: attended ?? 80, partlyPercent: partly ?? 50,
            needsAssignment: fields.flag("needs_assignment"),
            needsMentoring: fields.flag("needs_mentoring"))
    }
}

extension StepOutcome {
    fileprivate init?(reading fields: inout FieldReader) {
        let participation = fields.required("participation", UUID.init(field:))
        let step = fields.word("step", of: CompletionStep.self)
        let outcome = fields.word("outcome", of: CompletionStep.Outcome.self)
        let reason = fields.optional("reason", Motivation.init(parsing:))
        let occurredAt = fields.optional("occurred_at", Date.init(parameter:))
        guard let participation, let step, let outcome else { return nil }
        self.init(
            participation, step, outcome, reason: reason?.description, occurredAt: occurredAt)
    }
}
