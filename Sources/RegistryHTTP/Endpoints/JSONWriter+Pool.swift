import Foundation
public import TrainingRegistry

/// What coordinators read about the pool; the commands print the same.
extension JSONWriter {
    public mutating func pool(_ figure: PoolFigure) {
        object { json in
            json.counts(figure.total)
            for dimension in PoolFigure.Dimension.allCases {
                json.name(dimension.plural)
                json.array { list in
                    for line in figure.lines where line.dimension == dimension {
                        list.object { json in
                            json.optional(dimension.rawValue, line.value)
                            json.counts(line)
                        }
                    }
                }
            }
        }
    }

    private mutating func counts(_ line: PoolFigure.Line) {
        member("unmatched", line.unmatched)
        member("offered", line.offered)
        member("taken_up", line.takenUp)
        member("lapsed", line.lapsed)
        instant("oldest_since", line.oldestSince)
    }

    public mutating func poolPreview(_ preview: PoolPreview) {
        object { json in
            json.name("is_open")
            json.flag(preview.isOpen)
            json.name("items")
            json.array { list in
                for line in preview.lines { list.poolLine(line) }
            }
            json.optional("next", preview.next?.uuidString.lowercased())
        }
    }

    private mutating func poolLine(_ line: PoolLine) {
        object { json in
            json.member("interest", line.interest.uuidString.lowercased())
            json.member("given_name", line.givenName)
            json.member("family_name", line.familyName)
            json.member("email", line.email)
            json.member("sector", line.sector)
            json.member("country", line.country)
            json.strings("topics", line.topics)
            json.strings("languages", line.languages)
            json.instant("confirmed_at", line.confirmedAt)
            json.name("matched")
            json.flag(line.reasons.isEmpty)
            json.strings("reasons", line.reasons.map(\.rawValue))
        }
    }

    private mutating func poolOffer(_ report: PoolOfferReport) {
        object { json in
            json.member("interest", report.interest.uuidString.lowercased())
            json.member("outcome", report.refusal == nil ? "done" : "refused")
            json.optional("code", report.refusal?.rawValue)
            json.optional("detail", report.refusal?.detail)
        }
    }

    /// One row for each offer, under `items`.
    public mutating func poolOffers(_ reports: [PoolOfferReport], mailing: Mailing? = nil) {
        items(reports, mailing: mailing) { $0.poolOffer($1) }
    }
}

extension PoolFigure.Dimension {
    fileprivate var plural: String {
        switch self {
        case .topic: "topics"
        case .language: "languages"
        case .country: "countries"
        case .sector: "sectors"
        }
    }
}
