import Foundation
public import TrainingRegistry

/// What is told to everybody: headlines, the claims they begin with, and published figures.
extension Service {
    /// 200 with headlines as they are counted now; 404 where the programme is not published.
    func reportHeadline(_ request: Request) async throws -> Response {
        var query = FieldReader(query: request.query)
        let programme = query.optional("programme", Code.init(parsing:))
        try query.finish()
        guard let headlines = try await database.headlines(of: programme, now: now()) else {
            throw Problem.notFound
        }
        return .json { json in
            json.object { json in
                json.name("items")
                json.headlines(headlines)
            }
        }
    }

    func listBaselineFigures(_ request: Request) async throws -> Response {
        var query = FieldReader(query: request.query)
        try query.finish()
        let figures = try await database.baselineFigures()
        return .json { $0.items(figures) { $0.figure($1) } }
    }

    /// 200 with all that a claim said, the latest first; 404 when there is none.
    func listBaselineEntries(_ request: Request) async throws -> Response {
        var query = FieldReader(query: request.query)
        try query.finish()
        let code = try request.capture("code", Code.init(parsing:))
        let entries = try await database.baselineEntries(of: code)
        guard !entries.isEmpty else { throw Problem.notFound }
        return .json { $0.items(entries) { $0.baselineEntry($1) } }
    }

    /// 201 when it is new, 200 when it says something else or the same; 422 where a reason lacks.
    func saveBaselineFigure(_ request: Request) async throws -> Response {
        let actor = try self.actor(request)
        let code = try request.capture("code", Code.init(parsing:))
        var fields = try request.jsonFields()
        let figure = try await FigureForms.baseline(&fields, code, actor, now(), database)
        let saved = try await database.save(figure).get()
        return .json(status: saved == .new ? 201 : 200) { json in
            json.object { $0.member("code", code.description) }
        }
    }

    /// 201 with what was published and what is withheld; 200 for a preview; 409 when nothing can
    /// be.
    func publishFigures(_ request: Request) async throws -> Response {
        let actor = try self.actor(request)
        var fields = try request.jsonFields()
        let isPreview = fields.flag("is_preview")
        try fields.finish()
        let published = try await database.publish(
            PublishFigures(isPreview: isPreview, actor: actor, now: now())
        ).get()
        return .json(status: isPreview ? 200 : 201) {
            $0.published(published, isPreview: isPreview)
        }
    }
}

extension Problem {
    public init(_ refusal: BaselineRefusal) {
        let (pointer, detail) =
            switch refusal {
            case .unknownEvent: ("/event", "There is no such event.")
            case .needsReason:
                ("/reason", "The claim said something else before: give a reason.")
            }
        self = .invalidFields([
            FieldError(pointer: pointer, code: refusal.rawValue, detail: detail)
        ])
    }

    /// No default case: a new refusal does not compile until it has an answer.
    public init(_ refusal: PublishRefusal) {
        switch refusal {
        case .nothingSinceClaim:
            self.init(
                "nothing-since-claim", 409, "Nothing can be published yet",
                detail: "The claim about the whole work may hold everything until today. Say on "
                    + "which day it ends.")
        case .overtaken:
            self.init(
                "overtaken", 409, "Somebody else published at the same time",
                detail: "Look at what is published now, and ask again.")
        }
    }
}
