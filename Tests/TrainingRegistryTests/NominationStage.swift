import Foundation
import Mailer
import Postgres
import TestSupport

@testable import TrainingRegistry

/// The hall of `SeatStage` as a meeting by nomination, with focal points of Latvia and Estonia.
struct NominationStage {
    let room: SeatStage
    static let domain = "example.org"

    static func with(
        seats: Int = 6, _ body: @escaping @Sendable (NominationStage) async throws -> Void
    ) async throws {
        try await SeatStage.with(admission: .nomination, seats: seats) { room in
            for (member, name) in [("LV", "Laima"), ("EE", "Eha")] {
                _ = try await room.database.save(
                    SaveFocalPoint(
                        member: member, name: name,
                        email: try EmailAddress(parsing: "focal.\(member)@example.org"),
                        language: nil, from: try Day.of("2020-01-01"), until: nil,
                        actor: .command(userID: 7), now: room.now))
            }
            try await body(NominationStage(room: room))
        }
    }

    var deadline: Date { Date(timeIntervalSince1970: 1_800_000_000 + 86_400) }

    func invite(_ shares: [String: Int]) async throws -> Result<
        [InvitedMember], NominationRefusal
    > {
        let list = shares.sorted { $0.key < $1.key }
            .map { InviteNominations.Share(member: $0.key, seats: $0.value) }
        return try await room.database.inviteNominations(
            InviteNominations(room.change, asking: .some(list), deadline: deadline))
    }

    /// The link in the latest mail of a template to an address.
    func link(_ address: String) async throws -> AccessToken {
        let text = try await room.database.run(FindTokenMailed(recipient: address)).first
        guard let token = text.flatMap(AccessToken.init(parsing:)) else { throw NoLink() }
        return token
    }

    struct NoLink: Error {}

    static func person(_ name: String) throws -> (Particulars, EmailAddress) {
        (
            Particulars(
                givenName: try PersonName(parsing: name), familyName: try PersonName(parsing: "N"),
                organisation: nil, sector: try SectorCode(parsing: "police"),
                country: try CountryCode(parsing: "LV"), language: nil),
            try EmailAddress(parsing: "\(name)@example.org")
        )
    }

    /// `done`, or why not.
    func step(
        _ step: ChangeNomination.Step, by token: AccessToken
    ) async throws -> String {
        let desk = ChangeNomination.Desk.link(token, now: room.now, mailDomain: Self.domain)
        switch try await room.database.change(ChangeNomination(at: desk, step)) {
        case .success: return "done"
        case .failure(let refusal): return refusal.rawValue
        }
    }

    func nominate(_ name: String, by token: AccessToken) async throws -> String {
        let (person, email) = try Self.person(name)
        return try await step(.nominate(person, email), by: token)
    }

    /// `seated`, `alternate`, or why not.
    func confirm(_ name: String) async throws -> String {
        try await answer(
            try await link("\(name)@example.org"),
            .confirm(try Self.person(name).0, NoticeVersion(parsing: "2026-11")))
    }

    func answer(
        _ token: AccessToken, _ answer: AnswerNomination.Answer
    ) async throws -> String {
        let request = AnswerNomination(
            token: token, answer: answer, now: room.now, mailDomain: Self.domain)
        switch try await room.database.answer(request) {
        case .success(let answer): return answer.rawValue
        case .failure(let refusal): return refusal.rawValue
        }
    }

    /// Such as `Ada confirmed*, Bea proposed`, with a star for who has a seat.
    func standing(_ member: String = "LV") async throws -> String {
        let round = try await room.database.nominations(for: room.event)
        return (round?.members.first { $0.member == member }?.nominations ?? []).map {
            "\($0.givenName ?? "erased") \($0.status.rawValue)\($0.hasSeat ? "*" : "")"
        }.joined(separator: ", ")
    }

    func id(_ name: String) async throws -> UUID {
        let round = try await room.database.nominations(for: room.event)
        let all = round?.members.flatMap(\.nominations) ?? []
        guard let found = all.first(where: { $0.givenName == name && !$0.status.isOver }) else {
            throw NoLink()
        }
        return found.id
    }
}
