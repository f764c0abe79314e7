import Foundation
import Mailer
import TrainingRegistry

extension Command {
    static let freeSeat = Command(
        "free-seat", "Frees a seat of an event, or releases one that is kept",
        details: "Whoever has it is told, and it is offered to the next who waits.",
        arguments: [Argument("EVENT", "Its code"), Argument("SEAT", "Its number")],
        options: [.reason, .json],
        run: { invocation in
            let number = try invocation.seatNumber()
            let settings = try Settings.load(config: invocation.config)
            let change = try invocation.roomChange(settings)
            try await settings.changeRoom(change, asJSON: invocation.wantsJSON) {
                try await $0.free(FreeSeat(change, number: number))
            }
        })

    static let substitute = Command(
        "substitute", "Puts another person on a seat of an event, which keeps its number",
        details: "Give --interest, or all of the others but --organisation and --language.",
        arguments: [Argument("EVENT", "Its code"), Argument("SEAT", "Its number")],
        options: [
            .value("interest", "ID", "Somebody who is interested in the event"),
            .value("given-name", "NAME", "Somebody who is not yet known"),
            .value("family-name", "NAME", "Of that person"),
            .value("email", "ADDRESS", "Of that person"),
            .value("organisation", "NAME", "Where that person works"),
            .value("sector", "CODE", "Of that person"),
            .value("country", "CODE", "Where that person works"),
            .value("language", "TAG", "For mails to that person"), .reason, .json,
        ],
        run: { invocation in
            let number = try invocation.seatNumber()
            let newcomer = try invocation.newcomer()
            let settings = try Settings.load(config: invocation.config)
            let change = try invocation.roomChange(settings)
            try await settings.changeRoom(change, asJSON: invocation.wantsJSON) {
                try await $0.substitute(
                    SubstitutePerson(change, number: number, newcomer: newcomer))
            }
        })

    static let setQuotas = Command(
        "set-quotas", "Replaces the quotas of an event; without any, there are none",
        arguments: [
            Argument("EVENT", "Its code"),
            Argument(
                "QUOTA", "Such as country:LV=5, sector:police=8, organisation:ID=3",
                isOptional: true, mayBeRepeated: true),
        ], options: [.reason, .json],
        run: { invocation in
            let quotas = try invocation.arguments.dropFirst().map { text in
                let (rule, value, number) = try Invocation.limit(text)
                guard let dimension = SeatQuota.Dimension(rawValue: rule), !value.isEmpty else {
                    throw CommandFailure(usage: "\(text) is no quota.")
                }
                let id = UUID(uuidString: value)?.uuidString.lowercased()
                return SeatQuota(dimension, id ?? value, seatsMax: number)
            }
            let settings = try Settings.load(config: invocation.config)
            let change = try invocation.roomChange(settings)
            try await settings.changeRoom(change, asJSON: invocation.wantsJSON) {
                try await $0.setQuotas(SetQuotas(change, quotas: quotas))
            }
        })

    static let setTargets = Command(
        "set-targets", "Replaces the targets of an event; without any, there are none",
        arguments: [
            Argument("EVENT", "Its code"),
            Argument(
                "TARGET", "Such as country-min:LV=1, sector-min:police=2, organisation-max=3",
                isOptional: true, mayBeRepeated: true),
        ], options: [.reason, .json],
        run: { invocation in
            let targets = try invocation.arguments.dropFirst().map { text in
                let (rule, value, number) = try Invocation.limit(text)
                guard let rule = SelectionTarget.Rule(rawValue: rule), number > 0,
                    (rule == .organisationMax) == value.isEmpty
                else { throw CommandFailure(usage: "\(text) is no target.") }
                return SelectionTarget(rule, value, people: number)
            }
            let settings = try Settings.load(config: invocation.config)
            let change = try invocation.roomChange(settings)
            try await settings.changeRoom(change, asJSON: invocation.wantsJSON) {
                try await $0.setTargets(targets, change)
            }
        })
}

extension Invocation {
    fileprivate func seatNumber() throws(CommandFailure) -> Int {
        guard let number = Int(arguments[1]), number > 0 else {
            throw CommandFailure(usage: "SEAT is the number of a seat, as event seats prints it.")
        }
        return number
    }

    /// `rule:value=number`, where the value may be missing.
    fileprivate static func limit(
        _ text: String
    ) throws(CommandFailure) -> (rule: String, value: String, number: Int) {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let number = Int(parts[1]),
            (0...SetSeats.seatsMax).contains(number)
        else { throw CommandFailure(usage: "\(text) does not end with =NUMBER.") }
        let name = parts[0].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        return (String(name[0]), name.count == 2 ? String(name[1]) : "", number)
    }

    fileprivate func newcomer() throws(CommandFailure) -> SubstitutePerson.Newcomer {
        if let text = self["interest"] { return .interest(try UUID(typed: text)) }
        let (person, email) = try person()
        return .person(person, email)
    }
}
