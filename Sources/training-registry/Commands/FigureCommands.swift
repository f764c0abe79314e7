import Foundation
import Postgres
import RegistryHTTP
import TrainingRegistry

extension Command {
    static let reportHeadline = Command(
        "headline",
        "Says what was reached in all: claims about the time before, and what is counted",
        details: """
            Persons who came, counted from the day after the last one that a claim is about, so
            that nobody's participation is in both. Without --programme: the work and each one.
            """,
        options: [.value("programme", "CODE", "Only this one, with its phases"), .json],
        run: { invocation in
            let programme = try invocation.code("programme")
            let headlines = try await invocation.change { database, _, _ in
                try await database.headlines(of: programme, now: Date())
            }
            guard let headlines else { throw CommandFailure("No such programme is published.") }
            if invocation.wantsJSON {
                printDocument { $0.headlines(headlines) }
            } else {
                for headline in headlines { headline.show() }
            }
        })

    static let reportBaseline = Command(
        "baseline", "Lists claims about the time before the registry, or all that one of them said",
        arguments: [Argument("CODE", "Of a claim", isOptional: true)], options: [.json],
        run: { invocation in
            guard !invocation.arguments.isEmpty else {
                let figures = try await invocation.change { database, _, _ in
                    try await database.baselineFigures()
                }
                figures.show(asJSON: invocation.wantsJSON)
                return
            }
            let code = try invocation.code(at: 0)
            let entries = try await invocation.change { database, _, _ in
                try await database.baselineEntries(of: code)
            }
            guard !entries.isEmpty else { throw CommandFailure("There is no such claim.") }
            entries.show(asJSON: invocation.wantsJSON)
        })

    static let reportSaveBaseline = Command(
        "save-baseline", "Makes a claim, or lets it say what a document says from now on",
        details: """
            Members: title, value, qualifier (exact, at-least, about), unit, counts_people, period,
            starts_on, ends_on, told_on, source with quote and place, and one of programme, phase
            and event, or none for the whole work. A claim that said something else needs a reason;
            what it said stays on file.
            """,
        arguments: [Argument("CODE", "Of the claim"), .document], options: [.reason],
        run: { invocation in
            let code = try invocation.code(at: 0)
            let document = try invocation.document()
            let reason = try invocation.title("reason")
            let saved = try await invocation.change { database, actor, _ in
                var figure = try await FigureForms.baseline(
                    json: document, code: code, actor: actor, now: Date(), in: database)
                figure.reason = reason ?? figure.reason
                return try await database.save(figure)
            }
            switch saved {
            case .success(.new): print("\(code) is made.")
            case .success(let saved): print("\(code) is \(saved.rawValue).")
            case .failure(.unknownEvent): throw CommandFailure("There is no such event.")
            case .failure(.needsReason):
                throw CommandFailure("\(code) said something else before: --reason is needed.")
            }
        })

    static let reportPublish = Command(
        "publish", "Publishes what is counted, with small numbers hidden",
        details: """
            Persons by year, country, sector, programme and phase, and children, all as of now and
            since the claim about the whole work ends. Compared with everything published before:
            where too little changed, what was published stays.
            """,
        options: [.flag("preview", "Only say what would be published"), .json],
        run: { invocation in
            let isPreview = invocation.has("preview")
            let published = try await invocation.change { database, actor, _ in
                try await database.publish(
                    PublishFigures(isPreview: isPreview, actor: actor, now: Date())
                ).problem()
            }
            if invocation.wantsJSON {
                printDocument { $0.published(published, isPreview: isPreview) }
            } else {
                published.show(isPreview: isPreview)
            }
        })
}

extension [BaselineFigure] {
    fileprivate func show(asJSON: Bool) {
        guard !asJSON else {
            return printDocument { json in
                json.array { list in for figure in self { list.figure(figure) } }
            }
        }
        Table(
            ["CODE", "VALUE", "QUALIFIER", "UNIT", "PERIOD", "COUNTED FROM"],
            map {
                [
                    $0.code.description, String($0.value), $0.qualifier.rawValue, $0.unit,
                    $0.period, $0.countsPeople ? $0.countedFrom.description : "-",
                ]
            }
        ).print()
    }
}

extension [BaselineEntry] {
    fileprivate func show(asJSON: Bool) {
        guard !asJSON else {
            return printDocument { json in
                json.array { list in for entry in self { list.baselineEntry(entry) } }
            }
        }
        Table(
            ["SINCE", "VALUE", "QUALIFIER", "UNIT", "REASON", "QUOTE", "PLACE"],
            map {
                [
                    $0.recordedAt.ISO8601Format(), String($0.figure.value),
                    $0.figure.qualifier.rawValue, $0.figure.unit, $0.reason ?? "-",
                    $0.figure.source.quote, $0.figure.source.place,
                ]
            }
        ).print()
    }
}

extension Result<PublishedFigures, PublishRefusal> {
    /// What was published, or what the API would say.
    func problem() throws(Problem) -> PublishedFigures {
        do { return try get() } catch { throw Problem(error) }
    }
}

extension Headline {
    fileprivate func show() {
        print("\(title): \(text.isEmpty ? "nothing is claimed or counted" : text)")
        if let since = counted?.since { print("  Counted since \(since).") }
        for claim in claims { print("  “\(claim.source.quote)” (\(claim.source.place))") }
    }
}

extension PublishedFigures {
    fileprivate func show(isPreview: Bool) {
        for publication in publications {
            let done = isPreview ? "Would be published" : "Published"
            print("\(done) by \(publication.subject.rawValue):")
            Table(
                [publication.subject.rawValue.uppercased(), "COUNT"],
                publication.lines.map { [$0.key, $0.value.map { String($0) } ?? "hidden"] }
                    + [["all", publication.table.total.map { String($0) } ?? "hidden"]]
            ).print()
            print()
        }
        if !withheld.isEmpty {
            let names = withheld.map(\.rawValue).joined(separator: ", ")
            print(
                "Withheld, because too little changed: \(names). What was published before stays.")
        }
    }
}
