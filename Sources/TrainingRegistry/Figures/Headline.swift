public import Foundation
public import Postgres

/// What was reached in all: claims about the time before, and what the registry counted since.
///
/// Both parts stay visible and are never added: a claim may hold somebody who came again.
public struct Headline: Sendable, Equatable {
    /// What it is about.
    public enum Scope: Sendable, Hashable {
        case work
        case programme(Code)
        case phase(Code)
    }

    public var scope: Scope
    public var title: String
    /// Of people, the larger first; more than one are not added either.
    public var claims: [BaselineFigure]
    /// Nil where nothing is counted that is surely not in a claim.
    public var counted: Counted?

    /// Persons who came, counted by the registry.
    public struct Counted: Sendable, Equatable {
        /// Nil where it may not be shown.
        public var value: Int?
        /// The first day, after the last one of every claim; nil where no claim is about it.
        public var since: CalendarDay?

        public init(value: Int?, since: CalendarDay?) {
            self.value = value
            self.since = since
        }
    }

    /// `≥ 1000 (before 2018, baseline) + 412 counted`.
    public var text: String {
        let claimed = claims.map { claim in
            let unit = claims.count > 1 ? " \(claim.unit)" : ""
            return "\(claim.sign)\(claim.value)\(unit) (\(claim.period), baseline)"
        }.joined(separator: ", ")
        let counted = counted.map { "\($0.value.map(String.init) ?? "a hidden number") counted" }
        return [claims.isEmpty ? nil : claimed, counted].compactMap(\.self).joined(separator: " + ")
    }
}

extension BaselineFigure {
    fileprivate var sign: String {
        switch qualifier {
        case .exact: ""
        case .atLeast: "≥ "
        case .about: "≈ "
        }
    }
}

extension Headline {
    /// The claims of people about something; of a programme those about its phases where none is
    /// about the whole.
    static func claims(
        about scope: Scope, phases: [Code] = [], among figures: [BaselineFigure]
    ) -> [BaselineFigure] {
        let people = figures.filter(\.countsPeople)
        switch scope {
        case .work: return people.filter { $0.about == .work }
        case .phase(let code): return people.filter { $0.about == .phase(code) }
        case .programme(let code):
            let own = people.filter { $0.about == .programme(code) }
            return own.isEmpty
                ? people.filter { claim in phases.contains { claim.about == .phase($0) } } : own
        }
    }

    /// The days that none of the claims holds; nil when there is none yet.
    static func period(after claims: [BaselineFigure], until today: CalendarDay) -> ReportPeriod? {
        guard let first = claims.map(\.countedFrom).max() else { return .all }
        return first <= today ? .days(first, today) : nil
    }

    /// The headlines that are published: of the work, of each programme and of each phase.
    ///
    /// What is counted is a figure of the publications, and is left out where a claim about the
    /// same thing ends after their first day.
    static func published(
        _ publications: [FigurePublication], figures: [BaselineFigure], programmes: [Programme]
    ) -> [Headline] {
        func headline(_ scope: Scope, _ title: String, phases: [Code] = []) -> Headline {
            let claims = claims(about: scope, phases: phases, among: figures)
            return Headline(
                scope: scope, title: title, claims: claims,
                counted: counted(scope, since: claims.map(\.countedFrom).max(), in: publications))
        }
        let parts = programmes.flatMap { programme in
            [
                headline(
                    .programme(programme.code), programme.title,
                    phases: programme.phases.map(\.code))
            ]
                + programme.phases.map { headline(.phase($0.code), $0.title) }
        }
        return [headline(.work, "The whole work")]
            + parts.filter { !$0.claims.isEmpty || $0.counted.map { $0.value != 0 } ?? false }
    }

    private static func counted(
        _ scope: Scope, since day: CalendarDay?, in publications: [FigurePublication]
    ) -> Counted? {
        let (subject, key): (FigurePublication.Subject, String?) =
            switch scope {
            case .work: (.year, nil)
            case .programme(let code): (.programme, code.description)
            case .phase(let code): (.phase, code.description)
            }
        guard let publication = publications.first(where: { $0.subject == subject }) else {
            return nil
        }
        if let day {
            guard let first = publication.first, day <= first else { return nil }
        }
        return Counted(
            value: key.map { publication[$0] } ?? publication.table.total, since: publication.first)
    }
}

extension Database {
    /// Headlines as the secretariat counts them now, each from the day after its own claims: of the
    /// work and every programme, or of one programme and its phases; nil when there is none such.
    public func headlines(
        of code: Code? = nil, now: Date
    ) async throws(DatabaseError) -> [Headline]? {
        let today = try CalendarDay(of: now)
        let figures = try await baselineFigures()
        let programmes = try await publishedProgrammes(on: today)
            .filter { code == nil || $0.code == code }
        guard code == nil || !programmes.isEmpty else { return nil }
        var headlines: [Headline] = []
        func add(_ scope: Headline.Scope, _ title: String, phases: [Code] = [])
            async throws(DatabaseError)
        {
            let claims = Headline.claims(about: scope, phases: phases, among: figures)
            var counted: Headline.Counted?
            if let period = Headline.period(after: claims, until: today) {
                var recipe = Recipe(period: period)
                switch scope {
                case .work: break
                case .programme(let code): recipe.programme = code
                case .phase(let code): recipe.phase = code
                }
                guard case .success(let report) = try await self.report(recipe, now: now)
                else { throw .failed(sqlState: "XX000", message: "days that nobody can count") }
                counted = Headline.Counted(value: report.total, since: report.first)
            }
            headlines.append(
                Headline(scope: scope, title: title, claims: claims, counted: counted))
        }
        if code == nil { try await add(.work, "The whole work") }
        for programme in programmes {
            try await add(
                .programme(programme.code), programme.title, phases: programme.phases.map(\.code))
            guard code != nil else { continue }
            for phase in programme.phases { try await add(.phase(phase.code), phase.title) }
        }
        return headlines
    }
}
