import Foundation
import Postgres
import RegistryHTTP
import TrainingRegistry

extension Command {
    /// Plans events and moves them through their life.
    static let event = Command(
        "event", "Plans events and moves them through their life",
        subcommands: [
            .eventList, .eventShow, .eventCreate, .eventEdit,
            advancing("publish", .publish, "Shows a draft to the public"),
            advancing("hold", .hold, "Says that an event has taken place"),
            .eventMove, .eventCancel, .eventSeries, .listSeries,
        ] + seatCommands + sessionCommands + invitationCommands + mailPlanCommands)

    private static let eventCode = Argument("CODE", "Of the event, such as protect-tallinn-2027")

    private static let eventList = Command(
        "list", "Lists events by day, drafts too",
        options: [
            .value("state", "STATE", "Only draft, published, held or cancelled"),
            .value("series", "CODE", "Only of this series"),
            .value("programme", "CODE", "Only of this programme"),
            .value("limit", "COUNT", "At most so many (1000)"), .json,
        ],
        run: { invocation in
            let list = ListStaffEvents(
                state: try invocation.eventState(), series: try invocation.code("series"),
                programme: try invocation.code("programme"),
                limit: try invocation.count("limit", default: 1_000))
            let events = try await invocation.change { database, _, _ in
                try await database.staffEvents(list)
            }
            if invocation.wantsJSON {
                printDocument { json in
                    json.array { list in for event in events { list.staffEvent(event) } }
                }
            } else {
                Table(
                    ["CODE", "STATE", "FROM", "TO", "KIND", "TITLE"],
                    events.map { event in
                        [
                            event.code.description, event.state.rawValue,
                            event.schedule.startsOn.description, event.schedule.endsOn.description,
                            event.kind.rawValue, event.title,
                        ]
                    }
                ).print()
            }
        })

    private static let eventShow = Command(
        "show", "Prints an event as JSON, to be changed and sent back with edit",
        arguments: [eventCode], options: [.json],
        run: { invocation in
            let code = try invocation.code(at: 0)
            let event = try await invocation.change { database, _, _ in
                try await database.staffEvent(code)
            }
            guard let event else { throw EventRefusal.unknown }
            printDocument { $0.staffEvent(event) }
        })

    private static let eventCreate = Command(
        "create", "Makes a draft that nobody but coordinators sees",
        arguments: [.document], options: [.json],
        run: { invocation in
            let document = try invocation.document()
            let event = try await invocation.change { database, actor, _ in
                let form = try await EventForm(json: document, code: nil, in: database)
                return try await database.create(
                    CreateEvent(plan: form.plan, actor: actor, now: Date())
                ).get()
            }
            invocation.tell(event, "is a draft")
        })

    private static let eventEdit = Command(
        "edit", "Writes a changed document over an event",
        details: "Refused when the event was changed since the document was read.",
        arguments: [eventCode, .document], options: [.json],
        run: { invocation in
            let code = try invocation.code(at: 0)
            let document = try invocation.document()
            let event = try await invocation.change { database, actor, _ in
                let form = try await EventForm(json: document, code: code, in: database)
                return try await database.edit(
                    EditEvent(
                        plan: form.plan, revision: form.revision ?? 0, actor: actor, now: Date())
                ).get()
            }
            invocation.tell(event, "is changed")
        })

    private static func advancing(
        _ name: String, _ move: EventMove, _ summary: String
    ) -> Command {
        Command(
            name, summary, arguments: [eventCode], options: [.json],
            run: { invocation in
                let code = try invocation.code(at: 0)
                let event = try await invocation.change { database, actor, _ in
                    try await database.advance(
                        AdvanceEvent(code: code, move: move, actor: actor, now: Date())
                    ).get()
                }
                invocation.tell(event, "is \(event.state.rawValue)")
            })
    }

    private static let eventMove = Command(
        "move", "Gives a published event other times or another place",
        details: """
            The document has the schedule and the sequence that the event counted when it was \
            read, so that saying it twice moves it once. Everybody concerned gets one mail.
            """,
        arguments: [eventCode, .document], options: [.send, .json],
        run: { invocation in
            let code = try invocation.code(at: 0)
            let document = try invocation.document()
            let (change, mailing) = try await invocation.change { database, actor, settings in
                let form = try await MoveForm(json: document, code: code, in: database)
                var move = form.move(
                    of: code, by: actor, now: Date(), mailDomain: settings.mailDomain)
                move.mails = invocation.mailOrder(else: move.mails)
                return (try await database.move(move).get(), try await database.waiting(move.mails))
            }
            invocation.tell(change, "is moved", mailing)
        })

    private static let eventCancel = Command(
        "cancel", "Ends a published event that will not take place",
        details: "Everybody concerned gets one mail.",
        arguments: [eventCode],
        options: [
            .value("sequence", "NUMBER", "What show says it counts; needed"),
            .value("reason", "TEXT", "Told in the mails"), .send, .json,
        ],
        run: { invocation in
            let code = try invocation.code(at: 0)
            let reason = try invocation.title("reason")
            let sequence = try invocation.sequence()
            let (change, mailing) = try await invocation.change { database, actor, settings in
                var cancellation = CancelEvent(
                    code: code, sequence: sequence, reason: reason, actor: actor, now: Date(),
                    mailDomain: settings.mailDomain)
                cancellation.mails = invocation.mailOrder()
                let change = try await database.cancel(cancellation).get()
                return (change, try await database.waiting(cancellation.mails))
            }
            invocation.tell(change, "is cancelled", mailing)
        })

    private static let eventSeries = Command(
        "series", "Makes a series of events, or gives it another title",
        arguments: [Argument("CODE", "Of the series"), Argument("TITLE", "What it is called")],
        run: { invocation in
            let code = try invocation.code(at: 0)
            guard let title = try? Title(parsing: invocation.arguments[1]) else {
                throw CommandFailure(usage: "TITLE has 1 to 200 characters on one line.")
            }
            let isNew = try await invocation.change { database, actor, _ in
                try await database.save(
                    SaveSeries(code: code, title: title, actor: actor, now: Date()))
            }
            print(isNew ? "The series is made." : "The series is changed.")
        })

    private static let listSeries = Command(
        "list-series", "Lists the series of events", options: [.json],
        run: { invocation in
            let found = try await invocation.change { database, _, _ in
                try await database.series()
            }
            if invocation.wantsJSON {
                printDocument { json in
                    json.array { list in for series in found { list.series(series) } }
                }
            } else {
                Table(
                    ["CODE", "EVENTS", "TITLE"],
                    found.map {
                        [$0.code.description, String($0.events), $0.title]
                    }
                ).print()
            }
        })
}

extension Invocation {
    fileprivate func eventState() throws(CommandFailure) -> EventState? {
        guard let text = self["state"] else { return nil }
        guard let state = EventState(rawValue: text) else {
            let known = EventState.allCases.map(\.rawValue).joined(separator: ", ")
            throw CommandFailure(usage: "--state must be one of \(known).")
        }
        return state
    }

    /// Digits only: `Int("+1")` would be taken.
    fileprivate func sequence() throws(CommandFailure) -> Int {
        guard let text = self["sequence"] else {
            throw CommandFailure(usage: "--sequence is missing; event show prints it.")
        }
        guard text.utf8.allSatisfy({ (48...57).contains($0) }), let number = Int(text) else {
            throw CommandFailure(usage: "--sequence must be a whole number.")
        }
        return number
    }

    fileprivate func tell(_ event: StaffEvent, _ what: String) {
        if wantsJSON {
            printDocument { $0.staffEvent(event) }
        } else {
            print("\(event.code) \(what).")
        }
    }

    fileprivate func tell(_ change: EventChange, _ what: String, _ mailing: Mailing?) {
        if wantsJSON {
            printDocument { $0.change(change, mailing: mailing) }
        } else {
            print("\(change.event.code) \(what); people who get a mail: \(change.informed).")
            mailing.tell()
        }
    }
}
