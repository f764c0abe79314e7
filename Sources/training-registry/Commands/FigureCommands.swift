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
        "baseline", "Lists claims about the time before the registry", options: [.json],
        run: { invocation in
            let figures = try await invocation.change { database, _, _ in
                try await database.baselineFigures()
            }
            if invocation.wantsJSON {
                printDocument { json in
                    json.array { list in for figure in figures { list.figure(figure) } }
                }
            } else {
                Table(
                    ["CODE", "VALUE", "QUALIFIER", "UNIT", "PERIOD", "COUNTED FROM"],
                    figures.map {
                        [
                            $0.code.description, String($0.value), $0.qualifier.rawValue, $0.unit,
                            $0.period, $0.countsPeople ? $0.countedFrom.description : "-",
                        ]
                    }
                ).print()
            }
        })

    static let reportSaveBaseline = Command(
        "save-baseline", "Makes a claim, or writes a document over it",
        details: """
            Members: title, value, qualifier (exact, at-least, about), unit, counts_people, period,
            starts_on, ends_on, told_on, source with quote and place, and one of programme, phase
            and event, or none for the whole work.
            """,
        arguments: [Argument("CODE", "Of the claim"), .document],
        run: { invocation in
            let code = try invocation.code(at: 0)
            let document = try invocation.document()
            let isNew = try await invocation.change { database, actor, _ in
                try await database.save(
                    FigureForms.baseline(
                        json: document, code: code, actor: actor, now: Date(), in: database))
            }
            guard let isNew else { throw CommandFailure("There is no such event.") }
            print("\(code) is \(isNew ? "made" : "changed").")
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
