import Foundation
import Glibc
import RegistryHTTP
import TrainingRegistry

extension Command {
    /// Looks at interest without a date, and offers events to it.
    static let pool = Command(
        "pool", "Looks at interest without a date, and offers events to it",
        subcommands: [.poolShow, .poolPreview, .poolOffer])

    private static let poolShow = Command(
        "show", "Counts the interests in the pool of a programme by where they stand",
        arguments: [Argument("PROGRAMME", "Its code")], options: [.json],
        run: { invocation in
            let code = try invocation.code(at: 0)
            let settings = try Settings.load(config: invocation.config)
            guard let figure = try await settings.withDatabase({ try await $0.pool(of: code) })
            else { throw CommandFailure("There is no such programme.") }
            if invocation.wantsJSON { printDocument { $0.pool(figure) } } else { figure.show() }
        })

    private static let poolPreview = Command(
        "preview", "Lists whom in the pool an event suits, whom not, and why",
        details: "Prints names and addresses: they are personal data.",
        arguments: [Argument("EVENT", "Its code")],
        options: [
            .value("country", "CODE", "Only people from this country"),
            .flag("matched", "Only those whom it suits"),
            .value("limit", "COUNT", "At most so many (1000)"), .json,
        ],
        run: { invocation in
            let event = try invocation.eventCode()
            let country = try invocation.country()
            let limit = try invocation.count("limit", default: PreviewPool.largestLimit)
            let isMatch: Bool? = invocation.has("matched") ? true : nil
            let settings = try Settings.load(config: invocation.config)
            let request = PreviewPool(
                event: event, country: country, isMatch: isMatch,
                limit: min(limit, PreviewPool.largestLimit), now: Date())
            guard let preview = try await settings.withDatabase({ try await $0.preview(request) })
            else { throw CommandFailure("There is no such event.") }
            if invocation.wantsJSON {
                printDocument { $0.poolPreview(preview) }
            } else {
                preview.show()
            }
        })

    private static let poolOffer = Command(
        "offer", "Offers an event to chosen people in the pool, whatever they wished for",
        arguments: [
            Argument("EVENT", "Its code"),
            Argument("INTEREST", "By id, as pool preview prints it", mayBeRepeated: true),
        ], options: [.reason, .send, .json],
        run: { invocation in
            let event = try invocation.eventCode()
            let chosen = try invocation.arguments.dropFirst().map { try UUID(typed: $0) }
            guard chosen.count <= OfferToPool.interestsMax else {
                throw CommandFailure(usage: "At most \(OfferToPool.interestsMax) at a time.")
            }
            guard let reason = try invocation.title("reason") else {
                throw CommandFailure(usage: "--reason is missing.")
            }
            let settings = try Settings.load(config: invocation.config)
            let order = invocation.mailOrder()
            var offers = OfferToPool(
                event: event, interests: chosen, actor: .command(userID: getuid()),
                reason: reason.description, now: Date(), mailDomain: settings.mailDomain)
            offers.mails = order
            let request = offers
            let (outcome, mailing) = try await settings.withDatabase { database in
                (try await database.offerToPool(request), try await database.waiting(order))
            }
            switch outcome {
            case .success(let reports): reports.show(mailing, asJSON: invocation.wantsJSON)
            case .failure(let refusal): throw CommandFailure("Refused: \(refusal.rawValue)")
            }
        })
}

extension Invocation {
    fileprivate func country() throws(CommandFailure) -> CountryCode? {
        guard let text = self["country"] else { return nil }
        do {
            return try CountryCode(parsing: text)
        } catch {
            throw CommandFailure(usage: "--country: \(error.detail)")
        }
    }
}

extension PoolFigure {
    fileprivate func show() {
        Table(
            ["BY", "VALUE", "UNMATCHED", "OFFERED", "TAKEN UP", "LAPSED", "OLDEST SINCE"],
            ([total] + lines).map { line in
                [
                    line.dimension?.rawValue ?? "all",
                    line.dimension == nil ? "" : line.value ?? "any", String(line.unmatched),
                    String(line.offered), String(line.takenUp), String(line.lapsed),
                    line.oldestSince?.ISO8601Format() ?? "-",
                ]
            }
        ).print()
    }
}

extension PoolPreview {
    fileprivate func show() {
        Table(
            ["INTEREST", "NAME", "ADDRESS", "COUNTRY", "SECTOR", "SUITS", "WHY NOT"],
            lines.map { line in
                [
                    line.interest.uuidString.lowercased(), "\(line.givenName) \(line.familyName)",
                    line.email, line.country, line.sector, line.reasons.isEmpty ? "yes" : "no",
                    line.reasons.map(\.rawValue).joined(separator: ", "),
                ]
            }
        ).print()
        if !isOpen { print("The event takes no interest now, so nobody is offered it.") }
        if next != nil { print("There are more.") }
    }
}

extension [PoolOfferReport] {
    fileprivate func show(_ mailing: Mailing?, asJSON: Bool) {
        if asJSON { return printDocument { $0.poolOffers(self, mailing: mailing) } }
        mailing.tell()
        Table(
            ["INTEREST", "OUTCOME"],
            map { [$0.interest.uuidString.lowercased(), $0.refusal?.rawValue ?? "done"] }
        ).print()
    }
}
