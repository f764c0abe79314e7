import Foundation
public import TrainingRegistry

extension Service {
    /// Mails that were refused or given up, for coordinators.
    static let deadMailAPI: [StaffRoute] = [
        StaffRoute(.get, "/api/v1/mails/dead", needs: .manageMail, Service.listDeadMails),
        StaffRoute(.post, "/api/v1/mails/requeue", needs: .manageMail, Service.requeueMails),
    ]

    func listDeadMails(_ request: Request) async throws -> Response {
        var fields = FieldReader(query: request.query)
        let limit = fields.optionalInteger("limit", in: 1...200)
        try fields.finish()
        let now = now()
        let mails = try await database.outbox(.lost(limit: limit ?? 100))
        return .json { $0.items(mails) { $0.lostMail($1, now: now) } }
    }

    /// 200 with what became of each; those that cannot be tried once more stay as they are.
    func requeueMails(_ request: Request) async throws -> Response {
        let form = try RequeueForm(json: request.body)
        let done = try await database.requeue(
            RequeueMails(
                choice: form.choice, actor: try actor(request), reason: form.reason, now: now()))
        return .json { $0.requeued(done) }
    }
}

/// Which mails are tried once more, and why.
struct RequeueForm {
    let choice: RequeueMails.Choice
    let reason: PeopleReason

    static let mailsMax = 1_000

    init(json bytes: [UInt8]) throws(Problem) {
        var fields = try FieldReader(json: bytes)
        let isNamed = fields.isPresent("mails")
        let mails = fields.mailNumbers("mails", atMost: Self.mailsMax)
        let all = RequeueMails.Loss.allCases.filter { fields.flag("all_\($0.rawValue)") }
        if all.count + (isNamed ? 1 : 0) != 1 {
            fields.complain("mails", "mails-or-all", "Name mails, or say all_dead or all_failed.")
        }
        let reason = fields.required("reason", PeopleReason.init(parsing:))
        try fields.finish()
        guard let reason, let mails else { throw .internalError }
        choice = all.first.map { .all($0) } ?? .named(mails)
        self.reason = reason
    }
}

extension FieldReader {
    /// The numbers of mails; nil after a complaint about any, empty when missing.
    fileprivate mutating func mailNumbers(_ name: String, atMost max: Int) -> [Int64]? {
        guard let elements = elements(name) else { return nil }
        if isPresent(name), !(1...max).contains(elements.count) {
            complain(name, "out-of-range", "This has to be 1 to \(max) mails.")
        }
        let numbers = elements.map { element -> Int64? in
            if case .number(let text) = element { Int64(mailNumber: text) } else { nil }
        }
        for (index, number) in numbers.enumerated() where number == nil {
            complain(
                at: pointer(to: name).appending(index), "wrong-type",
                "This has to be the number of a mail.")
        }
        return numbers.compactMap { $0 }
    }
}

extension JSONWriter {
    /// A mail that was refused or given up; never what it says.
    mutating func lostMail(_ mail: OutboxLine, now: Date) {
        object { json in
            json.member("id", Int(mail.id))
            json.member("message_id", mail.messageID)
            json.member("address", mail.recipient)
            json.member("template", mail.template)
            json.member("state", mail.state)
            json.member("attempts", mail.attempts)
            json.instant("ended_at", mail.endedAt)
            json.optional("last_reply", mail.lastReply)
            json.optional("event", mail.event)
            json.optional("interest", mail.interest?.lowercased)
            json.name("may_be_requeued")
            json.flag(mail.mayBeRequeued(at: now))
        }
    }

    /// What became of mails that were to be tried once more.
    public mutating func requeued(_ done: RequeuedMails) {
        object { json in
            for (name, mails) in [
                ("requeued", done.requeued), ("forgotten", done.forgotten),
                ("not_dead", done.notDead),
            ] {
                json.name(name)
                json.array { list in
                    for mail in mails { list.number(Int(mail)) }
                }
            }
            json.leftOut(done.leftOut)
        }
    }

    /// The mails that were taken back instead of being tried again.
    mutating func leftOut(_ mails: [LeftOutMail]) {
        name("left_out")
        array { list in
            for mail in mails {
                list.object { json in
                    json.member("mail", Int(mail.id))
                    json.member("reason", mail.obstacle.rawValue)
                }
            }
        }
    }
}
