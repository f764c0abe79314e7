import Foundation
import Postgres
public import TrainingRegistry

/// Claims, headlines, and what is published of what was counted.
extension JSONWriter {
    /// The answer for everybody: claims, headlines, and the tables as they are published.
    mutating func publicFigures(_ catalogue: Catalogue) {
        object { json in
            json.name("items")
            json.array { list in
                for figure in catalogue.figures { list.figure(figure) }
            }
            json.name("headlines")
            json.headlines(catalogue.headlines)
            json.name("publications")
            json.array { list in
                for publication in catalogue.publications {
                    list.publication(publication) {
                        catalogue.title(of: $0, in: publication.subject)
                    }
                }
            }
        }
    }

    public mutating func headlines(_ headlines: [Headline]) {
        array { list in
            for headline in headlines { list.headline(headline) }
        }
    }

    private mutating func headline(_ headline: Headline) {
        object { json in
            switch headline.scope {
            case .work: json.member("scope", "work")
            case .programme(let code):
                json.member("scope", "programme")
                json.member("code", code.description)
            case .phase(let code):
                json.member("scope", "phase")
                json.member("code", code.description)
            }
            json.member("title", headline.title)
            json.member("text", headline.text)
            json.name("claims")
            json.array { list in
                for claim in headline.claims { list.figure(claim) }
            }
            json.name("counted")
            if let counted = headline.counted {
                json.object { json in
                    json.count("value", counted.value)
                    json.optional("since", counted.since?.description)
                }
            } else {
                json.null()
            }
        }
    }

    /// What came of publishing: the tables, and the subjects that keep their earlier one.
    public mutating func published(_ published: PublishedFigures, isPreview: Bool) {
        object { json in
            json.name("is_preview")
            json.flag(isPreview)
            json.name("publications")
            json.array { list in
                for publication in published.publications {
                    list.publication(publication) { _ in nil }
                }
            }
            json.strings("withheld", published.withheld.map(\.rawValue))
        }
    }

    private mutating func publication(
        _ publication: FigurePublication, title: (String) -> String?
    ) {
        object { json in
            json.member("subject", publication.subject.rawValue)
            json.instant("published_at", publication.publishedAt)
            json.member("as_of", publication.asOf.description)
            json.optional("first_day", publication.first?.description)
            json.optional("last_day", publication.last?.description)
            json.name("recipe")
            if let recipe = publication.recipe { json.raw(Array(recipe.utf8)) } else { json.null() }
            json.strings("words", publication.words)
            json.count("total", publication.table.total)
            json.name("figures")
            json.array { list in
                for line in publication.lines {
                    list.object { json in
                        json.member("key", line.key)
                        if let title = title(line.key) { json.member("title", title) }
                        json.count("value", line.value)
                    }
                }
            }
        }
    }

    public mutating func figure(_ figure: BaselineFigure) {
        object { $0.members(of: figure) }
    }

    /// What a claim said, why, and how long that held.
    public mutating func baselineEntry(_ entry: BaselineEntry) {
        object { json in
            json.members(of: entry.figure)
            json.optional("reason", entry.reason)
            json.instant("recorded_at", entry.recordedAt)
            json.instant("superseded_at", entry.supersededAt)
        }
    }

    private mutating func members(of figure: BaselineFigure) {
        member("code", figure.code.description)
        member("title", figure.title)
        member("value", figure.value)
        member("qualifier", figure.qualifier.rawValue)
        member("unit", figure.unit)
        name("counts_people")
        flag(figure.countsPeople)
        member("period", figure.period)
        optional("starts_on", figure.days.first?.description)
        optional("ends_on", figure.days.last?.description)
        member("told_on", figure.toldOn.description)
        switch figure.about {
        case .work: break
        case .programme(let code): member("programme", code.description)
        case .phase(let code): member("phase", code.description)
        case .event(let code): member("event", code.description)
        }
        name("source")
        source(figure.source)
    }

    private mutating func count(_ name: String, _ value: Int?) {
        self.name(name)
        if let value { number(value) } else { null() }
    }
}
